/**
 * The first sync of a window that both pulls and pushes: documents of about 1 kB as NDJSON over loopback HTTP, seeded
 * and then handed to RxDB's replication, against the plainest copy of the same stream into SQLite with the
 * same cipher and synchronous FULL. Wall time, a fresh database each round, the server in a process of its own.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { randomToken, type WithDeleted } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { rememberSeeded, SEED_UPSTREAM, seed } from '../../desktop/src/core/store/seed.ts'
import { atLeast, type Bench, compare, type Row, told, wallTime } from './measure.ts'
import { type CaseDocument, inTemporaryFolder, KEY, openCases, openRaw } from './storage.documents.ts'

const DOCUMENTS = 20_000
const BATCH = 1000
const SERVER = 'centre'

const bench: Bench = { name: 'first sync', run: () => inTemporaryFolder(measured) }
export default bench

async function measured(dir: string): Promise<Row[]> {
  const server = fork(join(import.meta.dirname, 'storage.ndjson-server.ts'), [String(DOCUMENTS)])
  const [port] = await once(server, 'message')
  const url = `http://127.0.0.1:${port}/`
  const contenders = {
    raw: () => rawCopy(dir, url, KEY),
    plain: () => rawCopy(dir, url),
    seed: () => seededWindow(dir, url),
    pull: () => pulledWindow(dir, url),
  }
  const costs = await compare('raw', contenders, { operations: DOCUMENTS, rounds: 7, clock: wallTime })
  server.kill()
  const perSecond = (milliseconds: number) => 1000 / milliseconds
  return [
    told('raw NDJSON copy', perSecond(costs.raw.perOperation), 'documents/s'),
    told('raw NDJSON copy: what the cipher costs of the time', 1 / costs.plain.ratio, '×'),
    told('two-way window, seeded', perSecond(costs.seed.perOperation), 'documents/s'),
    atLeast('two-way window, seeded, of the raw copy', 100 / costs.seed.ratio, '%', 60),
    told("two-way window by RxDB's own pull, of the raw copy", 100 / costs.pull.ratio, '%'),
  ]
}

/** The lines of the stream, a thousand at a time. */
async function* batchesOf(url: string): AsyncGenerator<string[]> {
  const response = await fetch(url)
  let rest = ''
  let batch: string[] = []
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      if (batch.push(line) < BATCH) continue
      yield batch
      batch = []
    }
  }
  if (batch.length) yield batch
}

async function rawCopy(dir: string, url: string, key?: Uint8Array): Promise<void> {
  const fresh = join(dir, randomToken(8))
  mkdirSync(fresh)
  const raw = openRaw(fresh, key)
  for await (const batch of batchesOf(url)) raw.addTexts(batch)
  raw.close()
}

async function seededWindow(dir: string, url: string): Promise<void> {
  const { db, cases } = await openCases(dir, `w${randomToken(8)}`)
  const seeded = await seed(cases, SERVER, batchesOf(url))
  await rememberSeeded(cases, SERVER)
  const pushed: unknown[] = []
  const replication = replicateRxCollection<CaseDocument, { seq: number }>({
    collection: cases,
    replicationIdentifier: SERVER,
    pull: {
      handler: async checkpoint => ({ documents: [], checkpoint: checkpoint! }),
      initialCheckpoint: { seq: DOCUMENTS },
    },
    push: {
      handler: async rows => {
        pushed.push(...rows)
        return []
      },
      initialCheckpoint: SEED_UPSTREAM,
    },
  })
  await replication.awaitInSync()
  if (seeded !== DOCUMENTS || pushed.length) throw new Error(`${seeded} seeded, ${pushed.length} pushed back`)
  await db.close()
}

/** The same without a seed: RxDB pulls, and writes replication meta for each document. */
async function pulledWindow(dir: string, url: string): Promise<void> {
  const { db, cases } = await openCases(dir, `w${randomToken(8)}`)
  const batches = batchesOf(url)
  let seq = 0
  const replication = replicateRxCollection<CaseDocument, { seq: number }>({
    collection: cases,
    replicationIdentifier: SERVER,
    pull: {
      handler: async () => {
        const { value = [] } = await batches.next()
        seq += value.length
        const documents = value.map(
          (line: string) => ({ ...JSON.parse(line), _deleted: false }) as WithDeleted<CaseDocument>,
        )
        return { documents, checkpoint: { seq } }
      },
      batchSize: BATCH,
    },
    push: { handler: async () => [] },
  })
  await replication.awaitInSync()
  if (seq !== DOCUMENTS) throw new Error(`${seq} pulled`)
  await db.close()
}
