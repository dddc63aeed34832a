import { existsSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import pg from 'pg'
import { isPostgres } from '../database-address.ts'

/** How a column travels: as it is, as the text of its JSON, or as the hexadecimal text of its bytes. */
type ColumnKind = 'plain' | 'json' | 'bytes'
export interface TableShape {
  name: string
  columns: readonly { name: string; kind: ColumnKind }[]
}

/** One unchanging view of a whole database, SQLite or PostgreSQL, while others go on writing. */
export interface Snapshot {
  /** The migrations that it went through; none when it was never opened by this program. */
  migrations: string[]
  tables: TableShape[]
  /** The rows of a table in batches, each row the text of a JSON list in the order of the columns. */
  rows(table: TableShape): AsyncIterable<string[]>
  close(): Promise<void>
}

/** Not carried: counted tries, sessions (whoever is restored signs in again), what the migrations keep themselves, and the index of pages. */
const LEFT_OUT = new Set([
  'rate_limits',
  'sessions',
  'kysely_migration',
  'kysely_migration_lock',
  'page_tokens',
  'page_tokens_data',
  'page_tokens_idx',
  'page_tokens_docsize',
  'page_tokens_config',
])

/** SQLite keeps its binary JSON and its bytes in columns of one type; this is the one that is JSON. */
const JSON_COLUMNS = new Set(['cases.data'])

const BATCH = 5000

/** Opens the view. Throws when there is no database at that place. */
export const openSnapshot = (at: string): Promise<Snapshot> => (isPostgres(at) ? ofPostgres(at) : ofSqlite(at))

async function ofSqlite(path: string): Promise<Snapshot> {
  if (!existsSync(path)) throw new Error(`There is no database at ${path}`)
  const file = new Database(path, { readonly: true, timeout: 30_000 })
  file.exec('begin')
  const names = file
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name",
    )
    .pluck()
    .all()
  const tables = names.filter(name => !LEFT_OUT.has(name)).map(name => ({ name, columns: sqliteColumns(file, name) }))
  return {
    migrations: names.includes('kysely_migration')
      ? file.prepare<[], string>('select name from kysely_migration order by name').pluck().all()
      : [],
    tables,
    async *rows({ name, columns }) {
      const line = `json_array(${columns.map(c => SQLITE[c.kind](quoted(c.name))).join(', ')})`
      const batch: string[] = []
      for (const row of file
        .prepare<[], string>(`select ${line} from ${quoted(name)}`)
        .pluck()
        .iterate()) {
        if (batch.push(row) === BATCH) yield batch.splice(0)
      }
      if (batch.length) yield batch
    },
    async close() {
      file.close()
    },
  }
}

function sqliteColumns(file: Database.Database, table: string): TableShape['columns'] {
  return file
    .prepare<[string], { name: string; type: string }>('select name, type from pragma_table_info(?)')
    .all(table)
    .map(({ name, type }) => ({ name, kind: kindOf(`${table}.${name}`, type.toLowerCase() === 'blob') }))
}

const kindOf = (column: string, bytes: boolean): ColumnKind =>
  JSON_COLUMNS.has(column) ? 'json' : bytes ? 'bytes' : 'plain'

/** The JSON of a column is carried as text: without the cast it would become part of the row's own JSON. */
const SQLITE: Readonly<Record<ColumnKind, (column: string) => string>> = {
  plain: column => column,
  json: column => `cast(json(${column}) as text) || ''`,
  bytes: column => `hex(${column})`,
}

async function ofPostgres(connectionString: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('begin isolation level repeatable read read only')
  const found = await client.query<{ name: string; column: string; type: string }>(`
    select t.tablename as name, c.column_name as column, c.data_type as type
    from pg_tables t join information_schema.columns c on c.table_schema = t.schemaname and c.table_name = t.tablename
    where t.schemaname = current_schema() order by t.tablename collate "C", c.ordinal_position`)
  const tables = [...Map.groupBy(found.rows, row => row.name)]
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, columns]) => ({
      name,
      columns: columns.map(c => ({ name: c.column, kind: kindOf(`${name}.${c.column}`, c.type === 'bytea') })),
    }))
  return {
    migrations: found.rows.some(row => row.name === 'kysely_migration')
      ? (await client.query<{ name: string }>('select name from kysely_migration order by name collate "C"')).rows.map(
          row => row.name,
        )
      : [],
    tables,
    rows: table => postgresRows(client, table),
    close: () => client.end(),
  }
}

async function* postgresRows(client: pg.Client, { name, columns }: TableShape): AsyncGenerator<string[]> {
  const line = `json_build_array(${columns.map(c => POSTGRES[c.kind](quoted(c.name))).join(', ')})::text`
  await client.query(`declare backup no scroll cursor for select ${line} as line from ${quoted(name)}`)
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${BATCH} from backup`)
    if (rows.length === 0) break
    yield rows.map(row => row.line)
  }
  await client.query('close backup')
}

const POSTGRES: Readonly<Record<ColumnKind, (column: string) => string>> = {
  plain: column => column,
  json: column => `${column}::text`,
  bytes: column => `encode(${column}, 'hex')`,
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
