import type { z } from 'zod'
import { ARCHIVE_CALLS } from './api/archive.ts'
import { AUDIT_CALLS } from './api/audit.ts'
import { CARRY_CALLS } from './api/carry.ts'
import { CASE_ABOUT_CALLS } from './api/case-about.ts'
import { CASES_CALLS, type WordedProblem } from './api/cases.ts'
import { CITIZEN_CALLS } from './api/citizen.ts'
import { DASHBOARD_CALLS } from './api/dashboard.ts'
import { DEVICES_CALLS } from './api/devices.ts'
import { DISPOSAL_CALLS } from './api/disposal.ts'
import { FACTS_CALLS } from './api/facts.ts'
import { FILES_CALLS } from './api/files.ts'
import { HOURS_CALLS } from './api/hours.ts'
import { IMAGE_BATCH_CALLS } from './api/image-batch.ts'
import { INBOX_CALLS } from './api/inbox.ts'
import { type CardSummary, INTAKE_CALLS } from './api/intake.ts'
import { LISTS_CALLS } from './api/lists.ts'
import { MESSAGES_CALLS } from './api/messages.ts'
import { OPEN_APPS_CALLS } from './api/open-apps.ts'
import { PAPERS_CALLS } from './api/papers.ts'
import { PEOPLE_CALLS } from './api/people.ts'
import { REGISTER_CALLS } from './api/register.ts'
import { RULE_RUNS_CALLS } from './api/rule-runs.ts'
import { RULES_CALLS } from './api/rules.ts'
import { SESSION_CALLS } from './api/session.ts'
import { SETTINGS_CALLS } from './api/settings.ts'
import { SIGNED_CODES_CALLS } from './api/signed-codes.ts'
import { STATIONS_CALLS } from './api/stations.ts'
import { SYNC_CALLS } from './api/sync.ts'
import { UPDATES_CALLS } from './api/updates.ts'

/**
 * The screen's only door: every call by name, its arguments as a schema that the core parses, and its answer as a type.
 * Both shells carry this same api. Texts in answers are worded by the core in the language of the client.
 */
export const CALLS = {
  ...SESSION_CALLS,
  ...CASES_CALLS,
  ...CASE_ABOUT_CALLS,
  ...INTAKE_CALLS,
  ...FILES_CALLS,
  ...LISTS_CALLS,
  ...IMAGE_BATCH_CALLS,
  ...PAPERS_CALLS,
  ...ARCHIVE_CALLS,
  ...AUDIT_CALLS,
  ...INBOX_CALLS,
  ...SYNC_CALLS,
  ...CARRY_CALLS,
  ...PEOPLE_CALLS,
  ...SETTINGS_CALLS,
  ...HOURS_CALLS,
  ...STATIONS_CALLS,
  ...DISPOSAL_CALLS,
  ...FACTS_CALLS,
  ...RULES_CALLS,
  ...RULE_RUNS_CALLS,
  ...MESSAGES_CALLS,
  ...OPEN_APPS_CALLS,
  ...REGISTER_CALLS,
  ...DASHBOARD_CALLS,
  ...DEVICES_CALLS,
  ...CITIZEN_CALLS,
  ...SIGNED_CODES_CALLS,
  ...UPDATES_CALLS,
} as const

export type Calls = typeof CALLS

export type CallName = keyof Calls

export type Arguments<N extends CallName> = z.input<Calls[N]['args']>

/** What every client, browser or Electron window, is given. */
export interface Api {
  call<N extends CallName>(name: N, args: Arguments<N>): Promise<AnswerOf<N>>
  /** Hears of what changed; the screen then asks again. Answers how to stop. */
  listen(hear: (notice: Notice) => void): () => void
}

export type AnswerOf<N extends CallName> = ReturnType<Calls[N]['type']>

/** A call that was refused or failed, worded for the person. `problems` name the fields. */
export interface ApiFailure {
  code:
    | 'arguments'
    | 'session'
    | 'forbidden'
    | 'not-found'
    | 'offline'
    | 'problems'
    | 'device'
    | 'storage'
    | 'keys'
    | 'too-large'
    | 'format'
    | 'server'
    | 'busy'
    | 'internal'
  text: string
  problems?: WordedProblem[]
}

export type Notice =
  /** Network, unsent work or devices changed: ask for `status`, worded in one's own language. */
  | { topic: 'status' }
  /** Cases changed, by this desk or by others; which, when few. */
  | { topic: 'cases'; types: string[]; ids: string[] }
  /** A fault of reading comes with its code and its sentence in the language of the client that hears it. */
  | {
      topic: 'card'
      state: 'placed' | 'removed' | 'fault'
      card?: CardSummary
      fault?: 'unreadable' | 'auth'
      text?: string
    }
  | { topic: 'inbox'; count: number; text?: string }
  | { topic: 'progress'; job: string; done: number; total: number; text: string }
  | { topic: 'session' }
  /** A code was scanned by a reader on a serial line. */
  | { topic: 'code'; text: string }
  /** Something else is on the second screen, or it was answered. */
  | { topic: 'citizen' }
