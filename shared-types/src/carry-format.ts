import { textIn, utf8 } from './carry-text.ts'
import type { Anchor } from './model/anchor.ts'
import type { CaseEvent } from './model/case.ts'
import type { Checkpoint, EventDocument, PushAnswer, SettingsAnswer } from './protocol.ts'

/**
 * The file in which a window without a line sends its work, and the one in which the answer comes back: magic, header,
 * chunks, signature. docs/carry-format.md says it byte by byte.
 */
export const CARRY_MAGIC = utf8('CTCARRY1')
export const CARRY_FORMAT = 1
export const CARRY_ENDING = { outgoing: 'ctcarry', receipt: 'ctreceipt' } as const

/** Bytes of a signature (Ed25519) and of a chunk's tag (AES-256-GCM). */
export const SIGNATURE = 64
export const TAG = 16
/** Plain bytes of a chunk at most, bytes of a header, and of one record's body: a file of 50 MB and some. */
export const CHUNK = 256 * 1024
export const HEADER_LIMIT = 16 * 1024
export const BODY_LIMIT = 128 * 1024 * 1024
/** Bytes that are read from a disk or written to it at once: each time is a wait, and a package is large. */
export const AT_ONCE = 1024 * 1024

/** Stands open at the beginning of the file; signed like everything else. Nothing of what a clerk entered is in it. */
export interface CarryHeader {
  format: number
  /** `outgoing`: from a window to the server. `receipt`: back. */
  kind: 'outgoing' | 'receipt'
  /** The id of the server's keys. */
  server: string
  station: string
  /** Counts a station's packages from 1; a receipt carries that of its package. */
  sequence: number
  /** ISO 8601 in UTC, by the clock of who made it. */
  made: string
  /** Of a receipt: the sha-256 of the package that it answers, in hex. */
  answers?: string
  /** How much is in it, for who carries it; lines of the audit travel along uncounted. */
  events: number
  files: number
  /** The key of the chunks, sealed to the server or to the station; base64url. */
  key: string
}

/** What a package says of its window beside events and files. */
export interface CarriedState {
  /** Where the window stands in the server's numbering; absent when it never pulled. */
  checkpoint?: Checkpoint
  /** The number of the last setting that it knows. */
  settings: number
  /** Leases that it holds, and the series and years of which few numbers are left. */
  leases: string[]
  short: { series: string; year: number }[]
}

/** A page of others' events as it would have been pulled, and where the window stands after it. */
export interface CarriedPage {
  documents: EventDocument[]
  checkpoint: Checkpoint
}

/** What a receipt says beside verdicts, settings and pages. */
export interface CarriedAnswer {
  /** The server's clock. */
  time: string
  /** Where the window stood by its package; absent when it had never pulled. */
  from?: Checkpoint
  /** Where it stands after the last page. */
  to: Checkpoint
  /** Scopes of a checkpoint between those two from which the pages may be taken as well. */
  passes: string[]
  /** The server does not know `from`: the window forgets the server's events before it takes the pages. */
  restart?: true
  /** Settings that follow replace all there are: the server was set back. */
  settingsAnew?: true
  /** Hashes of the files that it has now. */
  files: string[]
  /** What became of the events of the package; lines of the audit are not counted. */
  accepted: number
  refused: number
  /** What the server signs of both audit chains, as with every push. */
  anchor?: Anchor
}

export type Verdicts = PushAnswer['verdicts']

/** One record of the content: a head, and a body of `size` bytes where it has one. */
export type RecordHead =
  | { kind: 'state'; size: number }
  | { kind: 'events'; size: number; count: number }
  | { kind: 'file'; size: number; hash: string; mime: string }
  | { kind: 'answer'; size: number }
  | { kind: 'verdicts'; size: number }
  | { kind: 'settings'; size: number }
  | { kind: 'page'; size: number }
  /** The last one: what must have come before it. */
  | { kind: 'end'; size: number }

export interface CarryRecord {
  head: RecordHead
  body: Uint8Array
}

/** The body of `end`: how many records there were, and the sha-256 (hex) over all of their heads and bodies. */
export interface Manifest {
  records: number
  events: number
  files: number
  bytes: number
  sha256: string
}

/** The JSON body of each kind of record. */
export interface Bodies {
  state: CarriedState
  events: CaseEvent[]
  answer: CarriedAnswer
  verdicts: Verdicts
  settings: SettingsAnswer['documents']
  page: CarriedPage
  end: Manifest
}

/**
 * Why a file is not taken, in the order in which it is found out. `truncated`: it ends before its end. `altered`: a
 * signature or a tag does not fit. `foreign`: made for another server, or by one.
 */
export type CarryFaultCode = 'no-package' | 'format' | 'truncated' | 'altered' | 'foreign'

export class CarryFault extends Error {
  readonly code: CarryFaultCode
  constructor(code: CarryFaultCode, options?: { cause?: unknown }) {
    super(`carry ${code}`, options)
    this.name = 'CarryFault'
    this.code = code
  }
}

/** A record with a JSON body. */
export function jsonRecord<K extends keyof Bodies>(kind: K, value: Bodies[K]): CarryRecord {
  const body = utf8(JSON.stringify(value))
  const count = kind === 'events' && Array.isArray(value) ? { count: value.length } : {}
  return { head: { kind, size: body.length, ...count } as RecordHead, body }
}

/** The value of a record with a JSON body; the program that made it is known by its signature. */
export const bodyOf = <K extends keyof Bodies>(_kind: K, { body }: CarryRecord): Bodies[K] =>
  JSON.parse(textIn(body)) as Bodies[K]
