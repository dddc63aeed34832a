import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import { expect, test } from 'vitest'
import { forKysely } from './sqlite-database.ts'

/** Fills a file that may not grow, inside of a transaction. */
async function overfill(wrap: (db: Database.Database) => SqliteDatabase) {
  const file = new Database(':memory:')
  file.exec('create table t (x)')
  file.pragma('max_page_count = 10')
  const db = new Kysely<Record<string, never>>({ dialect: new SqliteDialect({ database: wrap(file) }) })
  const work = db.transaction().execute(trx => sql`insert into t values (randomblob(1000000))`.execute(trx))
  const error = await work.then(
    () => undefined,
    (e: Error & { code: string }) => e,
  )
  const rows = await sql<{ n: number }>`select count(*) as n from t`.execute(db)
  await db.destroy()
  return { code: error?.code, left: rows.rows[0]!.n }
}

test('a full disk is named, whatever becomes of the rollback', async () => {
  expect(await overfill(forKysely)).toEqual({ code: 'SQLITE_FULL', left: 0 })
  expect(await overfill(db => db)).toEqual({ code: 'SQLITE_ERROR', left: 0 })
})

test('what fails for another reason is rolled back as ever', async () => {
  const file = new Database(':memory:')
  file.exec('create table t (x unique)')
  const db = new Kysely<Record<string, never>>({ dialect: new SqliteDialect({ database: forKysely(file) }) })
  const twice = db.transaction().execute(async trx => {
    await sql`insert into t values (1)`.execute(trx)
    await sql`insert into t values (1)`.execute(trx)
  })
  await expect(twice).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' })
  expect(file.prepare('select count(*) from t').pluck().get()).toBe(0)
  await db.destroy()
})

test('statements are kept, and follow a change of the schema', async () => {
  const file = new Database(':memory:')
  let prepared = 0
  const counting = {
    prepare: (text: string) => {
      prepared++
      return file.prepare(text)
    },
    close: () => file.close(),
    get inTransaction() {
      return file.inTransaction
    },
  }
  const db = new Kysely<{ t: { x: number } }>({ dialect: new SqliteDialect({ database: forKysely(counting) }) })
  const all = () => db.selectFrom('t').selectAll().execute()
  file.exec('create table t (x)')
  await db.insertInto('t').values({ x: 1 }).execute()
  expect(await all()).toEqual([{ x: 1 }])
  file.exec('alter table t add column y default 7')
  await db.insertInto('t').values({ x: 2 }).execute()
  expect(await all()).toEqual([
    { x: 1, y: 7 },
    { x: 2, y: 7 },
  ])
  expect(prepared).toBe(2)
  for (let n = 0; n < 600; n++) await sql.raw(`select ${n}`).execute(db)
  expect(await all()).toHaveLength(2)
  await db.destroy()
})
