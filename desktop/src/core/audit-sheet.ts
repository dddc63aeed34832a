import { neutralText } from '../../../shared-types/src/engine/read-cell.ts'
import type { AuditLine } from '../../../shared-types/src/model/audit-query.ts'
import type { Asking } from './asking.ts'
import { viewOfLine } from './audit-page.ts'
import type { Desk } from './desk.ts'
import { coreText } from './words.ts'

const COLUMNS = [
  'seq',
  'time',
  'device',
  'act',
  'person',
  'role',
  'unit',
  'station',
  'subject',
  'what',
  'verdict',
  'link',
] as const

/** Lines of the log as rows of a workbook. */
export function auditRows(
  desk: Desk,
  who: Asking,
  lines: readonly AuditLine[],
): { headings: string[]; rows: (string | number)[][] } {
  const { language } = who.words
  const row = (line: AuditLine) => {
    const { actText, at, link, person, receivedAt, role, seq, station, subject, unit, verdict, what } = viewOfLine(
      desk,
      who,
      line,
    )
    const texts = [receivedAt, at, actText, person, role, unit, station, subject, what].map(neutralText)
    return [seq, ...texts, coreText(language, `audit.${verdict}`), link]
  }
  return { headings: COLUMNS.map(name => coreText(language, `audit.column.${name}`)), rows: lines.map(row) }
}
