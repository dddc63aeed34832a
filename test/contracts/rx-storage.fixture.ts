import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createRxDatabase,
  defaultConflictHandler,
  type RxCollection,
  type RxDatabase,
  type RxReplicationWriteToMasterRow,
  type RxStorage,
  randomToken,
  rxStorageInstanceToReplicationHandler,
} from 'rxdb'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { afterAll } from 'vitest'
import { NOTES, type Note } from './rx-storage.notes.ts'

/** A folder that is gone when the tests of the file are over. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'rx-storage-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export async function openNotes(
  storage: RxStorage<never, never>,
  name = `notes${randomToken(8)}`,
): Promise<{ db: RxDatabase; notes: RxCollection<Note> }> {
  const db = await createRxDatabase({ name, storage, multiInstance: false, closeDuplicates: true })
  const { notes } = await db.addCollections({ notes: { schema: NOTES } })
  return { db, notes: notes as RxCollection<Note> }
}

/** A master that decides exactly as RxDB's protocol says: a write whose base is not its state is a conflict. */
export async function openMaster() {
  const { db, notes } = await openNotes(getRxStorageMemory() as never)
  const handler = rxStorageInstanceToReplicationHandler(notes.storageInstance, defaultConflictHandler, db.token)
  const pushed: RxReplicationWriteToMasterRow<Note>[] = []
  return {
    notes,
    /** Every row that any window pushed. */
    pushed,
    changes$: handler.masterChangeStream$,
    pull: (checkpoint: unknown, batchSize: number) => handler.masterChangesSince(checkpoint, batchSize),
    push: (rows: RxReplicationWriteToMasterRow<Note>[]) => {
      pushed.push(...structuredClone(rows))
      return handler.masterWrite(rows as never)
    },
    /** All living documents as their plain texts by id. */
    state: async () => stateOf(notes),
    close: () => db.close(),
  }
}

export type Master = Awaited<ReturnType<typeof openMaster>>

export async function stateOf(notes: RxCollection<Note>): Promise<Record<string, string>> {
  const found = await notes.find().exec()
  return Object.fromEntries(found.map(n => [n.id, n.text]))
}
