import type { Case } from '../model/case.ts'
import type { Condition } from '../model/condition.ts'
import type { Kind } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import type { Role, User } from '../model/person.ts'
import { evaluate, type Scope } from './evaluate.ts'

const NOBODY: Condition = { any: [] }
const EVERYBODY: Condition = { all: [] }

/** Which cases of this type a person in that role may see. */
export function readable(kind: Kind, role: Role): Condition {
  const rule = kind.record.access[role]?.read
  return rule === true ? EVERYBODY : (rule ?? NOBODY)
}

/** Whether the person may read or edit this case. */
export function may(kind: Kind, what: 'read' | 'edit', c: Case, scope: Scope): boolean {
  const rule = kind.record.access[scope.user.role]?.[what]
  return rule === true || (rule !== undefined && evaluate(rule, c, scope))
}

/** Whether a role may begin cases of this type, or take lists of them out of the house. */
export const mayEver = (kind: Kind, what: 'create' | 'export', role: Role): boolean =>
  kind.record.access[role]?.[what] === true

/** Whether a person in that role sees the field at all. */
export const sees = (field: Field, role: Role): boolean => !field.only || field.only.includes(role)

/** The desks of a person: what stands in their menu. */
export const desksOf = (kinds: Iterable<Kind>, user: Pick<User, 'role'>): { domain: string; desk: string }[] =>
  [...new Set([...kinds].map(kind => kind.domain))].flatMap(domain =>
    Object.entries(domain.desks)
      .filter(([, desk]) => desk.by.includes(user.role))
      .map(([desk]) => ({ domain: domain.name, desk })),
  )
