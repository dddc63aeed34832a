import { setImmediate } from 'node:timers/promises'
import { list, run } from '../../shared-types/src/store/statement.ts'
import { type CounterVerdict, judgeCounter } from './station-fork.ts'
import type { SignedRequest } from './station-signature.ts'
import type { Db, Store } from './store.ts'
import type { ServerTables } from './tables.ts'

type Row = ServerTables['station_counters']

/** Uses up the counters of requests signed with a station's key, each once, whichever server of the deployment is asked. */
export interface StationCounters {
  /** Durable when it answers `fresh`. Throws what the database throws. */
  use(request: SignedRequest, key: string): Promise<CounterVerdict>
}

interface Waiting {
  request: SignedRequest
  key: string
  answer(verdict: CounterVerdict): void
  fail(error: unknown): void
}

/** Rows of one statement: each has nine values, of which both databases take tens of thousands. */
const MANY = 1000

/**
 * One row a station, locked while it is judged. What arrives while a transaction runs shares the next one: a sync to the
 * disk for each request would be the slowest part of most of them.
 */
export function stationCounters(
  { db, dialect, through }: Pick<Store, 'db' | 'dialect' | 'through'>,
  now: () => string,
): StationCounters {
  const state: { waiting: Waiting[]; running: boolean } = { waiting: [], running: false }

  async function together(batch: readonly Waiting[]): Promise<void> {
    try {
      const verdicts = await through(() => db.transaction().execute(trx => judgeAll(trx, batch)))
      for (const [i, one] of batch.entries()) one.answer(verdicts[i]!)
    } catch (error) {
      for (const one of batch) one.fail(error)
    }
  }

  async function judgeAll(trx: Db, batch: readonly Waiting[]): Promise<CounterVerdict[]> {
    const rows = await locked(trx, [...new Set(batch.map(one => one.request.station))].sort())
    const moved = new Map<string, Row>()
    const at = now()
    const verdicts = batch.map(({ request, key }) => {
      const before = rows.get(request.station)
      // The station got another key while the request waited.
      if (before?.sign_key !== key) return 'replay'
      const { verdict, row } = judgeCounter(before, request, at)
      rows.set(request.station, row)
      if (verdict === 'fresh') moved.set(request.station, row)
      return verdict
    })
    await write(trx, [...moved.values()])
    return verdicts
  }

  /** In one order, so that two servers which lock the same stations do not wait for each other. */
  async function locked(trx: Db, stations: string[]): Promise<Map<string, Row>> {
    const these = `station in (${list(stations.length)})`
    // SQLite has no row locks: a transaction that begins by writing has the whole file, even when it writes nothing.
    if (dialect === 'sqlite') await run(trx, 'update station_counters set high = high where 1 = 0')
    const lock = dialect === 'postgres' ? ' order by station for update' : ''
    const rows = await run<Row>(trx, `select * from station_counters where ${these}${lock}`, stations)
    return new Map(rows.map(row => [row.station, row]))
  }

  async function answerAll(): Promise<void> {
    state.running = true
    while (state.waiting.length) {
      // What has arrived is read first: SQLite leaves no pause for it.
      await setImmediate()
      await together(state.waiting.splice(0, MANY))
    }
    state.running = false
  }

  return {
    use: (request, key) =>
      new Promise((answer, fail) => {
        state.waiting.push({ request, key, answer, fail })
        if (!state.running) void answerAll()
      }),
  }
}

const COLUMNS = [
  'station',
  'sign_key',
  'high',
  'run',
  'run_since',
  'earlier_run',
  'used',
  'seen_at',
  'version',
] as const satisfies (keyof Row)[]
/** What moves with each request. */
const MOVED = COLUMNS.filter(column => column !== 'station' && column !== 'sign_key')
  .map(column => `${column} = excluded.${column}`)
  .join(', ')

async function write(trx: Db, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await run(
    trx,
    `insert into station_counters (${COLUMNS.join(', ')}) values ${list(rows.length, `(${list(COLUMNS.length)})`)}
      on conflict (station) do update set ${MOVED}`,
    rows.flatMap(row => COLUMNS.map(column => row[column])),
  )
}
