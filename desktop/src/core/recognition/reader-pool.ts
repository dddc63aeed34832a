import { type PoolOptions, type WorkPool, workPool } from '../pages/work-pool.ts'
import type { Recognised } from './recognise.ts'

/** One page to be read: a picture as it is kept, and what a card reader said of the same person, by field. */
export interface ReaderJob {
  bytes: Uint8Array
  /** The models, or the second reader. */
  by: 'models' | 'tesseract'
  card?: Readonly<Record<string, string>>
}

const PROGRAM = new URL('./reader-worker.ts', import.meta.url)
/** A page of the largest size takes a few seconds on two slow cores; what takes longer stands still. */
const PATIENCE = 120_000
/** The models take a second or two to load: they stay while a person goes through the pages of a case. */
const IDLE = 120_000

/** Reads pages in one process of up to 900 MB, which is there while there is work and a little after. */
export const readerPool = (options: PoolOptions = {}): WorkPool<ReaderJob, Recognised> =>
  workPool<ReaderJob, Recognised>(PROGRAM, { processes: 1, patience: PATIENCE, idle: IDLE, ...options })
