/**
 * One condition language for visibility, required fields, guards, row access, filters, queues, reports and rules.
 * `engine/evaluate.ts` runs it in memory and `store/where.ts` compiles it to SQL; a random parity test holds the two
 * together. A comparison with an absent value is false, and `not` is plain negation of that.
 *
 * Besides its own fields a record answers to `$state`, `$unit`, `$creator` and `$id`.
 */
export type Condition =
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }
  | { field: string; is: 'empty' }
  | { field: string; is: 'equal' | 'less' | 'more'; to: Operand }
  | { field: string; is: 'in'; to: readonly Operand[] | UserList }
  /** At least one record of a declared lookup satisfies `where`. In memory only: guards and checks, never row access. */
  | { some: string; where?: Condition }
  /** The holder has a declared entitlement today. In memory only. */
  | { entitled: string }

export type Operand = string | number | boolean | Moving

/** A value that depends on who asks and when. `field` is another field of the same record (in memory only). */
export type Moving = { today: number } | { months: number } | { user: 'id' | 'post' | 'unit' } | { field: string }

/** The units a person's post covers: their own and all below, or all of their district. */
export type UserList = { user: 'units' | 'district' }
