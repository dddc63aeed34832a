import { randomUUID } from 'node:crypto'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { CitizenLine, CitizenScreen } from '../api/citizen.ts'
import type { Sealed, Shown } from './citizen-seal.ts'

type Language = CitizenScreen['language']

/** What a clerk put before the citizen to confirm. */
export interface ToConfirm {
  /** Of the title and the lines. */
  language: Language
  kind: Kind
  /** The case as it stood in the form. */
  sealed: Sealed
  title: string
  lines: readonly CitizenLine[]
  shown: Readonly<Record<string, Shown>>
}

export interface ToRate {
  language: Language
  kind: Kind
  caseId: string
  title: string
}

/** What is put before the citizen: one thing at a time, by the person who is signed in. */
export type Asked = { id: string; by: string; seen: boolean; late: boolean } & (
  | ({ what: 'confirm' } & ToConfirm)
  | ({ what: 'rate' } & ToRate)
)

export interface CitizenDesk {
  /** A second screen is there, until the returned function is called. */
  join(): () => void
  screens(): number
  /** The language that the desk is in, Chinese until it says another. */
  language(): Language
  speak(language: Language): void
  /** What is asked now; nothing once its author is gone. */
  asked(): Asked | undefined
  confirm(by: string, what: ToConfirm): void
  rate(by: string, what: ToRate): void
  /** The second screen shows it. */
  seen(id: string): void
  /** It was answered or taken back; with the fields that the citizen found wrong, if they did. */
  end(caseId: string, wrong?: readonly string[]): void
  /** What the citizen found wrong in this case, as names of fields, until it is asked anew. */
  wrong(caseId: string): readonly string[] | undefined
  stop(): void
}

/** Milliseconds after which an answer is late, and after which nobody rates any more. */
const LATE = 60_000
const RATING = 45_000

interface Parts {
  /** The person who is at the window, and it is open. */
  present: () => string | undefined
  tell: () => void
  times?: { late: number; rating: number }
}

interface Now {
  language: Language
  asked?: Asked
  timer?: NodeJS.Timeout
  wrong?: { caseId: string; fields: readonly string[] }
}

/** What the second screen shows. Nothing of it is kept: with the program it is gone, and is asked anew. */
export function citizenDesk({ present, tell, times = { late: LATE, rating: RATING } }: Parts): CitizenDesk {
  const now: Now = { language: 'zh-CN' }
  const screens = new Set<symbol>()
  const asked = () => (now.asked?.by === present() ? now.asked : undefined)
  const put = (next: Asked | undefined) => {
    clearTimeout(now.timer)
    if (next) now.asked = next
    else delete now.asked
    tell()
  }
  const begin = (next: Asked, ms: number, over: () => void) => {
    delete now.wrong
    put(next)
    now.timer = setTimeout(over, ms).unref()
  }
  const stamp = (by: string) => ({ id: randomUUID(), by, seen: false, late: false })
  return {
    join() {
      const screen = Symbol('second screen')
      screens.add(screen)
      tell()
      return () => {
        screens.delete(screen)
        tell()
      }
    },
    screens: () => screens.size,
    language: () => now.language,
    speak(language) {
      if (now.language === language) return
      now.language = language
      tell()
    },
    asked,
    confirm(by, what) {
      const next: Asked = { what: 'confirm', ...stamp(by), ...what }
      begin(next, times.late, () => {
        next.late = true
        tell()
      })
    },
    rate: (by, what) => begin({ what: 'rate', ...stamp(by), ...what }, times.rating, () => put(undefined)),
    seen(id) {
      if (now.asked?.id !== id || now.asked.seen) return
      now.asked.seen = true
      tell()
    },
    end(caseId, wrong) {
      if (wrong) now.wrong = { caseId, fields: wrong }
      else delete now.wrong
      put(undefined)
    },
    wrong: caseId => (now.wrong?.caseId === caseId ? now.wrong.fields : undefined),
    stop: () => clearTimeout(now.timer),
  }
}
