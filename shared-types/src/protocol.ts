import type { Anchor } from './model/anchor.ts'
import type { CaseEvent, Problem, StoredEvent } from './model/case.ts'
import type { Person, Unit } from './model/person.ts'
import type { SignInRules } from './model/sign-in.ts'
import type { CodeEnd, CodeKey } from './model/signed-code.ts'
import type { RulesTold } from './protocol-rules.ts'

/** What desktop and server say to each other. A change that an older desktop cannot read is a new number. */
export const PROTOCOL = 1

/** Sent with every request. */
export const HEADERS = {
  station: 'x-station',
  session: 'x-session',
  protocol: 'x-protocol',
  /** The parts of a station's signature; see engine/station-signature.ts. */
  time: 'x-station-time',
  counter: 'x-station-counter',
  run: 'x-station-run',
  body: 'x-body-sha256',
  version: 'x-window',
  signature: 'x-station-signature',
} as const

/** Set with every answer: the server's time, and the code of a refusal, which an answer to HEAD has no other place for. */
export const ANSWER_HEADERS = { time: 'x-time', refusal: 'x-refusal' } as const

/** Where a window stands in the server's numbering, for one scope. An unknown scope starts again from 0. */
export interface Checkpoint {
  seq: number
  /** Hash of what this station may read; when it changes, the server serves what came in and withdraws what left. */
  scope: string
  /** With a request: the highest number in any answer to this window, where it lies above `seq`. */
  numbered?: number
  /**
   * With a request, where documents of a later answer may be stored though its checkpoint is not: the highest number that
   * they may have, and the hashes of other scopes in which they were answered, with dots between them.
   */
  stored?: number
  also?: string
}

/** In `also`: the window began anew, and what it held before may be gone. */
export const NOTHING_HELD = 'nothing'

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

export interface PushRequest {
  /** At most `PUSH_LIMIT`, in the order of their counters; a group is never split. */
  events: CaseEvent[]
  /** As in `Checkpoint`. */
  numbered?: number
}

/** One verdict for each event sent, also for one sent before. A batch never fails for one bad row. */
export interface PushAnswer {
  verdicts: { id: string; verdict: 'accepted' | 'refused'; seq: number; problems: Problem[] }[]
  /** Nothing was taken: the server was set back below what this window knows. It pulls, and then sends all of it again. */
  restart?: true
  /** The server's signed word on where both audit chains stand; the station keeps it. */
  anchor?: Anchor
  time: string
}

export const PUSH_LIMIT = 200
export const PULL_LIMIT = 1000

/** The `detail` of a refusal: the server was set back, and the window pulls before it asks again. */
export const SET_BACK = 'set-back'

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
  /** In an answer: the number of this lease in the order of everything that is served. */
  numbered?: number
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
  | { id: 'sign-in'; kind: 'sign-in'; value: SignInRules }
  /** By which codes are verified, and which codes hold no longer; the centre alone puts them. */
  | { id: `code-key:${string}`; kind: 'code-key'; value: CodeKey }
  | { id: `code-end:${string}`; kind: 'code-end'; value: CodeEnd }
  /** What windows warn by, before the rules find it. */
  | { id: 'rules'; kind: 'rules'; value: RulesTold }

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

export interface LeaseRequest {
  series: string
  year: number
  /** As in `Checkpoint`. A server that was set back below it leases nothing before the window has started anew. */
  numbered?: number
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
    /** `blocked`: held by a station that was ended; nobody else gets them. */
    fate: 'used' | 'void' | 'refused' | 'held' | 'blocked' | 'returned' | 'missing'
    station: string
    caseId?: string
  }[]
}

/** Why a carried file is not taken; the detail of the error `carry`. */
export type CarryRefusal =
  /** No file of ours; of a later version; ends before its end; altered or damaged; made for another server. */
  | 'no-package'
  | 'format'
  | 'truncated'
  | 'altered'
  | 'foreign'
  /** A receipt where a package is wanted, and the other way round. */
  | 'receipt'
  | 'package'
  /** Of a station that this server does not know, that was ended, or that stands still because its key was copied. */
  | 'station'
  | 'ended'
  | 'cloned'
  /** At the server: another package of that number was taken. At the window: a receipt of no package that it made. */
  | 'sequence'
  /** At the window: a receipt for another one. */
  | 'other-station'

/** What became of a package that was brought by hand. */
export interface CarryAnswer {
  /** The sha-256 of the file, in hex: its receipt is fetched by it. */
  package: string
  station: Pick<Station, 'id' | 'name' | 'unit'>
  sequence: number
  /** When the window made it, by its own clock. */
  made: string
  events: number
  files: number
  accepted: number
  refused: number
  /** It was taken in before. */
  again: boolean
  time: string
}

