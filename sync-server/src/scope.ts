import { createHash } from 'node:crypto'
import { readable, sees } from '../../shared-types/src/engine/access.ts'
import { evaluate, operands, resolve, type Scope } from '../../shared-types/src/engine/evaluate.ts'
import { userOf } from '../../shared-types/src/engine/organisation.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Condition, Operand } from '../../shared-types/src/model/condition.ts'
import type { Kind, Kinds } from '../../shared-types/src/model/domain.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import type { Directory } from './directory.ts'

/** What a station may read, with nothing in it that depends on who asks or when. */
export interface ReadScope {
  hash: string
  /** Record type → the cases that at least one post at or below the station's unit may read. Absent: none. */
  reads: Readonly<Record<string, Condition>>
  /** Record type → fields (`field`, or `field.column` of a table) that none of those posts may see. */
  hidden: Readonly<Record<string, readonly string[]>>
}

/** Everyone who holds a post at or below the unit, once for each such post. */
export function readersAt(directory: Directory, unit: string): User[] {
  const units = directory.below(unit)
  return [...directory.people.values()].flatMap(person =>
    person.posts.filter(post => units.has(post.unit)).flatMap(post => userOf(person, post.id, directory.units) ?? []),
  )
}

/** What the posts at and below a unit may read on that day, together. */
function readScope(kinds: Kinds, directory: Directory, unit: string, today: string): ReadScope {
  const readers = readersAt(directory, unit)
  const reads: Record<string, Condition> = {}
  const hidden: Record<string, readonly string[]> = {}
  for (const kind of [...kinds.values()].sort((a, b) => (a.type < b.type ? -1 : 1))) {
    const allowed = readers.filter(reader => kind.record.access[reader.role]?.read !== undefined)
    if (allowed.length === 0) continue
    const scope = (user: User): Scope => ({ today, user, parameters: directory.parameters })
    const parts = allowed.map(reader => JSON.stringify(grounded(readable(kind, reader.role), scope(reader))))
    reads[kind.type] = { any: [...new Set(parts)].sort().map(part => JSON.parse(part) as Condition) }
    const closed = hiddenFields(kind, allowed)
    if (closed.length) hidden[kind.type] = closed
  }
  return scopeFrom(reads, hidden)
}

/** What a unit may read today, worked out once for each reading of the directory, unit and day. */
export type ReadScopeOf = (directory: Directory, unit: string, today: string) => ReadScope

export function scopeReader(kinds: Kinds): ReadScopeOf {
  const known = new WeakMap<Directory, Map<string, ReadScope>>()
  return (directory, unit, today) => {
    const scopes = known.get(directory) ?? new Map<string, ReadScope>()
    known.set(directory, scopes)
    const key = `${unit} ${today}`
    const scope = scopes.get(key) ?? readScope(kinds, directory, unit, today)
    scopes.set(key, scope)
    return scope
  }
}

/** A scope from what was kept of it. */
export function scopeFrom(reads: ReadScope['reads'], hidden: ReadScope['hidden']): ReadScope {
  const hash = createHash('sha256')
    .update(JSON.stringify([reads, hidden]))
    .digest('base64url')
    .slice(0, 22)
  return { hash, reads, hidden }
}

/** Whether a case lies in the scope. */
export function inScope(scope: ReadScope, c: Case): boolean {
  const condition = scope.reads[c.type]
  return condition !== undefined && evaluate(condition, c, GROUND)
}

/** Grounded conditions ask nothing of these. */
export const GROUND: Scope = {
  today: '2000-01-01',
  user: { id: '', post: '', role: 'clerk', unit: '', units: [], district: [] },
  parameters: {},
}

/** The condition with the values that its operands stand for. Lists are sorted, so that equal ones are the same text. */
export function grounded(c: Condition, scope: Scope): Condition {
  if ('all' in c) return { all: c.all.map(part => grounded(part, scope)) }
  if ('any' in c) return { any: c.any.map(part => grounded(part, scope)) }
  if ('not' in c) return { not: grounded(c.not, scope) }
  if ('some' in c || 'entitled' in c || c.is === 'empty') return c
  if (c.is === 'in') {
    const list = operands(c.to, scope).map(o => literal(o, scope))
    return { ...c, to: list.sort((a, b) => (String(a) < String(b) ? -1 : 1)) }
  }
  return { ...c, to: literal(c.to, scope) }
}

function literal(operand: Operand, scope: Scope): Operand {
  const value = resolve(operand, undefined, scope)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : operand
}

function hiddenFields(kind: Kind, readers: readonly User[]): string[] {
  return Object.entries(kind.record.fields).flatMap(([name, field]) => {
    if (!readers.some(reader => sees(field, reader.role))) return [name]
    if (field.kind !== 'table') return []
    return Object.entries(field.columns)
      .filter(([, column]) => !readers.some(reader => sees(column, reader.role)))
      .map(([column]) => `${name}.${column}`)
  })
}

/** The fields that the access conditions of a record type read: an event that changes one may move its case. */
export function scopeFields(kind: Kind): ReadonlySet<string> {
  const found = new Set<string>()
  const walk = (c: Condition): void => {
    if ('all' in c) c.all.forEach(walk)
    else if ('any' in c) c.any.forEach(walk)
    else if ('not' in c) walk(c.not)
    else if ('field' in c) found.add(c.field)
  }
  for (const access of Object.values(kind.record.access)) if (access?.read && access.read !== true) walk(access.read)
  return found
}
