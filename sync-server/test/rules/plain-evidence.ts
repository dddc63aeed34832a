import { addDays, weekdayOf } from '../../../shared-types/src/engine/day.ts'
import type { Found, History } from './history.ts'

export interface PlainEvidence {
  rows: { id: string; what: string }[]
  rowCount: number
  days: { day: string; count: number }[]
}

type Permit = History['permits'][number]

/** What docs/rules.md says that each rule keeps of an alert, read from a history without any table. */
export function plainEvidence(world: History, { rule, subject, from, to }: Found): PlainEvidence {
  const p = (name: string, usual: number) => world.parameters[rule]?.[name] ?? usual
  const works = (day: string) =>
    world.workdays.includes(day) || (!world.holidays.includes(day) && ![0, 6].includes(weekdayOf(day)))
  const days = (first: string) => {
    const all: string[] = []
    for (let day = first; day <= to; day = addDays(day, 1)) all.push(day)
    return all
  }
  const sorted = <T>(rows: readonly T[], key: (row: T) => string) =>
    rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  const all = (rows: PlainEvidence['rows'], curve: PlainEvidence['days'] = []): PlainEvidence => ({
    rows: rows.slice(0, 200),
    rowCount: rows.length,
    days: curve.slice(-200),
  })
  const within = (day: string) => day >= from && day <= to
  const accepted = (own: readonly Permit[]) => sorted(own, a => `${a.day} ${a.time} ${a.id}`)

  const bad = (rows: readonly { id: string; day: string }[]) =>
    all(
      sorted(
        rows.filter(r => within(r.day)),
        r => `${r.day} ${r.id}`,
      ).map(({ id, day }) => ({ id, what: day })),
      days(addDays(from, -p('referenceDays', 56))).map(day => ({ day, count: rows.filter(r => r.day === day).length })),
    )

  function scans(): PlainEvidence {
    const id = subject.split('|')[0]!
    const count = (day: string) => world.scans.filter(s => s.venue === id && s.day === day).length
    return all(
      days(from).map(day => ({ id: `${id}|${day}`, what: `${day}: ${count(day)}` })),
      days(addDays(from, -21)).map(day => ({ day, count: count(day) })),
    )
  }

  function volume(): PlainEvidence {
    const own = world.permits.filter(a => a.station === subject)
    const begin = own.map(a => a.day).sort()[0]!
    const compared: string[] = []
    for (let day = addDays(to, -1); compared.length < p('history', 60) && day >= begin; day = addDays(day, -1))
      if (works(day)) compared.unshift(day)
    return all(
      accepted(own.filter(a => a.day === to)).map(({ id, time }) => ({ id, what: time })),
      [...compared, to].map(day => ({ day, count: own.filter(a => a.day === day).length })),
    )
  }

  function outside(): PlainEvidence {
    const [a, b, c, d] = world.stations.find(s => s.id === subject)!.hours
    const inside = (t: string) => works(to) && ((t >= a && t < b) || (t >= c && t < d))
    const own = world.permits.filter(x => x.station === subject && x.day === to && !inside(x.time))
    return all(accepted(own).map(({ id, time }) => ({ id, what: time })))
  }

  function late(): PlainEvidence {
    const { id, day, decision, decided, issued } = world.permits.find(a => a.id === subject)!
    return all([{ id, what: `${day} → ${decision ? `${decision} ${decided}` : ''} → ${issued}` }])
  }

  function terminal(): PlainEvidence {
    const x = world.prints.find(print => print.id === subject)!
    const differ = world.terminals
      .filter(t => t.from <= to && (!t.to || to <= t.to))
      .map(t =>
        (['device', 'ip', 'mac', 'station'] as const).filter(part => x[part].toLowerCase() !== t[part].toLowerCase()),
      )
    const fewest = Math.min(4, ...differ.map(parts => parts.length))
    const nearest = differ.find(parts => parts.length === fewest) ?? ['device', 'ip', 'mac', 'station']
    return all([{ id: subject, what: nearest.join(', ') }])
  }

  const same = (own: (a: Permit) => boolean, what: (a: Permit) => string) =>
    all(accepted(world.permits.filter(a => own(a) && within(a.day))).map(a => ({ id: a.id, what: what(a) })))

  switch (rule) {
    case 'venue-footfall':
    case 'unknown-venue':
      return scans()
    case 'permit-volume':
      return volume()
    case 'off-hours':
      return outside()
    case 'turnaround':
      return late()
    case 'terminal-mismatch':
      return terminal()
    case 'void-rate':
      return bad(world.prints.filter(x => x.station === subject && x.void))
    case 'rejection-rate':
      return bad(
        world.permits
          .filter(a => a.station === subject && a.decision === 'rejected')
          .map(a => ({ id: a.id, day: a.decided })),
      )
    case 'multi-place':
      return same(
        a => a.citizen === subject,
        a => `${a.day} ${a.station}`,
      )
    case 'shared-address':
      return same(
        a => a.address === subject,
        a => a.day,
      )
    default:
      throw new Error(`no plain reading of ${rule}`)
  }
}
