import { addDays, weekdayOf } from '../../../shared-types/src/engine/day.ts'
import type { Found, History } from './history.ts'

/**
 * The design page of the rules, read sentence by sentence and without a thought for speed: what the rules are compared
 * with. It knows nothing of their tables.
 */
export function plainReading(world: History, from: string, to: string): Found[] {
  const found: Found[] = []
  const ask = reader(world, found)
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const today = ask(day, day === from)
    found.push(...today)
  }
  const key = ({ to: day, rule, subject }: Found) => [day, rule, subject]
  return found.toSorted((a, b) => {
    for (const [i, x] of key(a).entries()) if (x !== key(b)[i]) return x < key(b)[i]! ? -1 : 1
    return 0
  })
}

/** What is called for on a day, with all that was called for before in `found`. */
export function reader(world: History, found: readonly Found[]) {
  const works = (day: string) =>
    world.workdays.includes(day) || (!world.holidays.includes(day) && ![0, 6].includes(weekdayOf(day)))
  const p = <T extends object>(rule: string, defaults: T): T => ({ ...defaults, ...world.parameters[rule] })
  const between = (day: string, first: string, last: string) => day >= first && day <= last
  const since = (rule: string, subject: string, day: string) =>
    found.filter(a => a.rule === rule && a.subject === subject && a.to >= day)
  const days = (last: string, count: number) => Array.from({ length: count }, (_, i) => addDays(last, i - count + 1))
  const baseline = { residents: new Map<string, string>(), employments: new Map<string, string>() }
  const one = (rule: string, subject: string, day: string, measure: number | string, first = day): Found => ({
    rule,
    subject,
    from: first,
    to: day,
    measure,
  })

  function footfall(day: string): Found[] {
    const { windowDays } = p('venue-footfall', { windowDays: 7 })
    const first = addDays(day, 1 - windowDays)
    return world.venues
      .filter(v => v.registered <= first)
      .flatMap(v => {
        const c = days(day, windowDays).map(d => world.scans.filter(s => s.venue === v.id && s.day === d).length)
        const low = v.min !== undefined && c.every(n => n < v.min!)
        const high = v.max !== undefined && c.every(n => n > v.max!)
        return [
          ...(low ? [one('venue-footfall', `${v.id}|low`, day, Math.min(...c), first)] : []),
          ...(high ? [one('venue-footfall', `${v.id}|high`, day, Math.max(...c), first)] : []),
        ]
      })
      .filter(a => !since('venue-footfall', a.subject, first).length)
  }

  function unknown(day: string): Found[] {
    const strange = world.scans.filter(s => s.day === day && !world.venues.some(v => v.id === s.venue))
    return [...new Set(strange.map(s => s.venue))]
      .filter(id => !world.scans.some(s => s.venue === id && s.day < day))
      .map(id => one('unknown-venue', id, day, strange.filter(s => s.venue === id).length))
  }

  function volume(day: string): Found[] {
    if (!works(day)) return []
    const { history, minHistory, k, minExcess } = p('permit-volume', {
      history: 60,
      minHistory: 20,
      k: 3,
      minExcess: 5,
    })
    return world.stations.flatMap(({ id }) => {
      const own = world.permits.filter(a => a.station === id)
      const begin = own.map(a => a.day).sort()[0]
      const before: string[] = []
      for (let d = addDays(day, -1); before.length < history && begin && d >= begin; d = addDays(d, -1))
        if (works(d)) before.push(d)
      if (before.length < minHistory) return []
      const h = before.map(d => own.filter(a => a.day === d).length)
      const m = middle(h)
      const limit = m + Math.max(k * 1.4826 * middle(h.map(n => Math.abs(n - m))), minExcess)
      const count = own.filter(a => a.day === day).length
      return count > limit ? [one('permit-volume', id, day, count)] : []
    })
  }

  function hours(day: string): Found[] {
    return world.stations.flatMap(s => {
      const [a, b, c, d] = s.hours
      const outside = world.permits.filter(
        x =>
          x.station === s.id &&
          x.day === day &&
          !(works(day) && ((x.time >= a && x.time < b) || (x.time >= c && x.time < d))) &&
          !world.duties?.some(u => u.station === s.id && u.day === day && x.time >= u.from && x.time < u.to),
      )
      return outside.length ? [one('off-hours', s.id, day, outside.length)] : []
    })
  }

  function late(day: string): Found[] {
    const { maxWorkingDays } = p('turnaround', { maxWorkingDays: 3 })
    return world.permits.flatMap(a => {
      let end = a.day
      for (let n = 0; n < maxWorkingDays + 1; ) {
        end = addDays(end, 1)
        if (works(end)) n++
      }
      const done = (a.issued && a.issued < day) || (a.decision === 'rejected' && a.decided <= day)
      return end === day && !done ? [one('turnaround', a.id, day, maxWorkingDays + 1, a.day)] : []
    })
  }

  const terminal = (day: string): Found[] =>
    world.prints
      .filter(x => x.day === day)
      .filter(
        x =>
          !world.terminals.some(
            t =>
              t.device === x.device &&
              t.ip === x.ip &&
              t.mac.toLowerCase() === x.mac.toLowerCase() &&
              t.station === x.station &&
              t.from <= day &&
              (!t.to || day <= t.to),
          ),
      )
      .map(x => one('terminal-mismatch', x.id, day, 1))

  function rate(rule: string, day: string, rows: readonly { station: string; day: string; bad: boolean }[]): Found[] {
    const { windowDays, referenceDays, minCases, factor, alpha } = p(rule, {
      windowDays: 7,
      referenceDays: 56,
      minCases: 10,
      factor: 2,
      alpha: 0.01,
    })
    const first = addDays(day, 1 - windowDays)
    return world.stations.flatMap(({ id }) => {
      const own = rows.filter(r => r.station === id)
      const now = own.filter(r => between(r.day, first, day))
      const then = own.filter(r => between(r.day, addDays(first, -referenceDays), addDays(first, -1)))
      const [n, x] = [now.length, now.filter(r => r.bad).length]
      if (n < minCases || then.length < minCases) return []
      const q = (then.filter(r => r.bad).length + 1) / (then.length + 2)
      if (x / n <= factor * q || tail(n, q, x) >= alpha || since(rule, id, first).length) return []
      return [one(rule, id, day, x / n, first)]
    })
  }

  function places(day: string): Found[] {
    const { windowDays, minPlaces } = p('multi-place', { windowDays: 30, minPlaces: 2 })
    const first = addDays(day, 1 - windowDays)
    const people = new Set(world.permits.filter(a => a.day === day).map(a => a.citizen))
    return [...people].flatMap(citizen => {
      const own = world.permits.filter(a => a.citizen === citizen && between(a.day, first, day))
      const count = new Set(own.map(a => a.station)).size
      return count >= minPlaces && !since('multi-place', citizen, first).length
        ? [one('multi-place', citizen, day, count, first)]
        : []
    })
  }

  function address(day: string): Found[] {
    const { windowDays, minHolders } = p('shared-address', { windowDays: 365, minHolders: 5 })
    const first = addDays(day, 1 - windowDays)
    const level = (h: number) => Math.floor(Math.log2(h / minHolders))
    const codes = new Set(world.permits.filter(a => a.day === day && a.address).map(a => a.address))
    return [...codes].flatMap(code => {
      const own = world.permits.filter(a => a.address === code && between(a.day, first, day))
      const h = new Set(own.map(a => a.citizen)).size
      const before = since('shared-address', code, first).map(a => level(Number(a.measure)))
      return h >= minHolders && before.every(l => level(h) > l) ? [one('shared-address', code, day, h, first)] : []
    })
  }

  function changed(rule: string, kind: 'residents' | 'employments', day: string, begins: boolean): Found[] {
    const rows = world[kind].get(day)
    if (!rows) return []
    const known = baseline[kind]
    const alerts = [...known].flatMap(([id, old]) => {
      const now = rows.get(id)
      const measure = `${old}→${now ?? ''}`
      const told = found.some(a => a.rule === rule && a.subject === id && a.measure === measure)
      return now === old || told || begins ? [] : [one(rule, id, day, measure)]
    })
    for (const [id, date] of rows) if (!known.has(id)) known.set(id, date)
    return alerts
  }

  const prints = world.prints.map(x => ({ ...x, bad: x.void }))
  const decisions = world.permits
    .filter(a => a.decision)
    .map(a => ({ station: a.station, day: a.decided, bad: a.decision === 'rejected' }))
  return (day: string, begins: boolean): Found[] => [
    ...footfall(day),
    ...unknown(day),
    ...volume(day),
    ...hours(day),
    ...late(day),
    ...terminal(day),
    ...rate('void-rate', day, prints),
    ...rate('rejection-rate', day, decisions),
    ...places(day),
    ...address(day),
    ...changed('resident-date-changed', 'residents', day, begins),
    ...changed('employment-date-changed', 'employments', day, begins),
  ]
}

function middle(values: readonly number[]): number {
  const v = values.toSorted((a, b) => a - b)
  return (v[Math.floor((v.length - 1) / 2)]! + v[Math.ceil((v.length - 1) / 2)]!) / 2
}

/** By exact fractions of whole numbers: n is small here. */
function tail(n: number, p: number, x: number): number {
  let sum = 0
  for (let k = x; k <= n; k++) {
    let choose = 1
    for (let i = 0; i < k; i++) choose = (choose * (n - i)) / (i + 1)
    sum += choose * p ** k * (1 - p) ** (n - k)
  }
  return sum
}
