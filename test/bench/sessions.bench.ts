import { LOADED, type Loaded, quantile, underLoad } from './load.run.ts'
import { clientOf } from './load.world.ts'
import { atMost, type Bench, type Row, told } from './measure.ts'

const SHAPE = {
  districts: 10,
  stations: 10,
  windows: 5,
  sessions: 10,
  cases: Number(process.env.CHUANGTAI_LOAD_CASES ?? 1_000_000),
}
/** Questions one after the other of each window. */
const ROUNDS = 10
const PAGE = 50

/**
 * Lists are read from the window's own database; what a window asks the server for is the next page of what is new in its
 * scope. 500 such questions stand open at any moment, each from another window, from a random place near the end.
 */
export default {
  name: `5,000 sessions, 500 questions at once, ${SHAPE.cases.toLocaleString('en')} cases`,
  async run(): Promise<Row[]> {
    const rows: Row[] = []
    for (const name of LOADED) rows.push(...(await underLoad(name, SHAPE, load => ask(name, load))))
    return rows
  },
} satisfies Bench

async function ask(name: string, { address, windows }: Loaded): Promise<Row[]> {
  const clients = windows.map(w => clientOf(w, address))
  const scopes = await Promise.all(clients.map(async client => (await client.pull(undefined, 1)).checkpoint.scope))
  const took: number[] = []
  const errors: unknown[] = []
  const began = performance.now()
  await Promise.all(
    clients.map(async (client, n) => {
      for (let round = 0; round < ROUNDS; round++) {
        const seq = Math.floor(SHAPE.cases * (0.9 + 0.09 * Math.random()))
        const start = performance.now()
        try {
          const { documents } = await client.pull({ seq, scope: scopes[n]! }, PAGE)
          if (documents.length !== PAGE) throw new Error(`${documents.length} documents`)
          took.push(performance.now() - start)
        } catch (error) {
          errors.push(error)
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  if (errors.length) console.error(errors[0])
  return [
    atMost(`${name}: time of an answer, 95th percentile`, quantile(took, 0.95), 'ms', 300),
    told(`${name}: the same, median`, quantile(took, 0.5), 'ms'),
    atMost(`${name}: errors`, errors.length, 'requests', 0),
    told(`${name}: answers`, took.length / seconds, 'requests/s'),
  ]
}
