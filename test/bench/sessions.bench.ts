import { type PullAnswer, ROUTES } from '../../shared-types/src/protocol.ts'
import type { CaseListAnswer, CaseListRequest } from '../../shared-types/src/protocol-lists.ts'
import { type Line, openLine, type Question, signed } from './load.line.ts'
import { cpuOf, LOADED, type Loaded, quantile, underLoad } from './load.run.ts'
import { clientOf, type LoadWindow, registrations } from './load.world.ts'
import { atMost, type Bench, type Row, told } from './measure.ts'

const SHAPE = {
  districts: 10,
  stations: 10,
  windows: 5,
  sessions: 10,
  cases: Number(process.env.CHUANGTAI_LOAD_CASES ?? 1_000_000),
}
/** How often all windows ask, after once that is not counted: a server that has just started is slow. */
const ROUNDS = 9
const PAGE = 50
/** Windows of one district, whose clerks may read the same. */
const ALIKE = SHAPE.stations * SHAPE.windows

interface Measured {
  took: number[]
  errors: number
  seconds: number
  cpu: number
}

/** What one window asks in one round, and what it makes of the answer: it throws for one that is not right. */
interface Asking {
  question: Question
  check(body: string): void
}

type Questions = (window: LoadWindow, round: number, n: number) => Asking

/**
 * 5,000 people are signed in at 500 windows. All windows ask at the same moment, each for a page of a list of the centre
 * with one of its sessions: the newest, those of a state, or a page further on. The windows of one district ask
 * alike. Then the same with something written before each time, and no two questions alike, so that nothing is shared.
 * Then what sync asks, the next page of what is new in the window's scope.
 */
export default {
  name: `5,000 sessions, 500 questions at once, ${SHAPE.cases.toLocaleString('en')} cases`,
  async run(): Promise<Row[]> {
    const rows: Row[] = []
    for (const name of LOADED) rows.push(...(await underLoad(name, SHAPE, load => ask(name, load))))
    return rows
  },
} satisfies Bench

async function ask(name: string, loaded: Loaded): Promise<Row[]> {
  const lines = await Promise.all(loaded.windows.map(() => openLine(loaded.address)))
  try {
    const lists = await atOnce(
      loaded,
      lines,
      lister(() => PAGE),
    )
    const apart = await atOnce(
      loaded,
      lines,
      lister(n => PAGE / 2 + (n % ALIKE)),
      writer(loaded),
    )
    const pulls = await atOnce(loaded, lines, await puller(loaded))
    return [
      atMost(`${name}: a page of a list, 95th percentile`, quantile(lists.took, 0.95), 'ms', 300),
      told(`${name}: the same, median`, quantile(lists.took, 0.5), 'ms'),
      atMost(`${name}: errors`, lists.errors, 'requests', 0),
      told(`${name}: the server's processor time for one page`, (lists.cpu / lists.took.length) * 1000, 'ms'),
      told(`${name}: pages`, lists.took.length / lists.seconds, 'pages/s'),
      told(`${name}: pages no two of which are alike, 95th percentile`, quantile(apart.took, 0.95), 'ms'),
      atMost(`${name}: errors`, apart.errors, 'requests', 0),
      told(`${name}: the server's processor time for one page`, (apart.cpu / apart.took.length) * 1000, 'ms'),
      told(`${name}: a page of what is new, 95th percentile`, quantile(pulls.took, 0.95), 'ms'),
      atMost(`${name}: errors`, pulls.errors, 'requests', 0),
      told(`${name}: the server's processor time for one page`, (pulls.cpu / pulls.took.length) * 1000, 'ms'),
    ]
  } finally {
    for (const line of lines) line.close()
  }
}

/** Every window asks once, all at the same moment, and when all have been answered again. */
async function atOnce(
  { windows, address }: Loaded,
  lines: readonly Line[],
  questions: Questions,
  before: (round: number) => Promise<void> = async () => {},
): Promise<Measured> {
  const measured: Measured = { took: [], errors: 0, seconds: 0, cpu: 0 }
  for (let round = 0; round <= ROUNDS; round++) {
    const asking = windows.map((window, n) => questions(window, round, n))
    const requests = await Promise.all(asking.map(({ question }, n) => signed(windows[n]!, address, question)))
    await before(round)
    const cpu = await cpuOf(address)
    const took: number[] = []
    const start = performance.now()
    const answers = await Promise.allSettled(
      lines.map(async (line, n) => {
        const body = await line.ask(requests[n]!)
        took.push(performance.now() - start)
        return body
      }),
    )
    const seconds = (performance.now() - start) / 1000
    const used = (await cpuOf(address)) - cpu
    measured.errors += wrong(asking, answers)
    if (round === 0) continue
    measured.took.push(...took)
    measured.seconds += seconds
    measured.cpu += used
  }
  return measured
}

/** How many were not answered, or not rightly. */
function wrong(asking: readonly Asking[], answers: readonly PromiseSettledResult<string>[]): number {
  const faults = answers.flatMap((answer, n) => {
    try {
      if (answer.status === 'rejected') throw answer.reason
      asking[n]!.check(answer.value)
      return []
    } catch (fault) {
      return [fault]
    }
  })
  if (faults.length) console.error(faults[0])
  return faults.length
}

function lister(limitOf: (n: number) => number): Questions {
  const last = new Map<LoadWindow, string>()
  return (window, round, n) => {
    const limit = limitOf(n)
    const after = round % 3 === 2 ? last.get(window) : undefined
    const body: CaseListRequest = {
      type: 'population.resident',
      limit,
      ...(round % 3 === 1 && { states: ['active'] }),
      ...(after && { after }),
    }
    const session = window.sessions[round % window.sessions.length]!
    return {
      question: { method: 'POST', path: ROUTES.caseList, body, session },
      check(answer) {
        const { rows } = JSON.parse(answer) as CaseListAnswer
        if (rows.length !== limit) throw new Error(`${rows.length} rows`)
        last.set(window, rows.at(-1)!.id)
      },
    }
  }
}

/** Registers one person more each time. */
function writer({ windows, address }: Loaded): (round: number) => Promise<void> {
  const make = registrations()
  const [window] = windows
  return async round => {
    const event = make(window!, 1_000_000 + round)
    const { verdicts } = await clientOf(window!, address).push({ events: [event] })
    if (verdicts[0]?.verdict !== 'accepted') throw new Error(`refused: ${JSON.stringify(verdicts[0])}`)
  }
}

async function puller({ windows, address }: Loaded): Promise<Questions> {
  const scopes = new Map<LoadWindow, string>()
  for (const window of windows)
    scopes.set(window, (await clientOf(window, address).pull(undefined, 1)).checkpoint.scope)
  return window => {
    const seq = Math.floor(SHAPE.cases * (0.9 + 0.09 * Math.random()))
    const query = new URLSearchParams({ seq: String(seq), scope: scopes.get(window)!, limit: String(PAGE) })
    return {
      question: { method: 'GET', path: `${ROUTES.pull}?${query}` },
      check(answer) {
        const { documents } = JSON.parse(answer) as PullAnswer
        if (documents.length < PAGE) throw new Error(`${documents.length} documents`)
      },
    }
  }
}
