import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import { KEY_LENGTH } from './where.ts'

/** What `$newest` sorts by: the field that the record type names, else the time of the last change. */
export function newestOf(c: Case, kind: Kind): string {
  const { newest } = kind.record.list
  return newest ? String(c.data[newest] ?? '').slice(0, KEY_LENGTH) : c.updatedAt
}
