import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { disposedHash, GENESIS } from '../../shared-types/src/engine/audit-chain.ts'
import type { Anchor } from '../../shared-types/src/model/anchor.ts'
import type { Finding, Verified } from '../../shared-types/src/model/finding.ts'
import { keptAnchors } from './audit-anchor.ts'
import { anchorFindings, type Leap } from './audit-anchor-check.ts'
import { diagnose, type Mismatch } from './audit-diagnose.ts'
import { isEvent, type Line, linesAfter, linkAs } from './audit-log.ts'
import { type StationWalk, stationWalk } from './audit-station-walk.ts'
import type { Db } from './store.ts'

/** Rows read at a time; other requests are answered between two reads. */
const PART = 500
/** What does not fit is explained one by one up to so many; more are a chain that was rewritten as a whole. */
const EXPLAINED = 300
const TOLD = 100
/** Rows that were taken out and whose place was closed up: so many are recognised as that. */
const CLOSED = 50

export interface VerifyOptions {
  /** The server's public signing key, raw in base64url. */
  key: string
  /** Anchors that windows kept, beside the server's own. */
  anchors?: readonly Anchor[]
  progress?: (done: number, last: number) => void
}

interface Walk {
  rows: number
  /** The line before, and the link before that. */
  last: { seq: number; link: string }
  before: string
  /** How far the numbers of what follows were moved by a row put in (1) or taken out (-1). */
  shift: number
  mismatches: Mismatch[]
  misfits: number
  findings: Finding[]
  stations: StationWalk
  disposed: Map<string, number>
}

/**
 * Reads the whole log in the order of its numbers and says what in it is not as it was written: by its own links, by what
 * was signed of it, and by the stations' own chains. A chain that somebody with the whole database made anew from some
 * row on is found by the anchors alone: the kept ones here, or better those of a window.
 */
export async function verifyLog(db: Db, options: VerifyOptions): Promise<Verified> {
  const { value, head } = await db.selectFrom('counter').selectAll().executeTakeFirstOrThrow()
  const walk: Walk = {
    rows: 0,
    last: { seq: 0, link: GENESIS },
    before: GENESIS,
    shift: 0,
    mismatches: [],
    misfits: 0,
    findings: [],
    stations: stationWalk(),
    disposed: new Map(),
  }
  await inserted(db, walk)
  for (let from = 0; ; ) {
    // One more than is walked: what comes next tells an inserted row from an altered one.
    const lines = await linesAfter(db, from, PART + 1)
    for (const [i, line] of lines.slice(0, PART).entries()) step(walk, line, lines[i + 1], value)
    from = walk.last.seq
    options.progress?.(walk.rows, value)
    if (lines.length <= PART) break
    await breathe()
  }
  const known = await stationsOf(db)
  const leaps = await db.selectFrom('set_backs').selectAll().execute()
  const explained = diagnose(walk.mismatches, known)
  const findings = [...walk.findings, ...explained, ...ending(walk, value, head, leaps)]
  findings.push(
    ...(await anchorFindings(db, [...(await keptAnchors(db)), ...(options.anchors ?? [])], options.key, {
      value,
      leaps,
    })),
  )
  findings.push(...(await settingsAltered(db)), ...(await unapproved(db, walk.disposed)))
  findings.push(...walk.stations.findings(touched(walk)))
  const anchors = (await keptAnchors(db)).length + (options.anchors?.length ?? 0)
  const count = findings.length + walk.misfits - walk.mismatches.length
  findings.sort((a, b) => a.at - b.at)
  return { rows: walk.rows, ...walk.last, anchors, findings: findings.slice(0, TOLD), count }
}

/** Numbers begin at 1; what stands before was put there. */
async function inserted(db: Db, { findings }: Walk): Promise<void> {
  for (const table of ['events', 'setting_versions'] as const) {
    const rows = await db.selectFrom(table).select('seq').where('seq', '<', 1).execute()
    findings.push(...rows.map(({ seq }): Finding => ({ kind: 'inserted', at: Number(seq) })))
  }
}

