import type { Case, Problem } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import { askedProblems, askedRows } from './asked-rows.ts'
import { evaluate, isEmpty, type Scope } from './evaluate.ts'
import { validateValue } from './validate-value.ts'

/** Everything that keeps the data from leaving the desk: what is wrong, and what is missing. Empty means complete. */
export function validate(kind: Kind, c: Case, scope: Scope): Problem[] {
  return Object.entries(kind.record.fields).flatMap(([name, field]) => {
    if (field.shown && !evaluate(field.shown, c, scope)) return []
    const value = c.data[name]
    const asked = askedHere(kind, name, field, c, scope)
    if (asked.length) return asked
    if (value !== undefined && value !== null && !isEmpty(value))
      return validateValue(kind, name, field, value, scope.today)
    const required = typeof field.required === 'object' ? evaluate(field.required, c, scope) : field.required
    return required ? [{ code: 'required' as const, field: name }] : []
  })
}

/** Of a table whose rows another record names; where that one is not at hand nothing can be said. */
function askedHere(kind: Kind, name: string, field: Field, c: Case, scope: Scope): Problem[] {
  if (field.kind !== 'table' || !field.rows) return []
  const found = scope.related?.[field.rows.lookup]
  if (!found?.length) return []
  const table = { ...field, rows: field.rows }
  return askedProblems(kind, name, table, c.data[name], askedRows(table, found), scope.today)
}

/** The record type's own checks that fail for this case after this act. */
export function failedChecks(kind: Kind, c: Case, act: string, scope: Scope): Problem[] {
  return Object.entries(kind.record.checks ?? {})
    .filter(([, check]) => (!check.acts || check.acts.includes(act)) && evaluate(check.fails, c, scope))
    .map(([name, check]) => ({
      code: 'check' as const,
      ...(check.field && { field: check.field }),
      with: { check: name },
    }))
}
