import type { Condition, Operand } from '../model/condition.ts'
import type { Kind, Kinds } from '../model/domain.ts'
import { feedConditions } from './check-feeds.ts'
import type { Need } from './need.ts'

const SYSTEM = ['$state', '$unit', '$creator', '$id']

/** Every condition of a record type, of the desks, reports and balances over it: fields, lookups and entitlements exist. */
export function checkConditions(kind: Kind, kinds: Kinds, need: Need): void {
  for (const { where, condition, stored } of conditionsOf(kind)) walk(condition, kind, where, stored)
  for (const [name, lookup] of Object.entries(kind.record.lookups ?? {})) {
    const other = kinds.get(lookup.record)
    if (other && lookup.where) walk(lookup.where, other, `${kind.name} lookup ${name}`, true)
  }
  for (const [name, { counts }] of Object.entries(kind.record.warns ?? {}))
    for (const lookup of counts?.among ?? []) {
      const other = kinds.get(lookup.record)
      if (other && lookup.where) walk(lookup.where, other, `${kind.name} warning ${name}`, true)
    }

  function walk(c: Condition, of: Kind, where: string, stored: boolean): void {
    const parts = 'all' in c ? c.all : 'any' in c ? c.any : 'not' in c ? [c.not] : []
    for (const part of parts) walk(part, of, where, stored)
    if ('all' in c || 'any' in c || 'not' in c) return
    if ('some' in c || 'entitled' in c) {
      const name = 'some' in c ? c.some : c.entitled
      need(!stored, where, `${name} in a condition that the database must answer`)
      const lookup = 'some' in c ? of.record.lookups?.[c.some] : undefined
      need(
        'some' in c ? lookup : of.record.entitlements?.[name],
        where,
        `${'some' in c ? 'lookup' : 'entitlement'} ${name}`,
      )
      const other = lookup && kinds.get(lookup.record)
      if (other && 'some' in c && c.where) walk(c.where, other, `${where}, lookup ${name}`, true)
      return
    }
    need(SYSTEM.includes(c.field) || c.field in of.record.fields, where, `field ${c.field}`)
    if (c.is === 'empty') return
    const to: readonly Operand[] = c.is === 'in' ? ('user' in c.to ? [] : c.to) : [c.to]
    for (const o of to) {
      if (typeof o === 'object' && 'field' in o)
        need(o.field in of.record.fields || SYSTEM.includes(o.field), where, `field ${o.field}`)
      if (c.field === '$state')
        need(typeof o !== 'string' || o in of.record.workflow.states, where, `state ${String(o)}`)
      checkCode(c.field, o, of, where)
    }
  }

  function checkCode(field: string, o: Operand, of: Kind, where: string): void {
    const f = of.record.fields[field]
    const codes = f?.kind === 'choice' ? of.domain.dictionaries[f.of] : undefined
    if (f?.kind === 'choice' && codes && typeof o === 'string')
      need(codes.includes(o), where, `code ${o} of dictionary ${f.of}`)
  }
}

interface Placed {
  where: string
  condition: Condition
  /** The database answers it: only what `where` can compile may stand in it. */
  stored: boolean
}

function conditionsOf({ record, domain, name: at }: Kind): Placed[] {
  const found: Placed[] = []
  const add = (where: string, condition: unknown, stored = false) => {
    if (typeof condition === 'object' && condition !== null)
      found.push({ where: `${at} ${where}`, condition: condition as Condition, stored })
  }
  for (const [name, f] of Object.entries(record.fields)) {
    add(`field ${name}`, f.shown)
    add(`field ${name}`, f.required)
    for (const o of f.offer ?? []) add(`field ${name}`, o.when)
  }
  for (const s of record.form) add(`form ${s.section}`, s.shown)
  for (const [name, step] of Object.entries(record.workflow.steps)) {
    for (const [guard, c] of Object.entries(step.guards ?? {})) add(`step ${name} guard ${guard}`, c)
    for (const e of step.also ?? []) add(`step ${name}`, e.when)
  }
  for (const [role, a] of Object.entries(record.access)) {
    add(`access ${role}`, a.read, true)
    add(`access ${role}`, a.edit)
  }
  for (const [name, e] of Object.entries(record.entitlements ?? {})) add(`entitlement ${name}`, e.asked)
  for (const [name, c] of Object.entries(record.checks ?? {})) add(`check ${name}`, c.fails)
  for (const [name, p] of Object.entries(record.papers ?? {})) add(`paper ${name}`, p.asked)
  for (const [name, f] of Object.entries(record.flags ?? {})) add(`flag ${name}`, f.when, true)
  for (const [name, desk] of Object.entries(domain.desks))
    if ((desk.kind === 'queue' || desk.kind === 'register') && desk.record === at) add(`desk ${name}`, desk.where, true)
  for (const [name, feed] of Object.entries(domain.feeds ?? {}))
    if (feed.record === at) for (const c of feedConditions({ [name]: feed })) add(`feed ${name}`, c, true)
  for (const [name, r] of Object.entries(domain.reports)) {
    if (r.record !== at) continue
    add(`report ${name}`, r.where, true)
    add(`report ${name} share`, r.share, true)
  }
  for (const [name, b] of Object.entries(domain.balances ?? {})) {
    for (const [count, c] of Object.entries(b.counts))
      if (c.record === at) add(`balance ${name} count ${count}`, c.where, true)
    for (const [difference, c] of Object.entries(b.differences))
      if (c.record === at) add(`balance ${name} difference ${difference}`, c.where)
  }
  return found
}
