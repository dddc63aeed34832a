import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createRxDatabase,
  defaultConflictHandler,
  type RxCollection,
  type RxDatabase,
  type RxJsonSchema,
  type RxReplicationWriteToMasterRow,
  type RxStorage,
  randomToken,
  rxStorageInstanceToReplicationHandler,
} from 'rxdb'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { afterAll } from 'vitest'

export interface Note {
  id: string
  unit: string
  at: number
  text: string
}

export const NOTES: RxJsonSchema<Note> = {
  version: 0,
  type: 'object',
  primaryKey: 'id',
  properties: {
    id: { type: 'string', maxLength: 40 },
    unit: { type: 'string', maxLength: 20 },
    at: { type: 'number', minimum: 0, maximum: 1e15, multipleOf: 1 },
    text: { type: 'string' },
  },
  required: ['id', 'unit', 'at', 'text'],
  indexes: [['unit', 'at']],
}

export function note(n: number, text = `note ${n}`): Note {
  return { id: `note-${String(n).padStart(5, '0')}`, unit: `unit-${n % 5}`, at: n, text }
}

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
