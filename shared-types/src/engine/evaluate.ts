import type { Case } from '../model/case.ts'
import type { Condition, Moving, Operand, UserList } from '../model/condition.ts'
import type { AnyValue } from '../model/field.ts'
import type { User } from '../model/person.ts'
import { addDays, addMonths } from './day.ts'

/** What a decision needs to know besides the case: nothing in it comes from a clock or a store by itself. */
export interface Scope {
  /** The day of the act, YYYY-MM-DD, in the deployment's time zone. */
  today: string
  user: User
  /** Parameters in force, `domain.name`. */
  parameters: Readonly<Record<string, number | boolean>>
  /** The records that the declared lookups of this case find. */
  related?: Readonly<Record<string, readonly Case[]>>
  /** Which of the record type's entitlements the holder has today. */
  entitled?: Readonly<Record<string, boolean>>
  /** Whether this number lies in a block leased to the station of the act. Absent: not asked. */
  leased?: (series: string, number: string) => boolean
  /** Locked fields that an effect of another event may write. */
  granted?: readonly string[]
}

/** Whether the condition holds for this case. A comparison with an absent value is false. */
export function evaluate(condition: Condition, c: Case, scope: Scope): boolean {
  if ('all' in condition) return condition.all.every(part => evaluate(part, c, scope))
  if ('any' in condition) return condition.any.some(part => evaluate(part, c, scope))
  if ('not' in condition) return !evaluate(condition.not, c, scope)
  if ('entitled' in condition) return scope.entitled?.[condition.entitled] ?? false
  if ('some' in condition) {
    const { where } = condition
    return (scope.related?.[condition.some] ?? []).some(
      other => other.id !== c.id && (!where || evaluate(where, other, scope)),
    )
  }

  const value = read(c, condition.field)
  if (condition.is === 'empty') return isEmpty(value)
  if (isEmpty(value)) return false
  if (condition.is === 'in') return operands(condition.to, scope).some(o => resolve(o, c, scope) === value)

  const other = resolve(condition.to, c, scope)
  if (condition.is === 'equal') return value === other
  if (isEmpty(other) || typeof value !== typeof other) return false
  return condition.is === 'less' ? value! < other! : value! > other!
}

/** A field of the case, or one of `$state`, `$unit`, `$creator`, `$id`. */
export function read(c: Case, field: string): AnyValue | null | undefined {
  switch (field) {
    case '$state':
      return c.state
    case '$unit':
      return c.unit
    case '$creator':
      return c.creator
    case '$id':
      return c.id
    default:
      return c.data[field]
  }
}

export function isEmpty(value: AnyValue | null | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** What an operand stands for now. `field` operands read the same case. */
export function resolve(operand: Operand, c: Case | undefined, scope: Scope): AnyValue | null | undefined {
  return typeof operand === 'object' ? moving(operand, c, scope) : operand
}

/** The list that an `in` compares with. */
export function operands(to: readonly Operand[] | UserList, scope: Scope): readonly Operand[] {
  return 'user' in to ? scope.user[to.user] : to
}

function moving(operand: Moving, c: Case | undefined, scope: Scope): AnyValue | null | undefined {
  if ('today' in operand) return addDays(scope.today, operand.today)
  if ('months' in operand) return addMonths(scope.today, operand.months)
  if ('user' in operand) return scope.user[operand.user]
  return c && read(c, operand.field)
}
