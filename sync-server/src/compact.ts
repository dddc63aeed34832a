import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Tables of which something is erased. */
const ERASED = ['events', 'cases', 'case_keys', 'case_files', 'files', 'file_stations'] as const

/**
 * Has the database write its tables anew: what was deleted stays readable in the free places of its files otherwise.
 * SQLite's secure_delete is not enough, as copies stay where cells moved between pages (11 of 1,667 deleted rows could be
 * read). Nobody writes meanwhile. SQLite does it in a thread, so that everybody is heard and what is asked is answered:
 * only who writes waits.
 */
export async function compact({ aside, db, dialect }: Pick<Store, 'aside' | 'db' | 'dialect'>): Promise<void> {
  if (dialect === 'postgres') {
    for (const table of ERASED) await sql`vacuum full ${sql.table(table)}`.execute(db)
    return
  }
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list where name = 'main'`.execute(db)
  await aside(async () => {
    // What writes past the turns is told at once to come again: waiting for the lock would stop this thread.
    await sql`pragma busy_timeout = 0`.execute(db)
    try {
      await writtenAnew(rows[0]!.file)
    } finally {
      await sql`pragma busy_timeout = ${sql.raw(String(PATIENCE))}`.execute(db)
    }
  })
}

/** ms, as the driver has it unless told. */
const PATIENCE = 5000

/** @throws what the thread threw */
async function writtenAnew(file: string): Promise<void> {
  const thread = new Worker(new URL('./compact-worker.ts', import.meta.url), { workerData: file })
  const [code] = (await once(thread, 'exit')) as [number]
  if (code !== 0) throw new Error(`Writing the database anew ended with ${code}`)
}
