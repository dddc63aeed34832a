import { codeText } from '../../shared-types/src/engine/half-width.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { AUDIT } from './audit.ts'
import type { AuditRow } from './audit-search.ts'
import type { Directory } from './directory.ts'
import { LINES_PER_IMPORT } from './facts/fact-tables.ts'
import { sha256 } from './sha256.ts'
import type { Db } from './store.ts'

/** That rows in bulk were looked for by a number, or taken out. */
export const FACT_LOOK = 'fact-look'
const FACT_EXPORT = 'fact-export'

/** Lines read at a time. */
const PART = 200
/** Rows of one person that are looked at. */
const MOST_ROWS = 5000

/**
 * By what a line of the log knows whose number somebody looked for, without saying it: only the deployment, which keeps
 * the key, can tell that it is a given number's.
 */
export async function personMark(db: Db, number: string): Promise<string> {
  const [key] = await run<{ value: string }>(db, 'select value from rule_key')
  return sha256(JSON.stringify([key!.value, 'person', codeText(number)]))
}

/**
 * The lines, newest first and at most so many, that say that rows in bulk were looked for by this number, or that rows
 * were taken out among which this person's were, as far as those still lie there.
 */
export async function factsNaming(db: Db, directory: Directory, number: string, most: number): Promise<AuditRow[]> {
  const mark = await personMark(db, number)
  const rows = await rowsOf(db, codeText(number))
  const found: AuditRow[] = []
  for (let before = Number.MAX_SAFE_INTEGER; found.length < most; ) {
    const lines = await db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', AUDIT)
      .where('act', 'in', [FACT_LOOK, FACT_EXPORT])
      .where('verdict', '=', 'accepted')
      .where('seq', '<', before)
      .orderBy('seq', 'desc')
      .limit(PART)
      .execute()
    found.push(...lines.filter(line => isAbout(line, { mark, rows, directory })))
    if (lines.length < PART) break
    before = Number(lines.at(-1)!.seq)
  }
  return found.slice(0, most)
}

interface Row {
  day: string
  subject: string
  /** Of the subject; null where nobody is known. */
  unit: string | null
  /** When its import began. */
  since: string
}

/** Every index of the rows begins with the day. */
const rowsOf = (db: Db, person: string): Promise<Row[]> =>
  run<Row>(
    db,
    `select f.day, f.subject, i.started_at as since,
        (select unit from rule_venues v where v.venue = f.subject) as unit
      from (select distinct day from fact_import_days) d
      join fact_scans f on f.day = d.day and f.person = ?
      join fact_imports i on i.id = f.id / ${LINES_PER_IMPORT}
      order by f.day desc limit ${MOST_ROWS}`,
    [person],
  )

function isAbout(
  line: AuditRow,
  { mark, rows, directory }: { mark: string; rows: readonly Row[]; directory: Directory },
): boolean {
  const { by, patch } = JSON.parse(line.body) as CaseEvent
  if (patch.mark !== undefined) return patch.mark === mark
  if (line.act !== FACT_EXPORT) return false
  const [from, until] = [String(patch.from), String(patch.until)]
  const at = String(patch.unit ?? by.unit)
  const isTop = patch.unit === undefined && directory.units.some(({ id, parent }) => id === at && parent === undefined)
  const units = directory.below(at)
  return rows.some(
    ({ day, subject, unit, since }) =>
      day >= from &&
      day <= until &&
      since <= line.received_at &&
      (patch.subject === undefined || patch.subject === subject) &&
      (isTop || (unit !== null && units.has(unit))),
  )
}
