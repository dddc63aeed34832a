/**
 * The window's storage against raw SQLite with the same cipher and synchronous FULL, 100,000 documents of about 1 kB: CPU time
 * per operation, since the wall time of a durable write is the disk's. `storage` is the RxStorage alone, `collection`
 * the same through RxDB's collection, with its document cache, query cache and change events.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { normalizeMangoQuery, prepareQuery, type RxDocumentData, type RxJsonSchema } from 'rxdb'
import { atMost, type Bench, compare, type Row, told } from './measure.ts'
import {
  type CaseDocument,
  casesFrom,
  inTemporaryFolder,
  KEY,
  openCases,
  openRaw,
  STATES,
  UNITS,
} from './storage.documents.ts'

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 100_000)
const SINGLE = 100
const BULK = 1000
/** A read through RxDB's caches, a write and its change events: of all that the storage is the smaller part. */
const READ_AND_UPDATE = 2.5
type Stored = RxDocumentData<CaseDocument>

const bench: Bench = { name: 'storage', run: () => inTemporaryFolder(measured) }
export default bench

async function measured(dir: string): Promise<Row[]> {
  const world = await filled(dir)
  const rows = [
    ...(await writes(world)),
    ...(await bulks(world)),
    ...(await pointReads(world)),
    ...(await lists(world, 'asc')),
    ...(await lists(world, 'desc')),
  ]
  await world.close()
  return [...rows, ...opening(dir)]
}

/** Four databases with the same documents, so that what one contender writes does not burden another. */
async function filled(dir: string) {
  const raw = openRaw(dir, KEY)
  const plain = openRaw(dir)
  const alone = await openCases(dir, 'storage')
  const { db, cases } = await openCases(dir, 'collection')
  const storage = alone.cases.internalStorageInstance
  const ids: string[] = []
  for (let n = 0; n < DOCUMENTS; n += BULK) {
    const some = casesFrom(n, BULK)
    raw.addAll(some)
    plain.addAll(some)
    for (const instance of [storage, cases.internalStorageInstance]) {
      const rows = some.map(c => ({ document: stored(c) }))
      await instance.bulkWrite(rows, 'bench')
    }
    ids.push(...some.map(c => c.id))
  }
  const anyId = () => ids[Math.floor(Math.random() * ids.length)]!
  const close = () => Promise.all([raw.close(), plain.close(), alone.db.close(), db.close()])
  return { raw, plain, cases, storage, anyId, close }
}

type World = Awaited<ReturnType<typeof filled>>

function stored(document: CaseDocument, previous?: Stored): Stored {
  const _rev = previous ? `${Number.parseInt(previous._rev, 10) + 1}-abcdefghij` : '1-abcdefghij'
  return { ...document, _deleted: false, _attachments: {}, _meta: { lwt: Date.now() }, _rev }
}

async function writes({ raw, plain, cases, storage, anyId }: World): Promise<Row[]> {
  const some = (round: number) => casesFrom(round * SINGLE, SINGLE)
  const inserts = await compare(
    'raw',
    {
      raw: round => some(round).forEach(c => raw.add(c)),
      plain: round => some(round).forEach(c => plain.add(c)),
      storage: async round => {
        for (const c of some(round)) await storage.bulkWrite([{ document: stored(c) }], 'bench')
      },
      collection: async round => {
        for (const c of some(round)) await cases.insert(c)
      },
    },
    { operations: SINGLE, rounds: 15 },
  )
  const times = (work: () => unknown) => async () => {
    for (let i = 0; i < SINGLE; i++) await work()
  }
  const updates = await compare(
    'raw',
    {
      raw: times(() => replaced(raw, anyId())),
      plain: times(() => replaced(plain, anyId())),
      storage: times(async () => {
        const [previous] = (await storage.findDocumentsById([anyId()], false)) as [Stored]
        const document = stored({ ...previous, state: 'made', updatedAt: previous.updatedAt + 1 }, previous)
        await storage.bulkWrite([{ previous, document }], 'bench')
      }),
      collection: times(async () => {
        const found = await cases.findOne(anyId()).exec(true)
        await found.patch({ state: 'made', updatedAt: found.updatedAt + 1 })
      }),
    },
    { operations: SINGLE, rounds: 15 },
  )
  return [...rowsOf('single insert', inserts, 1.6), ...rowsOf('single read and update', updates, 1.6, READ_AND_UPDATE)]
}

