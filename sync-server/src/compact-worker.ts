/** A thread of its own: writes an SQLite file anew while the server goes on reading it. */
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3-multiple-ciphers'

/** ms that it waits for whoever else writes: a command beside the server. */
const PATIENCE = 60_000

const file = new Database(workerData as string, { timeout: PATIENCE })
try {
  file.pragma('synchronous = FULL')
  file.exec('vacuum')
  file.pragma('wal_checkpoint(truncate)')
} finally {
  file.close()
}
