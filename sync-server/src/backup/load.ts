import Database from 'better-sqlite3-multiple-ciphers'
import pg from 'pg'
import { isPostgres } from '../database-address.ts'
import type { BackupRow, TakeTables } from './read.ts'
import { quoted, type TableShape } from './snapshot.ts'

/** Fills the tables of a database that its migrations have just made. Nothing is there before `done`, or all of it. */
export interface Loader extends TakeTables {
  done(): Promise<void>
  /** Gives everything up. */
  abandon(): Promise<void>
}

export const openLoader = (at: string): Promise<Loader> => (isPostgres(at) ? intoPostgres(at) : intoSqlite(at))

/** Without a journal and without syncing: the file gets its name only when it is whole. Indexes are made afterwards. */
async function intoSqlite(path: string): Promise<Loader> {
  const file = new Database(path)
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -200000'])
    file.pragma(pragma)
  const later = file
    .prepare<[], { type: string; name: string; sql: string }>(
      "select type, name, sql from sqlite_schema where type in ('index', 'trigger') and sql is not null",
    )
    .all()
  for (const { type, name } of later) file.exec(`drop ${type} ${quoted(name)}`)
  const at: { insert?: Database.Statement } = {}
  const insertAll = file.transaction((rows: readonly BackupRow[]) => {
    for (const row of rows) at.insert!.run(...row)
  })
  return {
    async table({ name, columns }) {
      file.exec(`delete from ${quoted(name)}`)
      const values = columns.map(c => (c.kind === 'json' ? 'jsonb(?)' : c.kind === 'bytes' ? 'unhex(?)' : '?'))
      at.insert = file.prepare(`insert into ${quoted(name)} (${names(columns)}) values (${values})`)
    },
    async rows(rows) {
      insertAll(rows)
    },
    async done() {
      for (const { sql } of later) file.exec(sql)
      file.close()
    },
    async abandon() {
      file.close()
    },
  }
}

/** One transaction. Rows travel as one list for each column, cast to what the column is. */
async function intoPostgres(connectionString: string): Promise<Loader> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('begin')
  const at: { insert?: string; width: number; loaded: string[] } = { width: 0, loaded: [] }
  return {
    async table(shape) {
      await client.query(`alter table ${quoted(shape.name)} disable trigger user`)
      await client.query(`delete from ${quoted(shape.name)}`)
      const types = await typesOf(client, shape.name)
      const values = shape.columns.map(({ name, kind }, i) =>
        kind === 'bytes' ? `decode(v.c${i}, 'hex')` : `v.c${i}::${types.get(name) ?? 'text'}`,
      )
      const lists = shape.columns.map((_, i) => `$${i + 1}::text[]`)
      const labels = shape.columns.map((_, i) => `c${i}`)
      at.insert = `insert into ${quoted(shape.name)} (${names(shape.columns)}) overriding system value select ${values} from unnest(${lists}) as v(${labels})`
      at.width = shape.columns.length
      at.loaded.push(shape.name)
    },
    async rows(rows) {
      const lists = Array.from({ length: at.width }, (_, i) =>
        rows.map(row => (row[i] === null ? null : String(row[i]))),
      )
      await client.query(at.insert!, lists)
    },
    async done() {
      for (const name of at.loaded) {
        await client.query(`alter table ${quoted(name)} enable trigger user`)
        await countOn(client, name)
      }
      await client.query('commit')
      await client.query('analyze')
      await client.end()
    },
    async abandon() {
      await client.query('rollback').catch(() => {})
      await client.end()
    },
  }
}

async function typesOf(client: pg.Client, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    'select column_name as name, data_type as type from information_schema.columns where table_schema = current_schema() and table_name = $1',
    [table],
  )
  return new Map(rows.map(row => [row.name, row.type]))
}

/** A column that counts by itself goes on after the highest value that was loaded. */
async function countOn(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string; sequence: string }>(
    `select column_name as name, pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
     from information_schema.columns where table_schema = current_schema() and table_name = $1
     and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`,
    [table],
  )
  for (const { name, sequence } of rows)
    await client.query(
      `select setval($1, coalesce((select max(${quoted(name)}) from ${quoted(table)}), 0) + 1, false)`,
      [sequence],
    )
}

const names = (columns: TableShape['columns']): string => columns.map(c => quoted(c.name)).join(', ')