function replaced(raw: World['raw'], id: string): void {
  const c = raw.read(id)
  raw.replace({ ...c, state: 'made', updatedAt: c.updatedAt + 1 })
}

async function bulks({ raw, plain, cases, storage }: World): Promise<Row[]> {
  const some = (round: number) => casesFrom(round * BULK, BULK)
  const bulk = await compare(
    'raw',
    {
      raw: round => raw.addAll(some(round)),
      plain: round => plain.addAll(some(round)),
      storage: round =>
        storage.bulkWrite(
          some(round).map(c => ({ document: stored(c) })),
          'bench',
        ),
      collection: round => cases.bulkInsert(some(round)),
    },
    { operations: BULK, rounds: 15 },
  )
  return rowsOf('bulk insert of 1,000, per document', bulk, 1.35)
}

async function pointReads({ raw, plain, cases, storage, anyId }: World): Promise<Row[]> {
  const times = (work: () => unknown) => async () => {
    for (let i = 0; i < BULK; i++) await work()
  }
  const { findOne, ...reads } = await compare(
    'raw',
    {
      raw: times(() => raw.read(anyId())),
      plain: times(() => plain.read(anyId())),
      storage: times(() => storage.findDocumentsById([anyId()], false)),
      collection: times(() => cases.findByIds([anyId()]).exec()),
      findOne: times(() => cases.findOne(anyId()).exec()),
    },
    { operations: BULK, rounds: 21 },
  )
  const slower = told('point read: collection, by findOne, which makes a whole query of it', findOne.ratio, '×')
  return [...rowsOf('point read', reads, 2.5), slower]
}

/** Every question differs from all before, as RxDB would answer a repeated one from its cache. */
async function lists({ raw, plain, cases, storage }: World, order: 'asc' | 'desc'): Promise<Row[]> {
  const schema = cases.schema.jsonSchema as RxJsonSchema<Stored>
  let asked = 0
  const question = () => {
    const n = asked++
    return { unit: `unit-${n % UNITS}`, state: STATES[n % STATES.length]!, from: n }
  }
  const query = ({ unit, state, from }: ReturnType<typeof question>) => ({
    selector: { unit, state, updatedAt: { $gte: from } },
    sort: [{ updatedAt: order }, { id: order }],
    limit: 50,
  })
  const listed = (of: World['raw']) => {
    const { unit, state, from } = question()
    return of.list(order, unit, state, from)
  }
  const times = (work: () => unknown) => async () => {
    for (let i = 0; i < SINGLE; i++) await work()
  }
  const found = await compare(
    'raw',
    {
      raw: times(() => listed(raw)),
      plain: times(() => listed(plain)),
      storage: times(() => {
        const asked = query(question())
        const whole = { ...asked, selector: { ...asked.selector, _deleted: { $eq: false } } }
        return storage.query(prepareQuery(schema, normalizeMangoQuery(schema, whole as never)))
      }),
      collection: times(() => cases.find(query(question()) as never).exec()),
    },
    { operations: SINGLE, rounds: 15 },
  )
  return rowsOf(`list of 50, ${order === 'asc' ? 'oldest' : 'newest'} first`, found, 1.8)
}

type Costs = Record<'raw' | 'plain' | 'storage' | 'collection', { perOperation: number; ratio: number }>

function rowsOf(
  name: string,
  { raw, plain, storage, collection }: Costs,
  limit: number,
  collectionLimit = limit,
): Row[] {
  return [
    told(`${name}: raw SQLite with the cipher`, raw.perOperation, 'µs'),
    told(`${name}: what the cipher costs it`, 1 / plain.ratio, '×'),
    atMost(`${name}: storage`, storage.ratio, '×', limit),
    atMost(`${name}: collection`, collection.ratio, '×', collectionLimit),
  ]
}

/** A fresh process on the same folder: memory and time until the first list is there. */
function opening(dir: string): Row[] {
  const { stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'storage.open.ts'), dir, 'storage'])
  const { megabytes, milliseconds, rows } = JSON.parse(stdout.toString())
  return [
    atMost(`memory of a process with ${DOCUMENTS} documents after start`, megabytes, 'MB', 300),
    atMost('start to the first list', milliseconds, 'ms', 2000),
    { name: 'rows of that list', value: rows, unit: 'rows', limit: 50, ok: rows === 50 },
  ]
}
