import type { z } from 'zod'
import { sees } from '../../../shared-types/src/engine/access.ts'
import { isDay, isInstant } from '../../../shared-types/src/engine/day.ts'
import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Field } from '../../../shared-types/src/model/field.ts'
import type { Sort } from '../../../shared-types/src/store/case-store.ts'
import type { ListQuery } from '../api/cases.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

export type Listing = z.output<typeof ListQuery>
type Operand = NonNullable<Listing['filters']>[string]

/** What every record answers to besides its fields. */
const OWN = ['$state', '$unit', '$creator', '$id']
const TIMES = ['$newest', '$updated', '$created']

/**
 * What a list query means, as the database takes it. Rights are the caller's business.
 * @throws CallRefusal for a field that is not there or that the role may not see, and for a value of another kind
 */
export function listConditions(desk: Desk, who: Asking, kind: Kind, query: Listing): Condition[] {
  const units = query.unit ? desk.directory.below(query.unit) : undefined
  return [
    ...deskCondition(desk, kind, query.desk),
    ...reportCondition(desk, kind, query.report),
    ...(query.states?.length ? [{ field: '$state', is: 'in' as const, to: query.states }] : []),
    ...flagCondition(kind, query.flag),
    ...(units ? [{ field: '$unit', is: 'in' as const, to: units }] : []),
    ...Object.entries(query.filters ?? {}).map(([name, value]) => filter(who, kind, name, value)),
    ...(query.empty ?? []).map(name => {
      fieldAsked(who, kind, name)
      return { field: name, is: 'empty' as const }
    }),
  ]
}

/** @throws CallRefusal for a field that is not there, that the role may not see, or that has no order */
export function listSort(who: Asking, kind: Kind, { sort }: Listing): Sort {
  if (!sort) return { by: '$newest', descending: true }
  const field = TIMES.includes(sort.field) ? undefined : fieldAsked(who, kind, sort.field)
  if (field?.kind === 'address' || field?.kind === 'files' || field?.kind === 'table')
    throw refusal('list.noOrder', who, kind, sort.field)
  return { by: sort.field, descending: sort.down }
}

function deskCondition(desk: Desk, kind: Kind, name: string | undefined): Condition[] {
  if (!name) return []
  const place = kind.domain.desks[name]
  if (!place) throw new CallRefusal('arguments', 'list.condition', { name })
  const has = place.kind === 'queue' || place.kind === 'register' ? place.where : undefined
  const isOurs = has && 'record' in place && kindOf(desk.kinds, typeFrom(kind.domain, place.record)) === kind
  return isOurs ? [has] : []
}

/** What a report counts, whatever its groups: the rows behind a number are of these. */
function reportCondition(desk: Desk, kind: Kind, asked: Listing['report']): Condition[] {
  if (!asked) return []
  const domain = desk.domains.find(d => d.name === asked.domain)
  const report = domain?.reports[asked.report]
  if (!domain || !report || typeFrom(domain, report.record) !== kind.type)
    throw new CallRefusal('not-found', 'report.unknown')
  return report.where ? [report.where] : []
}

function flagCondition(kind: Kind, name: string | undefined): Condition[] {
  if (!name) return []
  const flag = kind.record.flags?.[name]
  if (!flag) throw new CallRefusal('arguments', 'list.condition', { name })
  return [flag.when]
}

/** The field of that name, undefined for what every record has. */
function fieldAsked(who: Asking, kind: Kind, name: string): Field | undefined {
  if (OWN.includes(name)) return undefined
  const field = Object.hasOwn(kind.record.fields, name) ? kind.record.fields[name] : undefined
  if (!field || !sees(field, who.user.role)) throw new CallRefusal('arguments', 'list.field', { field: name })
  return field
}

function filter(who: Asking, kind: Kind, name: string, value: Operand): Condition {
  const field = fieldAsked(who, kind, name)
  const wrong = (say: string) => refusal(say, who, kind, name)
  switch (field?.kind) {
    case 'address':
    case 'files':
    case 'table':
      throw wrong('list.noOrder')
    case 'flag':
      if (typeof value !== 'boolean') throw wrong('list.notFlag')
      return { field: name, is: 'equal', to: value }
    case 'number':
      return numbers(name, value, () => wrong('list.notNumber'))
    case 'date':
    case 'time':
      return days(name, value, () => wrong('list.notDay'))
    default:
      if (typeof value === 'string') return { field: name, is: 'equal', to: value }
      if (Array.isArray(value)) return { field: name, is: 'in', to: value }
      throw wrong('list.notText')
  }
}

/** One number or a span of them; they come as text where they were typed. */
function numbers(field: string, value: Operand, wrong: () => CallRefusal): Condition {
  const numberOf = (given: unknown) => {
    const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
    if (typeof number !== 'number' || !Number.isFinite(number)) throw wrong()
    return number
  }
  if (typeof value !== 'object') return { field, is: 'equal', to: numberOf(value) }
  if (Array.isArray(value)) return { field, is: 'in', to: value.map(numberOf) }
  return span(field, value, numberOf)
}

function days(field: string, value: Operand, wrong: () => CallRefusal): Condition {
  const dayOf = (given: unknown) => {
    if (typeof given !== 'string' || !(isDay(given) || isInstant(given))) throw wrong()
    return given
  }
  if (typeof value !== 'object') return { field, is: 'equal', to: dayOf(value) }
  if (Array.isArray(value)) return { field, is: 'in', to: value.map(dayOf) }
  return span(field, value, dayOf)
}

/** Both ends included; a case without a value is in no span. */
function span(
  field: string,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  read: (given: unknown) => string | number,
): Condition {
  const filled: Condition = { not: { field, is: 'empty' } }
  return {
    all: [
      ...(from ? [{ not: { field, is: 'less' as const, to: read(from) } }, filled] : []),
      ...(to ? [{ not: { field, is: 'more' as const, to: read(to) } }, filled] : []),
    ],
  }
}

const refusal = (say: string, { words }: Asking, kind: Kind, name: string) =>
  new CallRefusal('arguments', say, { field: label(kind, words.language).field(name) })
