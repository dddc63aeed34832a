import type { CaseEvent, Problem, StoredEvent } from './model/case.ts'
import type { Person, Unit } from './model/person.ts'

/** What desktop and server say to each other. A change that an older desktop cannot read is a new number. */
export const PROTOCOL = 1

/** Sent with every request. */
export const HEADERS = {
  station: 'x-station',
  token: 'x-station-token',
  session: 'x-session',
  protocol: 'x-protocol',
} as const

/** Where a window stands in the server's numbering, for one scope. An unknown scope starts again from 0. */
export interface Checkpoint {
  seq: number
  /** Hash of what this station may read; when it changes, the server serves what came in and withdraws what left. */
  scope: string
}

/** An event document as it travels: `deleted` when its case left this station's scope. */
export type EventDocument = StoredEvent & { deleted?: true }

export interface PullAnswer {
  documents: EventDocument[]
  checkpoint: Checkpoint
  time: string
  /**
   * The server does not know this checkpoint (it was set back to a backup, or is another one): the station forgets the
   * server's events that it holds, keeps its own that wait, and pulls on from the checkpoint given here.
   */
  restart?: true
}

/** For an administrator: the unit and the number of a station to be enrolled. */
export interface CodeRequest {
  unit: string
  number: string
}

export interface CodeAnswer {
  code: string
  until: string
  time: string
}

export interface PushRequest {
  /** At most `PUSH_LIMIT`, in the order of their counters; a group is never split. */
  events: CaseEvent[]
}

/** One verdict for each event sent, also for one sent before. A batch never fails for one bad row. */
export interface PushAnswer {
  verdicts: { id: string; verdict: 'accepted' | 'refused'; seq: number; problems: Problem[] }[]
  time: string
}

export const PUSH_LIMIT = 200
export const PULL_LIMIT = 1000

/** A block of numbers leased to a station: it may use `from` to `to`, nobody else may. */
export interface Lease {
  id: string
  series: string
  station: string
  unit: string
  year: number
  from: number
  to: number
  /** Set once: everything above this went back to the centre. */
  returnedAfter?: number
}

/** Everything a window needs besides events; each is one document, replaced whole. */
export type Setting =
  | { id: `unit:${string}`; kind: 'unit'; value: Unit }
  | { id: `person:${string}`; kind: 'person'; value: Person }
  | { id: `station:${string}`; kind: 'station'; value: Station }
  | { id: `lease:${string}`; kind: 'lease'; value: Lease }
  /** `parameter:<domain>.<name>` */
  | { id: `parameter:${string}`; kind: 'parameter'; value: { domain: string; name: string; value: number | boolean } }
  /** Days that differ from the national calendar. */
  | { id: 'calendar'; kind: 'calendar'; value: { holidays: string[]; workdays: string[] } }
  | { id: 'deployment'; kind: 'deployment'; value: { name: string; zone: string } }

export interface Station {
  id: string
  name: string
  unit: string
  /** Two digits, unique within the unit. */
  number: string
  ended?: true
}

export interface SettingsAnswer {
  documents: (Setting & { seq: number; deleted?: true })[]
  seq: number
  time: string
}

export interface EnrolRequest {
  code: string
  name: string
}

export interface EnrolAnswer {
  station: Station
  token: string
  time: string
}

export interface SignInRequest {
  login: string
  password: string
}

/** `verifier` is an Argon2id hash that lets this station sign the person in while offline. */
export interface SignInAnswer {
  person: Person
  session: string
  until: string
  verifier: string
  time: string
}

export interface LeaseRequest {
  series: string
  year: number
}

export interface LeaseReturn {
  id: string
  /** The last number used; what lies above goes back. */
  lastUsed: number
}

/** What became of each number of a series and year: no hole without a word. */
export interface GapAccount {
  series: string
  year: number
  rows: {
    from: number
    to: number
    fate: 'used' | 'void' | 'refused' | 'held' | 'returned' | 'missing'
    station: string
    caseId?: string
  }[]
}

/** Every error answer of the server. `code` is worded on the screen. */
export interface ServerError {
  error:
    | 'bad-request'
    | 'protocol'
    | 'station'
    | 'session'
    | 'code'
    | 'credentials'
    | 'locked'
    | 'forbidden'
    | 'not-found'
    | 'too-large'
    | 'hash'
    | 'busy'
    | 'internal'
  detail?: string
}

/** Where the server listens; paths with an id take it as their last part. */
export const ROUTES = {
  health: '/api/health',
  enrol: '/api/enrol',
  /** For an administrator: a code that enrols one machine as a station. */
  codes: '/api/stations/codes',
  signIn: '/api/sign-in',
  signOut: '/api/sign-out',
  /** For a security officer, of anyone below who is no officer; and each person's own. */
  password: '/api/password',
  ownPassword: '/api/password/own',
  /** `/:id/posts`: a security officer gives a person their posts. */
  people: '/api/people',
  push: '/api/sync/push',
  pull: '/api/sync/pull',
  stream: '/api/sync/stream',
  settings: '/api/settings',
  leases: '/api/leases',
  leaseReturn: '/api/leases/return',
  gaps: '/api/leases/gaps',
  files: '/api/files',
} as const
