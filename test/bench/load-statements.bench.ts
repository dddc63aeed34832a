import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { domains } from '../../shared-types/src/domains/index.ts'
import { kindOf, kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import { type CaseTables, createCaseTables } from '../../shared-types/src/store/case-tables.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import { forKysely } from '../../shared-types/src/store/sqlite-database.ts'
import { atMost, type Bench, compare, type Row, told } from './measure.ts'

const OPERATIONS = 500
const TYPE = 'population.resident'

/** What runs for every event, window and server alike, beside the same question built by Kysely each time. */
export default {
  name: 'statements written out: one case read, written, found by a key',
  async run(): Promise<Row[]> {
    const kinds = kindsOf(domains)
    const db = new Kysely<CaseTables>({ dialect: new SqliteDialect({ database: forKysely(new Database(':memory:')) }) })
    await createCaseTables(db)
    const store = sqlCaseStore(db, kinds)
    await store.put(Array.from({ length: 10_000 }, (_, i) => caseOf(i)))
    const times = (work: (i: number) => Promise<unknown>) => async () => {
      for (let i = 0; i < OPERATIONS; i++) await work(i)
    }
    const columns = ['id', 'type', 'unit', 'state', 'version', 'seq', 'creator', 'created_at', 'updated_at'] as const
    const data = sql<string>`json(data)`.as('data')
    const built = (i: number) =>
      db
        .selectFrom('cases')
        .select([...columns, 'body', data])
        .where('cases.id', 'in', [caseOf(i).id])
        .execute()
    const figures = await compare(
      'built',
      {
        built: times(built),
        read: times(i => store.get([caseOf(i).id])),
        written: times(i => store.put([caseOf(i)])),
        found: times(i => store.byKeys(kindOf(kinds, TYPE), { citizenId: caseOf(i).data.citizenId as string })),
      },
      { operations: OPERATIONS, rounds: 9 },
    )
    await db.destroy()
    return [
      told('one case read by a built query', figures.built.perOperation, 'µs'),
      told('one case read', figures.read.perOperation, 'µs'),
      atMost('the same, of a built query', figures.read.ratio, 'times', 0.7),
      told('one case written, with two keys', figures.written.perOperation, 'µs'),
      told('one case found by a key', figures.found.perOperation, 'µs'),
    ]
  },
} satisfies Bench

const caseOf = (i: number): Case => ({
  id: `case-${i}`,
  type: TYPE,
  unit: '330402001000',
  state: 'active',
  version: 1,
  seq: i,
  data: { name: '林模拟', citizenId: `X${i}`, livedSince: '2026-01-01' },
  creator: 'p',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  unsent: 0,
  changedAt: {},
  actors: {},
})
