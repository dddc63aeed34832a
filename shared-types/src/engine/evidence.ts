import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { TableRow } from '../model/field.ts'

/** One row of evidence: what it is called by, and who made it, as far as it says so. */
export interface EvidenceRow {
  id: string
  by?: string
}

/** The rows of evidence that a case names, in their order; none where its record type keeps no evidence. */
export function evidenceOf({ record: { evidence } }: Kind, c: Case): EvidenceRow[] {
  const rows = evidence && c.data[evidence.table]
  if (!Array.isArray(rows)) return []
  return (rows as readonly TableRow[]).map(row => {
    const by = evidence!.by === undefined ? undefined : row[evidence!.by]
    return { id: String(row[evidence!.id] ?? ''), ...(typeof by === 'string' && by !== '' && { by }) }
  })
}
