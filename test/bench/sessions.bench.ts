import { serverRequests } from '../../desktop/src/core/server-request.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { CaseListAnswer, CaseListRequest } from '../../shared-types/src/protocol-lists.ts'
import { cpuOf, LOADED, type Loaded, quantile, underLoad } from './load.run.ts'
import { clientOf, type LoadWindow } from './load.world.ts'
import { atMost, type Bench, type Row, told } from './measure.ts'

const SHAPE = {
  districts: 10,
  stations: 10,
  windows: 5,
  sessions: 10,
  cases: Number(process.env.CHUANGTAI_LOAD_CASES ?? 1_000_000),
}
/** How often all windows ask. */
const ROUNDS = 10
const PAGE = 50

interface Measured {
  took: number[]
  errors: number
  seconds: number
  cpu: number
}

/**
 * 5,000 people are signed in at 500 windows. All windows ask at the same moment, each for a page of a list of the centre
 * over its district, with one of its sessions: the newest, those of a state, or a page further on. Then the same with what
 * sync asks, the next page of what is new in the window's scope.
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
  const lists = await atOnce(loaded, lister(loaded))
  const pulls = await atOnce(loaded, await puller(loaded))
  return [
    atMost(`${name}: a page of a list, 95th percentile`, quantile(lists.took, 0.95), 'ms', 300),
    told(`${name}: the same, median`, quantile(lists.took, 0.5), 'ms'),
    atMost(`${name}: errors`, lists.errors, 'requests', 0),
    told(`${name}: the server's processor time for one page`, (lists.cpu / lists.took.length) * 1000, 'ms'),
    told(`${name}: pages`, lists.took.length / lists.seconds, 'pages/s'),
    told(`${name}: a page of what is new, 95th percentile`, quantile(pulls.took, 0.95), 'ms'),
    atMost(`${name}: errors`, pulls.errors, 'requests', 0),
    told(`${name}: the server's processor time for one page`, (pulls.cpu / pulls.took.length) * 1000, 'ms'),
  ]
}

/** Every window asks once, all at the same moment, and when all have been answered again. */
async function atOnce({ windows, address }: Loaded, one: (window: LoadWindow, round: number) => Promise<void>) {
  const measured: Measured = { took: [], errors: 0, seconds: 0, cpu: await cpuOf(address) }
  const began = performance.now()
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const answers = await Promise.allSettled(
      windows.map(async window => {
        await one(window, round)
        measured.took.push(performance.now() - start)
      }),
    )
    const failed = answers.filter(answer => answer.status === 'rejected')
    if (failed[0]) console.error(failed[0].reason)
    measured.errors += failed.length
  }
  measured.seconds = (performance.now() - began) / 1000
  measured.cpu = (await cpuOf(address)) - measured.cpu
  return measured
}

function lister({ address }: Loaded) {
  const last = new Map<LoadWindow, string>()
  return async (window: LoadWindow, round: number) => {
    const session = window.sessions[round % window.sessions.length]!
    const requests = serverRequests(
      () => ({ server: address, signer: window.signer, session }),
      fetch,
      async () => {},
    )
    const after = round % 3 === 2 ? last.get(window) : undefined
    const asked: CaseListRequest = {
      type: 'population.resident',
      limit: PAGE,
      ...(round % 3 === 1 && { states: ['active'] }),
      ...(after && { after }),
    }
    const { rows } = await requests.send<CaseListAnswer>('POST', ROUTES.caseList, asked, 60_000)
    if (rows.length !== PAGE) throw new Error(`${rows.length} rows`)
    last.set(window, rows.at(-1)!.id)
  }
}

async function puller({ windows, address }: Loaded) {
  const scopes = new Map<LoadWindow, string>()
  for (const window of windows)
    scopes.set(window, (await clientOf(window, address).pull(undefined, 1)).checkpoint.scope)
  return async (window: LoadWindow) => {
    const seq = Math.floor(SHAPE.cases * (0.9 + 0.09 * Math.random()))
    const { documents } = await clientOf(window, address).pull({ seq, scope: scopes.get(window)! }, PAGE)
    if (documents.length !== PAGE) throw new Error(`${documents.length} documents`)
  }
}
