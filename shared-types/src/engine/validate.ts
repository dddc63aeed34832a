import type { Case, Problem } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import { evaluate, isEmpty, type Scope } from './evaluate.ts'
import { validateValue } from './validate-value.ts'

/** Everything that keeps the data from leaving the desk: what is wrong, and what is missing. Empty means complete. */
export function validate(kind: Kind, c: Case, scope: Scope): Problem[] {
  return Object.entries(kind.record.fields).flatMap(([name, field]) => {
    if (field.shown && !evaluate(field.shown, c, scope)) return []
    const value = c.data[name]
    if (value !== undefined && value !== null && !isEmpty(value))
      return validateValue(kind, name, field, value, scope.today)
    const required = typeof field.required === 'object' ? evaluate(field.required, c, scope) : field.required
    return required ? [{ code: 'required' as const, field: name }] : []
  })
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