function step(walk: Walk, line: Line, next: Line | undefined, value: number): void {
  const { last, shift } = walk
  walk.rows++
  const fits = (before: string, one: Line, seq: number) => linkAs(before, one, seq) === one.link
  if (line.seq > value) walk.findings.push({ kind: 'inserted', at: line.seq })
  else if (!fits(last.link, line, line.seq - shift)) misfit(walk, line, next, fits)
  if (isEvent(line.proof)) {
    walk.stations.take(line)
    if (disposedHash(line.body ?? '')) walk.disposed.set(line.proof.case_id, line.seq)
  }
  walk.before = last.link
  walk.last = { seq: line.seq, link: line.link }
}

/** A row that does not hang on the one before: something is missing, was put in, or is not what it was. */
function misfit(
  walk: Walk,
  line: Line,
  next: Line | undefined,
  fits: (before: string, line: Line, seq: number) => boolean,
): void {
  const { findings, last, mismatches, before } = walk
  const seq = line.seq - walk.shift
  const closed = next && spread(k => fits(line.link, next, next.seq - walk.shift + k))
  // Where rows are missing the next one hangs on what is not there any more; it cannot be looked at.
  if (line.seq > last.seq + 1) {
    findings.push({ kind: 'removed', at: last.seq + 1, to: line.seq - 1 })
  } else if (next && fits(last.link, next, seq)) {
    findings.push({ kind: 'inserted', at: line.seq })
    walk.shift += 1
  } else if (fits(before, line, seq - 1)) {
    findings.push({ kind: 'inserted', at: last.seq })
    walk.shift += 1
  } else if (closed) {
    findings.push({ kind: 'removed', at: line.seq, to: line.seq + closed - 1 })
    walk.shift -= closed
  } else {
    walk.misfits++
    if (mismatches.length < EXPLAINED) mismatches.push({ line, before: last.link, seq })
  }
}

/** By how many numbers rows moved up into a hole, when it was so few. */
const spread = (fits: (by: number) => boolean): number | undefined =>
  Array.from({ length: CLOSED }, (_, i) => i + 1).find(fits)

/** The counter row knows how far the log went and what its last link was; a restored database leaps ahead. */
function ending({ last }: Walk, value: number, head: string, leaps: readonly Leap[]): Finding[] {
  // A restore goes on from the number behind its leap, which nothing has yet.
  const leapt = leaps.some(l => l.first === last.seq + 1 && l.last + 1 === value)
  if (last.link === head && (last.seq === value || leapt)) return []
  return last.seq > value ? [] : [{ kind: 'truncated', at: Math.min(last.seq + 1, value), to: value }]
}

/** Stations of rows that were found wrong: that their own chains break there too is no further finding. */
function touched({ mismatches }: Walk): ReadonlySet<string> {
  return new Set(mismatches.flatMap(({ line }) => (isEvent(line.proof) ? [line.proof.station] : [])))
}

async function stationsOf(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('events').select('station').distinct().execute()
  return rows.map(row => row.station)
}

/** Settings are in force as they stand in their own table; that must be the last value on record. */
async function settingsAltered(db: Db): Promise<Finding[]> {
  const rows = await db
    .selectFrom('settings as s')
    .leftJoin('setting_versions as v', join => join.onRef('v.id', '=', 's.id').onRef('v.seq', '=', 's.seq'))
    .select(['s.id', 's.seq'])
    .where(eb => eb.or([eb('v.value', 'is', null), eb('v.value', '<>', eb.ref('s.value'))]))
    .execute()
  return rows.map(({ id, seq }) => ({ kind: 'setting-altered', at: Number(seq), with: { id } }))
}

/** A content that was taken out needs a line of that very case that says so: the server's own, which no station can send. */
async function unapproved(db: Db, disposed: ReadonlyMap<string, number>): Promise<Finding[]> {
  if (disposed.size === 0) return []
  const approved = await db
    .selectFrom('events')
    .select('case_id')
    .where('act', '=', 'dispose')
    .where('type', '=', 'audit')
    .where('station', '=', '')
    .where(sql<boolean>`verdict = 'accepted'`)
    .execute()
  const known = new Set(approved.map(row => row.case_id))
  return [...disposed].filter(([id]) => !known.has(id)).map(([, at]) => ({ kind: 'disposed', at }))
}
