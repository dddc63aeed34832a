/** What the window process and the process that tests it say to each other over the pipe. */
import type { RxReplicationWriteToMasterRow } from 'rxdb'
import type { Note } from './rx-storage.notes.ts'

export interface WindowOrder {
  readonly dir: string
  readonly seed: number
  /** `work` writes until killed; `settle` only synchronises, tells its notes and ends. */
  readonly task: 'work' | 'settle'
  /** The mistake a control makes: to say that a note is saved before it is. */
  readonly early: boolean
}

export type FromWindow =
  | { kind: 'saved'; id: string; version: number }
  | { kind: 'pull'; call: number; checkpoint: unknown; size: number }
  | { kind: 'push'; call: number; rows: RxReplicationWriteToMasterRow<Note>[] }
  | { kind: 'settled'; notes: Note[]; sound: boolean }

export type ToWindow = { call: number; result?: unknown }
