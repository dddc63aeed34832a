import type { Case } from '../model/case.ts'
import type { Condition } from '../model/condition.ts'
import type { Desk, Domain, Kind, Kinds } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import type { Actor, User } from '../model/person.ts'
import { evaluate, type Scope } from './evaluate.ts'

const NOBODY: Condition = { any: [] }
const EVERYBODY: Condition = { all: [] }

/** Which cases of this type a person in that role may see. */
export function readable(kind: Kind, role: Actor): Condition {
  const rule = kind.record.access[role]?.read
  return rule === true ? EVERYBODY : (rule ?? NOBODY)
}

/** Whether the person may read or edit this case. */
export function may(kind: Kind, what: 'read' | 'edit', c: Case, scope: Scope): boolean {
  const rule = kind.record.access[scope.user.role]?.[what]
  return rule === true || (rule !== undefined && evaluate(rule, c, scope))
}

/** Whether a role may begin cases of this type, take lists of them out of the house, or see masked values at all. */
export const mayEver = (kind: Kind, what: 'create' | 'export' | 'reveal' | 'whole', role: Actor): boolean =>
  kind.record.access[role]?.[what] === true

/** Whether a person in that role sees the field at all. */
export const sees = (field: Field, role: Actor): boolean => !field.only || field.only.includes(role)

/** Whether that role may write the field: of a table it must see every column, or those that it does not see would go. */
export const writes = (field: Field, role: Actor): boolean =>
  sees(field, role) && (field.kind !== 'table' || Object.values(field.columns).every(column => sees(column, role)))

/** The case without the fields that the role does not see. */
export function seenBy(kind: Kind, c: Case, role: Actor): Case {
  const { fields } = kind.record
  if (!Object.values(fields).some(field => field.only)) return c
  return { ...c, data: Object.fromEntries(Object.entries(c.data).filter(([name]) => seesNamed(kind, name, role))) }
}

/** Whether the record type has a field of that name and the role sees it. */
export const seesNamed = (kind: Kind, name: string, role: Actor): boolean =>
  Object.hasOwn(kind.record.fields, name) && sees(kind.record.fields[name]!, role)

/** Of looked-up records what the person may read, without the fields that their role does not see. */
export const readableOf = (
  kinds: Kinds,
  found: Readonly<Record<string, readonly Case[]>>,
  scope: Scope,
): Record<string, readonly Case[]> =>
  Object.fromEntries(
    Object.entries(found).map(([lookup, cases]) => [
      lookup,
      cases.flatMap(c => {
        const kind = kinds.get(c.type)
        return kind && may(kind, 'read', c, scope) ? [seenBy(kind, c, scope.user.role)] : []
      }),
    ]),
  )

/** Whether a desk of that domain which is for reports, or for this balance, stands in the role's menu. */
export const hasDeskFor = (domain: Domain, role: Actor, what: 'reports' | { balance: string }): boolean =>
  Object.values(domain.desks).some(desk => desk.by.includes(role) && isFor(desk, what))

const isFor = (desk: Desk, what: 'reports' | { balance: string }): boolean =>
  what === 'reports' ? desk.kind === 'reports' : desk.kind === 'balance' && desk.balance === what.balance

/** The desks of a person: what stands in their menu. */
export const desksOf = (kinds: Iterable<Kind>, user: Pick<User, 'role'>): { domain: string; desk: string }[] =>
  [...new Set([...kinds].map(kind => kind.domain))].flatMap(domain =>
    Object.entries(domain.desks)
      .filter(([, desk]) => desk.by.includes(user.role))
      .map(([desk]) => ({ domain: domain.name, desk })),
  )
