import { clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { instantText } from '../../../shared-types/src/engine/day-text.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { AuditLine, AuditQuery } from '../../../shared-types/src/model/audit-query.ts'
import type { Finding, Verified } from '../../../shared-types/src/model/finding.ts'
import type { AuditAsk, AuditLineView, VerifiedView } from '../api/audit.ts'
import type { Asking } from './asking.ts'
import { coreWord, whatTexts } from './audit-words.ts'
import type { Desk } from './desk.ts'
import { coreText } from './words.ts'

/** What the page asks for as the centre understands it: days become the instants at which they begin and end there. */
export function queryOf(desk: Desk, { from, until, ...rest }: AuditAsk): AuditQuery {
  const { zone } = desk.directory.deployment()
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''))
  return {
    ...asked,
    ...(from && { from: beginOf(from, zone) }),
    ...(until && { until: new Date(Date.parse(beginOf(until, zone)) + DAY).toISOString() }),
  }
}

const DAY = 86_400_000

/** The instant at which a day begins in a zone whose clocks do not jump at that hour. */
function beginOf(day: string, zone: string): string {
  const utc = Date.parse(`${day}T00:00:00.000Z`)
  const there = new Date(utc).toISOString()
  const ahead = Date.parse(`${dayOf(there, zone)}T${clockOf(there, zone).slice(0, 5)}:00.000Z`) - utc
  return new Date(utc - ahead).toISOString()
}

/** One line in the words of whoever reads it. */
export function viewOfLine(desk: Desk, { words }: Asking, line: AuditLine): AuditLineView {
  const { language, personName, stationName, unitName, zone } = words
  const kind = desk.kinds.get(line.type)
  const fields = kind ? line.fields.map(field => label(kind, language).field(field)) : line.fields
  const what = whatTexts(desk, words, line).map(({ name, text }) => `${name}: ${text}`)
  return {
    seq: line.seq,
    at: line.at ? timeText(line.at, language, zone) : '',
    receivedAt: timeText(line.receivedAt, language, zone),
    actText: kind
      ? `${label(kind, language).record} · ${label(kind, language).step(line.act)}`
      : actText(language, line.act),
    person: line.person ? personName(line.person) : coreText(language, 'audit.nobody'),
    role: line.person ? coreText(language, `role.${line.role}`) : '',
    unit: unitName(line.unit),
    station: stationName(line.station),
    // Of a person's own doings it is the person.
    subject: line.caseId === line.id || line.caseId === line.person ? '' : line.caseId,
    what: fields.length ? coreText(language, 'audit.changed', { fields: fields.join('、') }) : what.join('；'),
    verdict: line.verdict,
    clock: line.clock,
    link: line.link,
  }
}

/** To the second: who asks after a sequence of acts needs it. */
const timeText = (instant: string, language: 'zh-CN' | 'en', zone: string): string =>
  `${instantText(instant, language, zone)}:${instant.slice(17, 19)}`

export const actText = (language: 'zh-CN' | 'en', act: string): string => coreWord(language, 'auditAct', act)

/** A verification in the words of whoever reads it. */
export const viewOfVerified = ({ words }: Asking, verified: Verified): VerifiedView => ({
  rows: verified.rows,
  seq: verified.seq,
  link: verified.link,
  anchors: verified.anchors,
  count: verified.count,
  findings: verified.findings.map(finding => sayFinding(finding, words.language, words.stationName)),
})

/** What was found, as a sentence. */
export function sayFinding(
  { at, kind, to, with: more = {} }: Finding,
  language: 'zh-CN' | 'en',
  stationName: (id: string) => string = id => id,
): string {
  const named = Object.entries(more).map(([key, value]) => [
    key,
    ['station', 'from', 'to'].includes(key) ? stationName(String(value)) : value,
  ])
  return coreText(language, `finding.${kind}`, { at, to: to ?? at, ...Object.fromEntries(named) })
}
