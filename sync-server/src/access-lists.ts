import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import { AUDIT } from './audit.ts'
import type { AuditRow } from './audit-search.ts'
import type { Db } from './store.ts'

/** The acts that name the cases of a list that was taken out, in parts. */
const LISTS = ['export-rows', 'print-rows'] as const

/** Lines read at a time; each may name hundreds of cases. */
const PART = 200

/** Of the lines that say which cases a list held, the newest ones that name one of these; at most so many. */
export async function listsNaming(db: Db, cases: readonly string[], most: number): Promise<AuditRow[]> {
  const wanted = new Set(cases)
  const found: AuditRow[] = []
  for (let before = Number.MAX_SAFE_INTEGER; wanted.size && found.length < most; ) {
    const rows = await db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', AUDIT)
      .where('act', 'in', LISTS)
      .where('verdict', '=', 'accepted')
      .where('seq', '<', before)
      .orderBy('seq', 'desc')
      .limit(PART)
      .execute()
    found.push(...rows.filter(row => named(row).some(id => wanted.has(id))))
    if (rows.length < PART) break
    before = Number(rows.at(-1)!.seq)
  }
  return found.slice(0, most)
}

function named({ body }: AuditRow): string[] {
  const { cases } = (JSON.parse(body) as CaseEvent).patch ?? {}
  return typeof cases === 'string' ? cases.split(' ') : []
}
