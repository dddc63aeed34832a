import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { type Calendar, CalendarError } from '../../../shared-types/src/engine/calendar.ts'
import type { Domain, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { ReadDirectory } from '../directory.ts'
import type { Store } from '../store.ts'
import { type Looked, lookAt, nightCalendar, type Question } from './look.ts'

/** What a pass looks with. */
export interface Eyes {
  /** @throws CalendarError for a year that no calendar covers */
  look(question: Question): Promise<Looked>
  close(): Promise<void>
}

export interface EyesParts {
  store: Store
  kinds: Kinds
  directory: ReadDirectory
  /** The database's place, of which a thread opens a connection of its own; absent for one that nobody else can open. */
  database?: string
  /** Bytes of an SQLite file from which on a thread looks. */
  threadFrom?: number
}

/** What the thread is given, and what it says to each question. */
export interface NightTask {
  database: string
  domains: readonly Domain[]
}
export type FromNight = { looked: Looked } | { year: number } | { error: unknown }

/** A smaller file is looked through sooner than a thread begins. */
const THREAD_FROM = 64 * 2 ** 20
const MEMORY = { maxOldGenerationSizeMb: 512 }

/**
 * SQLite answers within the call, and has one connection: while a rule looks through years of rows nobody would be served.
 * There a thread looks, on a connection of its own, begun with the first question; else it is this one.
 */
export function eyes(parts: EyesParts): Eyes {
  const { store, kinds } = parts
  const state: { thread?: Worker; calendar?: Calendar } = {}
  return {
    async look(question) {
      if (!state.thread && !(await isLarge(parts))) {
        state.calendar ??= await nightCalendar(store.db)
        const { calendar } = state
        return store.read(db => lookAt(db, question, { ...parts, calendar }))
      }
      state.thread ??= new Worker(new URL('./night-thread.ts', import.meta.url), {
        workerData: { database: parts.database!, domains: domainsOf(kinds) } satisfies NightTask,
        resourceLimits: MEMORY,
      })
      return asked(state.thread, question)
    },
    close: async () => void (await state.thread?.terminate()),
  }
}

async function asked(thread: Worker, question: Question): Promise<Looked> {
  const ended = new AbortController()
  const { signal } = ended
  const gone = once(thread, 'exit', { signal }).then(
    () => Promise.reject(new Error('The thread that looks ended without an answer')),
    () => undefined as never,
  )
  thread.postMessage(question)
  try {
    const [answer] = (await Promise.race([once(thread, 'message', { signal }), gone])) as [FromNight]
    if ('looked' in answer) return answer.looked
    throw 'year' in answer ? new CalendarError(answer.year) : answer.error
  } finally {
    ended.abort()
  }
}

async function isLarge({ store, database, threadFrom = THREAD_FROM }: EyesParts): Promise<boolean> {
  return store.dialect === 'sqlite' && database !== undefined && (await stat(database)).size >= threadFrom
}

const domainsOf = (kinds: Kinds): Domain[] => [...new Set([...kinds.values()].map(({ domain }) => domain))]
