import type { AnchorClaim } from '../model/anchor.ts'
import type { CaseEvent } from '../model/case.ts'

/**
 * The two chains of the audit, as pure text: what a line is, and how it hangs on the one before. A line's content enters
 * by its hash, so that a line can be proved without showing it, and content that must be disposed of can go while the
 * chain stays whole. Whoever computes gives SHA-256 (FIPS 180-4) of a text's UTF-8 bytes in lower-case hex.
 */
export type Hash = (text: string) => string

/** What the first line of a chain hangs on. */
export const GENESIS = '0'.repeat(64)

/** Of a chain: hash of the link before and of the line, 64 hex digits. */
export const linkOf = (hash: Hash, before: string, line: string): string => hash(`${before}\n${line}`)

/** One row of the server's event log, by the names of its columns; flags are 0 and 1. */
export interface LogRow {
  seq: number
  id: string
  case_id: string
  type: string
  station: string
  verdict: string
  folded: number
  moves: number
  body: string
  problems: string
  received_at: string
}

/** A row of the log without its content: enough to prove its place in the chain. */
export type LogProof = Omit<LogRow, 'body' | 'problems'> & { body_hash: string; problems_hash: string }

export function proofOf(hash: Hash, { body, problems, ...row }: LogRow): LogProof {
  const hashOf = (content: string) => disposedHash(content) ?? hash(content)
  return { ...row, body_hash: hashOf(body), problems_hash: hashOf(problems) }
}

export function logLine(row: LogProof): string {
  const { seq, id, case_id, type, station, verdict, folded, moves, body_hash, problems_hash, received_at } = row
  return JSON.stringify([
    'event',
    Number(seq),
    id,
    case_id,
    type,
    station,
    verdict,
    Number(folded),
    Number(moves),
    body_hash,
    problems_hash,
    received_at,
  ])
}

/** One value that a setting took, with the number at which it did. */
export interface SettingRow {
  seq: number
  id: string
  at: string
  value: string
}

export type SettingProof = Omit<SettingRow, 'value'> & { value_hash: string }

export const settingProof = (hash: Hash, { value, ...row }: SettingRow): SettingProof => ({
  ...row,
  value_hash: hash(value),
})

export const settingLine = ({ seq, id, at, value_hash }: SettingProof): string =>
  JSON.stringify(['setting', Number(seq), id, at, value_hash])

/**
 * What stands in the place of a content that was disposed of with approval: its hash for the server's chain, and what the
 * chain of its station needs.
 */
export interface Disposed {
  disposed: string
  station: string
  counter: number
  prev?: string
  link: string
}

const DISPOSED = '{"disposed":"'

/** The body of a row whose content goes: nothing of it stays but hashes. */
export function disposedBody(hash: Hash, body: string): string {
  const event = JSON.parse(body) as CaseEvent
  const left: Disposed = {
    disposed: hash(body),
    station: event.station,
    counter: event.counter,
    ...(event.prev && { prev: event.prev }),
    link: stationLink(hash, event),
  }
  return JSON.stringify(left)
}

/** The hash of the content that stood here, when it was disposed of. */
export function disposedHash(body: string): string | undefined {
  return body.startsWith(DISPOSED) ? body.slice(DISPOSED.length, DISPOSED.length + 64) : undefined
}

/**
 * What the author said, in one form wherever it was stored: keys in order of their code units, nothing undefined. The link
 * before it hangs beside it, and verdicts are the server's. Written out because it is done for every event.
 */
export function stationLine(event: CaseEvent): string {
  const { act, at, base, by, caseId, clock, counter, group, id, mends, mendsBase, patch, seen, station, type } = event
  const text = JSON.stringify
  return [
    `{"act":${text(act)},"at":${text(at)},"base":${base},"by":${canonical(by)},"caseId":${text(caseId)}`,
    clock === undefined ? '' : `,"clock":${text(clock)}`,
    `,"counter":${counter}`,
    group === undefined ? '' : `,"group":${canonical(group)}`,
    `,"id":${text(id)}`,
    mends === undefined ? '' : `,"mends":${text(mends)}`,
    mendsBase === undefined ? '' : `,"mendsBase":${mendsBase}`,
    `,"patch":${canonical(patch)},"seen":${text(seen)},"station":${text(station)},"type":${text(type)}}`,
  ].join('')
}

/** The link of an event in its station's chain. An event that carries no link before it begins the chain. */
export const stationLink = (hash: Hash, event: CaseEvent): string =>
  linkOf(hash, event.prev ?? GENESIS, hash(stationLine(event)))

/** JSON with the keys of every object in order of their code units (as RFC 8785 orders them) and no white space. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(part => canonical(part ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const given = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(given).sort()
  return `{${keys.flatMap(key => (given[key] === undefined ? [] : `${JSON.stringify(key)}:${canonical(given[key])}`)).join(',')}}`
}

/** The text whose UTF-8 bytes are signed. */
export function anchorText({ station, counter, stationLink: theirs, seq, link, at }: AnchorClaim): string {
  return `chuangtai audit anchor 1\n${JSON.stringify([station, counter, theirs, seq, link, at])}`
}
