import type { Finding } from '../../shared-types/src/model/finding.ts'
import { isEvent, type Line, linkAs } from './audit-log.ts'
import { sha256 } from './sha256.ts'

/** A line that does not hang on the one before it, with the link of that one and the number it was written with. */
export interface Mismatch {
  line: Line
  before: string
  seq: number
}

/**
 * Says of each line that does not fit what was done: whether it stands in another's place, says another station, or has
 * another content. What only follows from a finding before it is none of its own.
 */
export function diagnose(mismatches: readonly Mismatch[], stations: readonly string[]): Finding[] {
  const findings: Finding[] = []
  /** The link that truly belonged to a number, where it was found out. */
  const mended = new Map<number, string>()
  for (const mismatch of mismatches) {
    const { line, seq } = mismatch
    const befores = [mended.get(seq - 1), mismatch.before].filter(link => link !== undefined)
    if (befores.some(before => linkAs(before, line, seq) === line.link)) continue
    const [finding, link] =
      foreign(mismatch, befores, mismatches) ?? swapped(mismatch, befores, stations) ?? altered(line)
    findings.push(finding)
    mended.set(seq, link)
  }
  return findings
}

type Found = [Finding, link: string]

/** Another line that does not fit either belongs here: its link came along with it, or stayed. */
function foreign({ line, seq }: Mismatch, befores: readonly string[], all: readonly Mismatch[]): Found | undefined {
  for (const other of all)
    for (const before of other.line === line ? [] : befores) {
      const link = linkAs(before, other.line, seq)
      if (link !== other.line.link && link !== line.link) continue
      return [{ kind: 'reordered', at: other.line.seq, with: { place: line.seq } }, link]
    }
  return undefined
}

/** With another station, in the column or in the content too, it would fit. */
function swapped({ line, seq }: Mismatch, befores: readonly string[], stations: readonly string[]): Found | undefined {
  const { proof, body = '' } = line
  if (!isEvent(proof)) return undefined
  const now = proof.station
  for (const from of stations) {
    if (from === now) continue
    const inBody = sha256(body.replaceAll(JSON.stringify(now), JSON.stringify(from)))
    const tries = [
      { ...proof, station: from },
      { ...proof, station: from, body_hash: inBody },
      { ...proof, body_hash: inBody },
    ]
    if (tries.some(one => befores.some(before => linkAs(before, { proof: one }, seq) === line.link)))
      return [{ kind: 'station-swapped', at: line.seq, with: { from, to: now } }, line.link]
  }
  return undefined
}

const altered = (line: Line): Found => [{ kind: 'altered', at: line.seq }, line.link]
