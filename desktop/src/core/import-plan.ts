import { isDeepStrictEqual } from 'node:util'
import { isEmpty } from '../../../shared-types/src/engine/evaluate.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data, SimpleValue } from '../../../shared-types/src/model/field.ts'

/** What a row asks for: a new case, a change of one that is registered, or nothing. */
export type ImportPlan =
  | { does: 'add'; act: string; patch: Data }
  | { does: 'change'; act: string; caseId: string; patch: Data }
  | { does: 'nothing'; caseId: string }

/** The values by which a registered case is found; undefined when the record type names none or the row lacks one. */
export function importKey(kind: Kind, data: Data): Record<string, SimpleValue> | undefined {
  const { key } = kind.record.imports ?? {}
  if (!key?.length) return undefined
  const match: Record<string, SimpleValue> = {}
  for (const name of key) {
    const value = data[name]
    if (isEmpty(value) || typeof value === 'object') return undefined
    match[name] = value as SimpleValue
  }
  return match
}

/**
 * What becomes of a row, given the cases with its key. A cell that is empty says nothing and empties nothing; a case that
 * has ended is history, so that the same key begins a new one.
 */
export function planOf(kind: Kind, data: Data, registered: readonly Case[]): ImportPlan {
  const { states } = kind.record.workflow
  const act = kind.record.imports?.act ?? 'edit'
  const open = registered
    .filter(c => !states[c.state]?.final)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0))[0]
  if (!open) return { does: 'add', act, patch: data }
  const patch = Object.fromEntries(
    Object.entries(data).filter(([name, value]) => !isEmpty(value) && !isDeepStrictEqual(value, open.data[name])),
  )
  if (Object.keys(patch).length === 0) return { does: 'nothing', caseId: open.id }
  return { does: 'change', act: states[open.state]?.editable ? 'edit' : act, caseId: open.id, patch }
}
