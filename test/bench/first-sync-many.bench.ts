import type { Checkpoint } from '../../shared-types/src/protocol.ts'
import { PULL_LIMIT } from '../../shared-types/src/protocol.ts'
import { LOADED, type Loaded, underLoad } from './load.run.ts'
import { clientOf } from './load.world.ts'
import { atMost, type Bench, type Row, told } from './measure.ts'

/** Each district holds 10,000 registrations, and a clerk reads those of the district. */
const SHAPE = { districts: 10, stations: 10, windows: 1, cases: 100_000 }
const EACH = 10_000

/** 100 windows that hold nothing yet fetch everything in their scope at once; what they do with it is not part of this. */
export default {
  name: `First sync of 100 windows at once, ${EACH.toLocaleString('en')} cases each: the server's part`,
  async run(): Promise<Row[]> {
    const rows: Row[] = []
    for (const name of LOADED) rows.push(...(await underLoad(name, SHAPE, load => fetchAll(name, load))))
    return rows
  },
} satisfies Bench

async function fetchAll(name: string, { address, windows }: Loaded): Promise<Row[]> {
  const began = performance.now()
  const short: number[] = []
  await Promise.all(
    windows.map(async window => {
      const client = clientOf(window, address)
      const cases = new Set<string>()
      let at: Checkpoint | undefined
      for (;;) {
        const { documents, checkpoint } = await client.pull(at, PULL_LIMIT)
        for (const { caseId } of documents) cases.add(caseId)
        at = checkpoint
        if (documents.length < PULL_LIMIT) break
      }
      if (cases.size !== EACH) short.push(cases.size)
    }),
  )
  const seconds = (performance.now() - began) / 1000
  return [
    atMost(`${name}: all of them`, seconds, 's', 150),
    atMost(`${name}: windows that did not get all`, short.length, 'windows', 0),
    told(`${name}: documents`, (EACH * windows.length) / seconds, 'events/s'),
  ]
}