/** Every error answer of the server. `code` is worded on the screen. */
export interface ServerError {
  error:
    | 'bad-request'
    | 'protocol'
    | 'station'
    | 'signature'
    | 'clock'
    | 'counter'
    | 'ended'
    | 'cloned'
    | 'session'
    | 'code'
    | 'credentials'
    /** The code of the second factor is wrong or was used. */
    | 'factor'
    /** A new password does not fit; `detail` says why. */
    | 'password'
    /** `detail`: seconds to wait. */
    | 'locked'
    /** A certificate opens nothing, or cannot be registered; `detail` says why, see protocol-usb-key.ts. */
    | 'certificate'
    | 'forbidden'
    | 'not-found'
    | 'too-large'
    | 'hash'
    /** A file is nothing that is kept here, or not what it says it is. */
    | 'content'
    | 'carry'
    /** More requests than anybody at work makes; `detail`: seconds to wait. */
    | 'too-many'
    | 'busy'
    | 'internal'
  detail?: string
}

/** Where the server listens; paths with an id take it as their last part. */
export const ROUTES = {
  health: '/api/health',
  enrol: '/api/enrol',
  /** Whose word is to be taken for this centre: its authority's certificate. */
  authority: '/api/authority',
  /** For an administrator: a code that enrols one machine as a station. */
  codes: '/api/stations/codes',
  /** For who looks after a unit: its stations; `/:id/end` ends one. */
  stations: '/api/stations',
  signIn: '/api/sign-in',
  signOut: '/api/sign-out',
  /** For a security officer, of anyone below who is no officer; and each person's own. */
  password: '/api/password',
  ownPassword: '/api/password/own',
  /**
   * The people one keeps; `/:id/posts`, `/:id/factor`, `/:id/tries`, `/:id/certificates` and
   * `/:id/certificates/:fingerprint/end` for a security officer.
   */
  people: '/api/people',
  /** How one's own session stands. */
  session: '/api/session',
  /** All that a security officer looks after, and `/own`; ended by `/:id/end` and `/own/:id/end`. */
  sessions: '/api/sessions',
  signInRules: '/api/sign-in/rules',
  /** What a key is to sign, and signing in with what it signed. */
  keyChallenge: '/api/sign-in/challenge',
  keySignIn: '/api/sign-in/certificate',
  /** For an audit officer: the log, searched, exported and verified. */
  audit: '/api/audit',
  auditExport: '/api/audit/export',
  auditVerify: '/api/audit/verify',
  /** What has run out, for security and audit officers; `/:id/approve` and `/:id/decline`, and the holds with `/:id/lift`. */
  disposal: '/api/disposal',
  /** For an administrator: messages to people, `/rules`, `/addresses/:person`, `/test`, `/:id/again` and `/:id/drop`. */
  messages: '/api/messages',
  holds: '/api/holds',
  /** What the register of enterprises says of one; apps of the open API, for administrators and security officers. */
  register: '/api/register',
  openApps: '/api/open/apps',
  /** For supervisors and administrators: rules with `/:version/withdraw`, whom they leave out with `/:id/end`, what is tried. */
  rules: '/api/rules',
  exemptions: '/api/rules/exemptions',
  /** `/:id`, `/:id/cancel`, `/:id/adopt`. */
  rehearsals: '/api/rehearsals',
  /** For supervisors and administrators of the whole: what the rules judged when, and having days judged. */
  ruleRuns: '/api/rule-runs',
  /** For a supervisor with the person before them: who looked at that person; for a security officer: who looked at many. */
  accessLog: '/api/access-log',
  reveals: '/api/reveals',
  /** For a person at a station: one page of the cases that they may read, of more than the window need hold. */
  caseList: '/api/cases/list',
  /** Rows in bulk that the centre holds: `/:type`, `/list`, `/counts`, `/export`, `/imports`, `/deletions`. */
  facts: '/api/facts',
  push: '/api/sync/push',
  pull: '/api/sync/pull',
  stream: '/api/sync/stream',
  settings: '/api/settings',
  leases: '/api/leases',
  leaseReturn: '/api/leases/return',
  gaps: '/api/leases/gaps',
  files: '/api/files',
  /** What was read from pages: `/:hash/text`, `/search`. */
  pages: '/api/pages',
  /** Packages of windows without a line, by the sha-256 of the file; the same path gives the receipt. */
  carry: '/api/carry',
  /** What is on offer for a station: `/ask`, `/packages/:hash`; for an administrator the whole, and `/rollouts`. */
  updates: '/api/updates',
} as const
