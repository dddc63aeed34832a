import type { LookUps } from './look-ups.ts'
import type { Db, Store } from './store.ts'

/** Answers that hundreds of windows ask for alike. */
export interface SharedAnswers {
  /**
   * The answer to a question as JSON. Whoever asks the same while nothing was written gets the same bytes, worked out
   * once by `make` on an unchanging view of the database. The question must say everything that decides the answer
   * besides what is stored: the rights above all. What `make` throws all hear who share it, and it is not kept.
   */
  text(question: string, make: (db: Db) => Promise<object>): Promise<Buffer>
}

/** Bytes of the answers that are kept, and how many they are. */
const MOST_BYTES = 32 * 1024 * 1024
const MOST = 2000

interface Kept {
  /** The last number given when these were asked for. */
  at: number
  answers: Map<string, Answer>
  bytes: number
}

interface Answer {
  text: Promise<Buffer>
  /** 0 until it is known. */
  bytes: number
}

/**
 * Everything that is ever written to a case takes a number in the same commit, and numbers are committed in their order:
 * as long as the last number is the same, so is every answer. It is read anew for each who asks, after they asked; when
 * it has moved, by this server or another, all answers are forgotten, those of erased cases with them.
 */
export function sharedAnswers(store: Pick<Store, 'read'>, lookUps: Pick<LookUps, 'last'>): SharedAnswers {
  const state = { kept: noneAt(-1) }
  return {
    async text(question, make) {
      const at = await lookUps.last()
      if (at !== state.kept.at) state.kept = noneAt(at)
      const { kept } = state
      const known = kept.answers.get(question)
      if (known) return known.text
      const made = store.read(async db => Buffer.from(JSON.stringify(await make(db))))
      const answer: Answer = { text: made, bytes: 0 }
      kept.answers.set(question, answer)
      made.then(
        text => measured(kept, answer, text.length),
        () => forget(kept, question),
      )
      return made
    },
  }
}

const noneAt = (at: number): Kept => ({ at, answers: new Map(), bytes: 0 })

function measured(kept: Kept, answer: Answer, bytes: number): void {
  answer.bytes = bytes
  kept.bytes += bytes
  for (const oldest of kept.answers.keys()) {
    if (kept.bytes <= MOST_BYTES && kept.answers.size <= MOST) return
    forget(kept, oldest)
  }
}

function forget(kept: Kept, question: string): void {
  kept.bytes -= kept.answers.get(question)?.bytes ?? 0
  kept.answers.delete(question)
}
