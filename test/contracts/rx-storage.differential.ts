/** The differential fuzz: one random history and many random queries on our storage and on a reference. */
import { isDeepStrictEqual } from 'node:util'
import {
  getQueryMatcher,
  getSortComparator,
  normalizeMangoQuery,
  type PreparedQuery,
  prepareQuery,
  type RxStorage,
  type RxStorageInstance,
} from 'rxdb'
import {
  type Doc,
  type Manners,
  queryOf,
  type Random,
  randomOf,
  type Schema,
  schemaOf,
  valuesOf,
} from './rx-storage.random.ts'

type Instance = RxStorageInstance<Doc, unknown, unknown>
type Storage = Pick<RxStorage<unknown, never>, 'createStorageInstance'>

export interface Tally {
  queries: number
  writes: number
  /** Documents in the answers compared: a run that compares empty answers proves nothing. */
  found: number
  wrong: string[]
}

/**
 * One random collection: `rounds` of writes (inserts, updates, deletes, conflicts) each followed by `queries` queries
 * and counts. Usual data is compared with `reference`, RxDB's memory storage; hostile data with RxDB's matcher and
 * comparator run over every document, as the memory storage is known to be wrong about it (its index strings cannot
 * tell a missing number from 0, nor 'a' from 'a ', and round the operands).
 */
export async function compareOnce(
  ours: Storage,
  reference: Storage,
  manners: Manners,
  seed: number,
  size: { rounds: number; queries: number },
  tally: Tally,
): Promise<void> {
  const random = randomOf(seed)
  const schema = schemaOf(random, manners)
  const open = (storage: Storage) =>
    storage.createStorageInstance<Doc>({
      databaseName: `fuzz-${seed}`,
      collectionName: 'cases',
      databaseInstanceToken: 'fuzz',
      schema: schema as never,
      options: {} as never,
      multiInstance: false,
      devMode: false,
    }) as Promise<Instance>
  const [mine, theirs] = await Promise.all([open(ours), open(reference)])
  const world = new Map<string, Doc>()
  const check = (what: unknown, actual: unknown, expected: unknown) => {
    const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)]
    if (a !== e && !isDeepStrictEqual(actual, expected))
      tally.wrong.push(`seed ${seed} ${JSON.stringify(what)}\n  got ${a.slice(0, 300)}\n  not ${e.slice(0, 300)}`)
  }
  for (let round = 0; round < size.rounds; round++) {
    await writeBoth(random, manners, world, mine, theirs, check, tally)
    for (let i = 0; i < size.queries; i++) {
      const query = queryOf(random, manners, [...world.keys()])
      const prepared = prepareQuery(schema, normalizeMangoQuery(schema, query as never)) as PreparedQuery<Doc>
      const found = (await mine.query(prepared)).documents
      const expected = manners === 'usual' ? (await theirs.query(prepared)).documents : answer(schema, prepared, world)
      check(query, found, expected)
      check(['count', query], (await mine.count(prepared)).count, expected.length)
      tally.queries++
      tally.found += expected.length
    }
  }
  await mine.remove()
  await theirs.remove()
}

/** What the query means by RxDB's own definition: every document through its matcher, then its comparator. */
function answer(schema: Schema, { query }: PreparedQuery<Doc>, world: Map<string, Doc>): Doc[] {
  const found = [...world.values()].filter(getQueryMatcher(schema as never, query as never) as (doc: Doc) => boolean)
  found.sort(getSortComparator(schema as never, query as never))
  return found.slice(query.skip, query.limit === undefined ? undefined : query.skip + query.limit)
}

async function writeBoth(
  random: Random,
  manners: Manners,
  world: Map<string, Doc>,
  mine: Instance,
  theirs: Instance,
  check: (what: unknown, actual: unknown, expected: unknown) => void,
  tally: Tally,
): Promise<void> {
  const events: unknown[][] = [[], []]
  const subscriptions = [mine, theirs].map((side, i) =>
    side.changeStream().subscribe(({ events: happened, checkpoint }) => events[i]!.push({ happened, checkpoint })),
  )
  const rows = rowsOf(random, manners, world)
  const answers = await Promise.all([mine, theirs].map(side => side.bulkWrite(rows as never, 'fuzz')))
  const ids = [...world.keys(), 'nobody'].sort(() => random.next() - 0.5).slice(0, 5)
  const deleted = random.chance(0.5)
  const found = await Promise.all([mine, theirs].map(side => side.findDocumentsById(ids, deleted)))
  for (const subscription of subscriptions) subscription.unsubscribe()
  check('errors', answers[0], answers[1])
  check('events', events[0], events[1])
  check('by id', found[0], found[1])
  const failed = new Set(answers[1]!.error.map(e => e.documentId))
  for (const { document } of rows) if (!failed.has(document.id)) world.set(document.id, document)
  tally.writes += rows.length
}

function rowsOf(random: Random, manners: Manners, world: Map<string, Doc>): { previous?: Doc; document: Doc }[] {
  const rows = new Map<string, { previous?: Doc; document: Doc }>()
  for (let left = 1 + random.below(40); left > 0; left--) {
    const known = random.chance(0.4) && world.size > 0 ? random.pick([...world.values()]) : undefined
    const id = known?.id ?? `${random.pick(['案', 'c', '𠮷', '（'])}${random.below(1e6)}`
    const height = known ? Number.parseInt(known._rev, 10) + 1 : 1
    const document: Doc = {
      ...(valuesOf(random, manners) as Doc),
      id,
      _deleted: random.chance(0.15),
      _attachments: {},
      _rev: `${height}-${random.below(1e9)}`,
      _meta: { lwt: 1_700_000_000_000 + random.below(50) },
    }
    // One in ten writers has not seen the last revision, or none at all.
    const stale = known && random.chance(0.1)
    if (!known) rows.set(id, { document })
    else if (!stale) rows.set(id, { previous: known, document })
    else rows.set(id, random.chance(0.5) ? { document } : { previous: { ...known, _rev: `${height}-stale` }, document })
  }
  return [...rows.values()]
}
