import { Worker } from 'node:worker_threads'
import type { RehearsalFailure, RehearsalRequest, RehearsalResult } from '../../../shared-types/src/protocol-rules.ts'
import type { Directory } from '../directory.ts'
import type { Store } from '../store.ts'
import { endRehearsal, noteProgress } from './kept.ts'
import type { Given, Told } from './worker.ts'

/** The rehearsals that run on this server. */
export interface Rehearsals {
  /** Whether another may begin here now. */
  room(): boolean
  /** Runs one that was written down; ends by itself. */
  run(id: string, request: RehearsalRequest, directory: Pick<Directory, 'units' | 'zone'>): void
  /** Ends one that has been cancelled, where it runs here; another server hears of it within a second. */
  end(id: string): void
}

interface RehearsalParts {
  database: string
  store: Store
  now: () => string
  fault: (error: unknown, about: string) => void
  stopping: AbortSignal
}

/** Threads at once: each takes a processor for itself, and the server has its own work. */
const MOST = 2
/** ms between two notes of how far it is. */
const EVERY = 1000
const MEMORY = { maxOldGenerationSizeMb: 512 }

export function rehearsals({ database, store, now, fault, stopping }: RehearsalParts): Rehearsals {
  const running = new Map<string, Worker>()
  stopping.addEventListener('abort', () => {
    for (const worker of running.values()) void worker.terminate()
  })
  const write = (work: () => Promise<unknown>) => store.through(work).catch(error => fault(error, 'rehearsal'))
  return {
    room: () => running.size < MOST,
    end: id => void running.get(id)?.terminate(),
    run(id, request, { units, zone }) {
      const domains = [...new Set([...store.kinds.values()].map(({ domain }) => domain))]
      const given: Given = { database, request, domains, units, zone }
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: given, resourceLimits: MEMORY })
      running.set(id, worker)
      const at: { done: number; ended?: { result: RehearsalResult } | { failure: RehearsalFailure } } = { done: 0 }
      const pulse = setInterval(async () => {
        const goesOn = await write(() => noteProgress(store.db, id, at.done, now()))
        if (goesOn === false) void worker.terminate()
      }, EVERY)
      worker.on('message', (told: Told) => {
        if ('done' in told) at.done = told.done
        else at.ended = told
      })
      worker.on('error', error => fault(error, 'rehearsal'))
      worker.on('exit', async () => {
        clearInterval(pulse)
        // What was stopped with the server is told by its silence: the database may be closed by now.
        if (!stopping.aborted) await write(() => endOf(at))
        running.delete(id)
      })
      const endOf = ({ done, ended }: typeof at) => {
        if (!ended) return endRehearsal(store.db, id, 'failed')
        if ('failure' in ended) return endRehearsal(store.db, id, 'failed', ended.failure)
        return noteProgress(store.db, id, done, now()).then(() => endRehearsal(store.db, id, 'done', ended.result))
      }
    },
  }
}
