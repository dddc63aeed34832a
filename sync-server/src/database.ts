import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible'
import { forKysely } from '../../shared-types/src/store/sqlite-database.ts'
import type { Between } from './bell.ts'
import { isPostgres } from './database-address.ts'
import { type BeforeSteps, migrate, runSteps } from './migrate.ts'
import { postgresNotices } from './notices.ts'
import type { ServerTables } from './tables.ts'

export interface OpenDatabase {
  db: Kysely<ServerTables>
  /**
   * Counts tries by key: `points` within `duration` seconds, then blocked for `block` seconds. In PostgreSQL all servers
   * count together; SQLite has one server, which counts in memory.
   */
  limiter(name: string, points: number, duration: number, block: number): RateLimiterAbstract
  /** How servers on this database tell each other that something was written; absent where there is one server. */
  between?: Between
  close(): Promise<void>
}

/**
 * Opens PostgreSQL by its `postgres://` address, else the SQLite file of that path, and brings its tables up to date.
 * `before` is called when that changes a database that has been used.
 */
export async function openDatabase(
  at: string,
  onLost: (error: Error) => void = () => {},
  before?: BeforeSteps,
): Promise<OpenDatabase> {
  const opened = isPostgres(at) ? openPostgres(at, onLost) : openSqlite(at)
  try {
    await migrate(opened.db, before)
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}

/** Opens a database as it is: nothing is brought up to date. */
export const openAsIs = (at: string): OpenDatabase => (isPostgres(at) ? openPostgres(at, () => {}) : openSqlite(at))

/** Makes the tables of an empty database as they were after these steps. */
export async function makeTables(at: string, steps: readonly string[]): Promise<void> {
  const opened = isPostgres(at) ? openPostgres(at, () => {}) : openSqlite(at)
  try {
    await runSteps(opened.db, steps)
  } finally {
    await opened.close()
  }
}

function openSqlite(path: string): OpenDatabase {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const file = new Database(path)
  file.pragma('journal_mode = WAL')
  // What a station was told is accepted must survive a power cut; WAL alone does not promise that.
  file.pragma('synchronous = FULL')
  file.pragma('foreign_keys = ON')
  const db = new Kysely<ServerTables>({ dialect: new SqliteDialect({ database: forKysely(file) }) })
  return {
    db,
    limiter: (keyPrefix, points, duration, blockDuration) =>
      new RateLimiterMemory({ keyPrefix, points, duration, blockDuration }),
    close: () => db.destroy(),
  }
}

/** Numbers of 64 bits as numbers: none of ours comes near 2^53. */
const types = {
  getTypeParser: ((oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

function openPostgres(connectionString: string, onLost: (error: Error) => void): OpenDatabase {
  const pool = new pg.Pool({ connectionString, max: 20, types })
  // Without a listener a connection that the server ends would end this process.
  pool.on('error', onLost)
  pool.on('connect', client => client.on('error', onLost))
  const db = new Kysely<ServerTables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    limiter: (keyPrefix, points, duration, blockDuration) =>
      new RateLimiterPostgres({
        storeClient: pool,
        tableName: 'rate_limits',
        // By the migrations: several limiters that each make it at once trip over each other.
        tableCreated: true,
        keyPrefix,
        points,
        duration,
        blockDuration,
        clearExpiredByTimeout: false,
      }),
    between: heard => postgresNotices(connectionString, randomUUID(), heard, onLost),
    close: () => db.destroy(),
  }
}
