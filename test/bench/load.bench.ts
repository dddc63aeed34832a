import { openDatabase } from '../../sync-server/src/database.ts'
import { cpuOf, LOADED, type Loaded, quantile, underLoad } from './load.run.ts'
import { clientOf, registrations } from './load.world.ts'
import { atLeast, atMost, type Bench, type Row, told } from './measure.ts'

const WINDOWS = { districts: 10, stations: 10, windows: 5 }
/** Milliseconds; `CHUANGTAI_LOAD_SECONDS` gives another time. */
const LASTS = Number(process.env.CHUANGTAI_LOAD_SECONDS ?? 30) * 1000

/** 500 windows, each with its live stream open, send one event after the other, each in a request of its own. */
export default {
  name: '500 windows upload at once, one event a request, live streams open',
  async run(): Promise<Row[]> {
    const rows: Row[] = []
    for (const name of LOADED)
      rows.push(...(await underLoad(name, { ...WINDOWS, cases: 20_000 }, load => upload(name, load))))
    return rows
  },
} satisfies Bench

async function upload(name: string, { address, windows, database }: Loaded): Promise<Row[]> {
  const make = registrations()
  const end = new AbortController()
  const streams = await Promise.all(windows.map(w => clientOf(w, address).stream(end.signal)))
  for (const stream of streams) void drainStream(stream)
  const took: number[] = []
  const sent: string[] = []
  const errors: unknown[] = []
  const cpu = await cpuOf(address)
  const began = performance.now()
  const until = began + LASTS
  await Promise.all(
    windows.map(async (window, n) => {
      const client = clientOf(window, address)
      for (let i = 1; performance.now() < until; i++) {
        const event = make(window, 1_000_000 + n * 1000 + i)
        const start = performance.now()
        try {
          const { verdicts } = await client.push({ events: [event] })
          if (verdicts[0]?.verdict !== 'accepted') throw new Error(`refused: ${JSON.stringify(verdicts[0])}`)
          sent.push(event.id)
          took.push(performance.now() - start)
        } catch (error) {
          errors.push(error)
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const used = (await cpuOf(address)) - cpu
  end.abort()
  if (errors.length) console.error(errors[0])
  const lost = await missing(database, sent)
  return [
    atLeast(`${name}: accepted and acknowledged`, sent.length / seconds, 'events/s', 100),
    atMost(`${name}: acknowledged and lost`, lost, 'events', 0),
    atMost(`${name}: errors`, errors.length, 'requests', 0),
    told(`${name}: the server's processor time for one event`, (used / sent.length) * 1000, 'ms'),
    told(`${name}: time to the acknowledgement, median`, quantile(took, 0.5), 'ms'),
    told(`${name}: the same, 95th percentile`, quantile(took, 0.95), 'ms'),
  ]
}

async function drainStream(stream: ReadableStream<Uint8Array>): Promise<void> {
  try {
    for await (const _ of stream);
  } catch {
    // It is cut at the end of the load.
  }
}

/** How many of the acknowledged events the database does not hold accepted. */
async function missing(database: string, ids: readonly string[]): Promise<number> {
  const { db, close } = await openDatabase(database)
  try {
    const rows = await db.selectFrom('events').select('id').where('verdict', '=', 'accepted').execute()
    const held = new Set(rows.map(row => row.id))
    return ids.filter(id => !held.has(id)).length
  } finally {
    await close()
  }
}
