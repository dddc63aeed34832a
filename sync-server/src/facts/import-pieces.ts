import { on } from 'node:events'
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { FactFault } from '../../../shared-types/src/protocol-facts.ts'
import { FactFileFault } from './file-fault.ts'
import { type Piece, readFacts } from './read-file.ts'
import type { ReadFact } from './read-head.ts'
import type { RowRules } from './read-row.ts'

/** What the thread is given to read. */
export interface ThreadTask {
  path: string
  fact: ReadFact
  rules: Omit<RowRules, 'fact'>
  after: number
}

/** What it says. */
export type FromThread =
  | { piece: Piece }
  | { end: true }
  | { fault: { code: FactFault; with: Readonly<Record<string, string | number>> } }

/** MB of the thread's own memory: a workbook of a million rows needs half of it. */
const MEMORY = 2048

/** Bytes of a file that is read sooner than a thread begins. What it unfolds into is bounded by its size too. */
const SMALL = 64 * 1024

/**
 * The pieces of a file, read in a thread, a few ahead of who takes them. The thread ends with the loop over them.
 * @throws {FactFileFault} for a file that cannot be read, `too-large` also for one that the thread's memory does not hold
 */
export async function* piecesOf(task: ThreadTask): AsyncGenerator<Piece> {
  const { path, fact, rules, after } = task
  if ((await stat(path)).size <= SMALL) yield* readFacts(path, fact, rules, after)
  else yield* piecesOfThread(task)
}

async function* piecesOfThread(task: ThreadTask): AsyncGenerator<Piece> {
  const thread = new Worker(new URL('./import-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  try {
    for await (const [message] of on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[FromThread]>) {
      if ('end' in message) return
      if ('fault' in message) throw new FactFileFault(message.fault.code, message.fault.with)
      yield message.piece
      thread.postMessage('taken')
    }
    throw new Error('The reading of a file ended without an end')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      throw new FactFileFault('too-large', { limit: MEMORY })
    throw error
  } finally {
    await thread.terminate()
  }
}
