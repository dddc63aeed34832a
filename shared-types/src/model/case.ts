import type { Data } from './field.ts'
import type { Actor } from './person.ts'

/** Who did it, in which post, as the event keeps it. */
export interface Author {
  id: string
  post: string
  role: Actor
  unit: string
}

/**
 * What one person did at one window. The only thing ever written, synchronised and audited: the list of a case's
 * events is its state, its history and its audit trail.
 */
export interface CaseEvent {
  /** UUID; also the idempotency key: the same id twice is one event. */
  id: string
  caseId: string
  /** `domain.record`. */
  type: string
  /** `edit`, `withdraw`, or the name of a step. */
  act: string
  patch: Data
  /** The highest server number among this case's events that the author's station had seen, 0 for none. */
  base: number
  by: Author
  /** Where it was entered. */
  station: string
  /** Device time, ISO 8601 UTC. */
  at: string
  /** Rises by one with each event of a station, whatever its clock says. */
  counter: number
  /** The last server time this station had seen, '' before the first contact. */
  seen: string
  /**
   * `at` is not to be trusted: the device clock stood before the last known time, or ahead of the centre's when the station
   * last heard from it.
   */
  clock?: 'behind' | 'ahead'
  /** Events that stand or fall together share a group: the id of its first event. */
  group?: { id: string; size: number; place: number }
  /** The refused event that this one puts right or, as act `withdraw`, gives up. */
  mends?: string
  /** Of an event that mends: the base of the refused one, by which those whom it overrules are told. */
  mendsBase?: number
  /** The link of the station's event before this one in its audit chain (see `engine/audit-chain.ts`). */
  prev?: string
}

/** An event as it is kept: with the server's number (0 while unsent) and its verdict. */
export interface StoredEvent extends CaseEvent {
  seq: number
  verdict: 'waiting' | 'accepted' | 'refused'
  problems: readonly Problem[]
  /** The centre received it before its `at`: the device clock ran ahead, whatever the station knew of that. */
  early?: true
  /** Of a station's own event that the centre does not show it whole any more: its link, so that its chain still holds. */
  link?: string
  /** Of an event that the centre takes back: its case was erased, so that nothing of it is to stay here either. */
  disposed?: true
}

export interface Case {
  id: string
  type: string
  unit: string
  state: string
  /** Events folded so far. */
  version: number
  /** The highest server number folded in. */
  seq: number
  /** How many of the folded events the server has not numbered yet. */
  unsent: number
  data: Data
  creator: string
  createdAt: string
  updatedAt: string
  /** For each field, which event last changed it: an edit is stale when another station's change is newer than its base. */
  changedAt: Readonly<Record<string, { seq: number; station: string }>>
  /** For each act, the persons who did it: four-eyes rules read this. */
  actors: Readonly<Record<string, readonly string[]>>
}

export const PROBLEM_CODES = [
  'unknown',
  'forbidden',
  'stale',
  'state',
  'guard',
  'check',
  'required',
  'locked',
  'four-eyes',
  'offline',
  'number',
  'group',
  'identity',
  'kind',
  'max',
  'min',
  'chars',
  'date',
  'before',
  'after',
  'not-number',
  'whole',
  'choice',
  'person-id',
  'person-id-date',
  'person-id-digit',
  'person-id-area',
  'person-id-holder',
  'org-code',
  'org-code-digit',
  'area',
  'phone',
  'link',
  'unit',
  'files',
  'table',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** An expected refusal, worded by `engine/words.ts`. Thrown errors are for bugs and broken machines only. */
export interface Problem {
  code: ProblemCode
  field?: string
  /** Row of a table field, from 0. */
  row?: number
  /** Names and values the sentence needs: step, state, guard, limit … */
  with?: Readonly<Record<string, string | number>>
}
