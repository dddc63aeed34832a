import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Entitlement } from '../model/record.ts'
import { addDays, addMonths, daysBetween } from './day.ts'
import type { Scope } from './evaluate.ts'

/** One stretch of time, both days included; `until` is absent while it lasts. */
export interface Spell {
  caseId: string
  lookup: string
  since: string
  until?: string
}

export interface Standing {
  /** The holder has the entitlement today. */
  now: boolean
  /** The first day with it: today or past when `now`, later when the running spell leads there, else absent. */
  on?: string
  /** Days accumulated up to today, overlapping spells counted once. */
  days: number
  months: number
  spells: readonly Spell[]
}

/**
 * How a holder stands: the time of the looked-up spells, overlaps counted once. It needs a spell that runs today.
 * A stretch of n months is as many days as n months from the first day counted.
 */
export function standing(kind: Kind, name: string, scope: Scope): Standing {
  const rule = kind.record.entitlements?.[name]
  if (!rule) throw new Error(`${kind.type} has no entitlement ${name}`)
  const parameter = (key: string) =>
    scope.parameters[`${kind.domain.name}.${key}`] ?? kind.domain.parameters?.[key]?.default
  const months = Number(parameter(rule.months))
  const spells = spellsOf(rule, scope)
  const stretches = join(spells, scope.today)
  const running = stretches.at(-1)
  const days = stretches.reduce((sum, s) => sum + length(s), 0)
  if (!running || running.until !== scope.today) return { now: false, days, months, spells }

  const on = firstDay(parameter(rule.several) ? stretches : [running], months)
  const open = spells.some(
    s => (!s.until || s.until >= on) && s.since <= scope.today && (!s.until || s.until >= scope.today),
  )
  const now = on <= scope.today
  return { now, days, months, spells, ...((now || open) && { on }) }
}

/**
 * The day on which the last stretch completes the months. Months are not all as long: an old short stay whose six months
 * would have been longer ones must not put the day off, so that of all ways to count, from each stretch on, the best counts.
 */
function firstDay(stretches: readonly Stretch[], months: number): string {
  const running = stretches.at(-1)!
  return stretches
    .map(({ since }, i) => {
      const before = stretches.slice(i, -1).reduce((sum, s) => sum + length(s), 0)
      return addDays(running.since, Math.max(0, daysBetween(since, addMonths(since, months)) - before))
    })
    .reduce((a, b) => (a < b ? a : b))
}

/** Every entitlement of the record type, as conditions ask for them. */
export function entitlements(kind: Kind, scope: Scope): Record<string, boolean> {
  return Object.fromEntries(
    Object.keys(kind.record.entitlements ?? {}).map(name => [name, standing(kind, name, scope).now]),
  )
}

function spellsOf(rule: Entitlement, scope: Scope): Spell[] {
  const text = (c: Case, field: string) =>
    typeof c.data[field] === 'string' && c.data[field] ? (c.data[field] as string) : undefined
  return rule.from
    .flatMap(({ lookup, since, until }) =>
      (scope.related?.[lookup] ?? []).map(c => ({
        caseId: c.id,
        lookup,
        since: text(c, since) ?? '',
        until: text(c, until),
      })),
    )
    .filter(s => s.since && s.since <= scope.today && (!s.until || s.until >= s.since))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
}

/** Stretches that neither overlap nor touch, in order, none past today. */
function join(spells: readonly Spell[], today: string): Stretch[] {
  const stretches: Stretch[] = []
  for (const spell of spells) {
    const until = !spell.until || spell.until > today ? today : spell.until
    const last = stretches.at(-1)
    if (last && spell.since <= addDays(last.until, 1)) last.until = until > last.until ? until : last.until
    else stretches.push({ since: spell.since, until })
  }
  return stretches
}

interface Stretch {
  since: string
  until: string
}

const length = (s: Stretch) => daysBetween(s.since, s.until) + 1
