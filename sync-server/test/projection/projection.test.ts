import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { addressKey } from '../../../shared-types/src/engine/address.ts'
import { fold, inOrder } from '../../../shared-types/src/engine/fold.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Address, Data } from '../../../shared-types/src/model/field.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { type EventRow, eventOf } from '../../src/event-log.ts'
import { nightly } from '../../src/nightly/schedule.ts'
import { dirtyDays } from '../../src/projection/dirty-days.ts'
import { followAnew, followLog } from '../../src/projection/follow.ts'
import { layRegistrations } from '../../src/projection/registrations.ts'
import { verifyRules } from '../../src/projection/verify.ts'
import { type Server, server, type Tables } from './followed.ts'
import { kinds } from './watched.ts'

/** On PostgreSQL, where only the statements differ, few: each history has a database of its own. */
const RUNS = { sqlite: LONG_RUN ? 150 : 6, postgres: 15 }

/** Cases of one history, two of each record type and three halls, of which two may bear one code. */
const CASES = ['ask', 'ask', 'ask', 'sheet', 'sheet', 'machine', 'machine', 'hall', 'hall', 'hall', 'entry', 'entry']
const DAYS = ['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19', '2026-03-20']

const day = fc.constantFrom(...DAYS)
const instant = fc.tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
const at = instant.map(
  ([d, hour, minute]) => `${d}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:07.250Z`,
)
const word = fc.constantFrom('a', 'b', 'c')
const door = fc.constantFrom<Address>(
  { area: '330402', street: '桂花街道', building: '3幢', room: '501室' },
  { area: '330402', street: '桂花街道', building: '3栋', room: '501' },
  { area: '330402', street: '桂花街道' },
)
const dated = (field: string) => fc.option(day).map(d => ({ [field]: d }))
const machine = word.map(device => ({ device, ip: `10.0.0.${device.charCodeAt(0)}` }))
const asked = fc.tuple(day, at).map(([on, instant]) => ({ on, at: instant }))
const bounds = fc.record({ least: fc.option(fc.integer({ min: 0, max: 9 })), most: fc.integer({ min: 10, max: 99 }) })
const who = word.map(w => ({ who: w }))
/** What fits each record type. */
const VALUES: Readonly<Record<string, readonly fc.Arbitrary<Data>[]>> = {
  ask: [who, asked, asked, dated('on'), dated('said'), dated('got'), door.map(d => ({ door: d }))],
  sheet: [machine, dated('on')],
  machine: [machine, dated('from'), dated('to')],
  hall: [word.map(code => ({ code })), bounds, dated('since')],
  entry: [who, dated('since')],
}
const step = fc.nat(CASES.length - 1).chain(of =>
  fc.record({
    of: fc.constant(of),
    unit: fc.constantFrom('W', 'S', 'T'),
    act: fc.constantFrom('edit', 'edit', 'edit', 'edit', 'edit', 'shut', 'spoil', 'reopen', 'erase'),
    // Now and then what belongs to another record type, which is refused.
    patch: fc
      .array(
        fc.oneof({ weight: 9, arbitrary: fc.oneof(...VALUES[CASES[of]!]!) }, { weight: 1, arbitrary: dated('said') }),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map(parts => Object.assign({}, ...parts) as Data),
    at,
    /** What comes from another station and knows nothing of what was said before is refused. */
    knows: fc.nat(9).map(n => n > 1),
    follow: fc.nat(9).map(n => n < 2),
  }),
)

/** The day and the time of day in Asia/Shanghai, eight hours ahead of UTC all year. */
const local = (text: string) => new Date(Date.parse(text) + 8 * 3_600_000).toISOString()
const text = (c: Case, field: string) => (c.data[field] as string | undefined) ?? ''
const stationOf = (unit: string) => (unit === 'W' ? 'S' : unit)

/** What the tables should hold, by folding every event that counts, at once. */
function plain(cases: readonly Case[]): Omit<Tables, 'rule_registrations'> {
  const of = (name: string) =>
    cases.filter(c => c.type === `watched.${name}`).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const rule_applications = of('ask')
    .filter(c => c.data.on)
    .map(c => {
      const address = c.data.door as Address | undefined
      const bad = c.state === 'bad'
      return {
        ...{ id: c.id, station: stationOf(c.unit), citizen: text(c, 'who') },
        address: address?.building ? addressKey(address) : '',
        ...{ day: text(c, 'on'), time: c.data.at ? local(text(c, 'at')).slice(11, 19) : '' },
        decision: c.data.said ? (bad ? 'rejected' : 'approved') : '',
        decided: text(c, 'said'),
        issued: bad ? local(c.updatedAt).slice(0, 10) : text(c, 'got'),
      }
    })
  const halls = of('hall').filter(c => c.state !== 'bad' && c.data.code)
  const counts = Map.groupBy(rule_applications, a => `${a.station} ${a.day}`)
  return {
    rule_stations: [
      { station: 'S', open_am: '09:00', close_am: '12:00', open_pm: '13:00', close_pm: '17:00' },
      { station: 'T', open_am: '08:30', close_am: '11:30', open_pm: '14:00', close_pm: '18:00' },
    ],
    rule_applications,
    rule_prints: of('sheet')
      .filter(c => c.data.on)
      .map(c => ({
        ...{ id: c.id, station: stationOf(c.unit), device: text(c, 'device'), ip: text(c, 'ip'), mac: text(c, 'mac') },
        ...{ day: text(c, 'on'), void: c.state === 'bad' ? 1 : 0 },
      })),
    rule_terminals: of('machine')
      .filter(c => c.state !== 'bad')
      .map(c => ({
        ...{ id: c.id, device: text(c, 'device'), ip: text(c, 'ip'), mac: text(c, 'mac'), station: stationOf(c.unit) },
        ...{ active_from: text(c, 'from'), active_to: text(c, 'to') },
      })),
    rule_venues: halls
      .filter(c => {
        const same = halls.filter(other => other.data.code === c.data.code)
        const first = same.toSorted((a, b) =>
          `${text(a, 'since')} ${a.id}` < `${text(b, 'since')} ${b.id}` ? -1 : 1,
        )[0]
        return first === c
      })
      .map(c => ({
        ...{ id: c.id, venue: text(c, 'code'), unit: c.unit, registered_on: text(c, 'since') },
        ...{ minimum: (c.data.least as number) ?? null, maximum: (c.data.most as number) ?? null },
      })),
    station_days: [...counts.values()]
      .map(same => ({ station: same[0]!.station, day: same[0]!.day, count: same.length }))
      .toSorted((a, b) => (`${a.station} ${a.day}` < `${b.station} ${b.day}` ? -1 : 1)),
  }
}

/** Every case that the log makes, up to a day of the events' own, read from the log alone. */
async function folded({ store }: Server, through = '9999-12-31'): Promise<Case[]> {
  const rows = await run<EventRow>(
    store.db,
    'select e.* from events e where e.folded = 1 and e.case_id not in (select case_id from erased_cases)',
  )
  const events = rows.map(eventOf).filter(e => local(e.at).slice(0, 10) <= through)
  return [...Map.groupBy(events, e => e.caseId).values()].flatMap(own => {
    const c = fold(kinds.get(own[0]!.type)!, own.toSorted(inOrder))
    return c ? [c] : []
  })
}

const fail = (error: unknown) => {
  throw error
}

describe.each(IN_TURN)('what the rules read, on %s', name => {
  let postgres: Postgres | undefined
  beforeAll(async () => {
    postgres = name === 'postgres' ? await startPostgres() : undefined
    return () => postgres?.stop()
  })
  const open = async () => server(postgres ? await postgres.database() : ':memory:', kinds)

  test('is the plain fold of all events, in whatever order they come, and rebuilding it changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 70 }), day, async (steps, night) => {
        const s = await open()
        try {
          const ids = CASES.map(() => randomUUID())
          for (const { of, unit, act, patch, at: when, knows, follow } of steps) {
            const event = { caseId: ids[of]!, type: `watched.${CASES[of]}`, patch, at: when }
            if (act === 'erase') await s.erase(ids[of]!)
            else await s.push(unit, { ...event, act, base: knows ? 1_000_000 : 0 })
            if (follow) await Promise.all([followLog(s), followLog(s)])
          }
          await followLog(s)
          const incremental = await s.tables()
          const { rule_registrations: _, ...rest } = incremental
          expect(rest).toEqual(plain(await folded(s)))
          expect((await verifyRules(s)).problems).toEqual([])
          await layRegistrations(s, 'residents', night)
          const entries = (await folded(s, night)).filter(c => c.type === 'watched.entry' && c.state !== 'bad')
          expect((await s.tables()).rule_registrations).toEqual(
            entries
              .map(c => ({ kind: 'residents', id: c.id, registered_on: text(c, 'since') }))
              .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
          )
          await followAnew(s)
          await followLog(s)
          expect({ ...(await s.tables()), rule_registrations: [] }).toEqual({ ...incremental, rule_registrations: [] })
        } finally {
          await s.close()
        }
      }),
      // Each try of a smaller history takes a database of its own.
      { numRuns: RUNS[name], endOnFailure: true },
    )
  })

  test('a row of a day that is over marks the day, one of today and what was there at the start do not', async () => {
    const s = await open()
    const ask = (on: string) => {
      const patch = { who: 'a', on, at: `${on}T01:00:00.000Z` }
      return { caseId: randomUUID(), type: 'watched.ask', act: 'edit', patch, at: `${on}T01:00:00.000Z`, base: 0 }
    }
    await s.push('S', ask('2026-03-10'))
    await followLog(s)
    expect(await dirtyDays(s.store.db)).toEqual([])
    const late = ask('2026-03-16')
    for (const event of [late, ask('2026-03-20')]) await s.push('T', event)
    await followLog(s)
    expect(await dirtyDays(s.store.db)).toEqual([{ day: '2026-03-16', since: s.clock.now }])
    s.clock.now = '2026-03-21T01:00:00.000Z'
    await s.push('T', { ...late, patch: { on: '2026-03-15', said: '2026-03-18' }, base: 1_000_000 })
    await followLog(s)
    expect((await dirtyDays(s.store.db)).map(d => d.day)).toEqual(['2026-03-15', '2026-03-16', '2026-03-18'])
    await s.close()
  })

  test('a terminal that was in use for less time than was known marks the days of its prints', async () => {
    const s = await open()
    const machine = { caseId: randomUUID(), type: 'watched.machine', at: '2026-03-10T01:00:00.000Z', base: 1_000_000 }
    await s.push('S', { ...machine, act: 'edit', patch: { device: 'a', from: '2026-03-01' } })
    for (const [device, on] of [
      ['a', '2026-03-12'],
      ['a', '2026-03-18'],
      ['b', '2026-03-18'],
      ['b', '2026-03-19'],
    ] as const)
      await s.push('S', { ...machine, caseId: randomUUID(), type: 'watched.sheet', act: 'edit', patch: { device, on } })
    await followLog(s)
    await s.push('S', { ...machine, act: 'edit', patch: { to: '2026-03-15' } })
    await followLog(s)
    expect((await dirtyDays(s.store.db)).map(d => d.day)).toEqual(['2026-03-12', '2026-03-18'])
    await s.close()
  })

  test('hours and places of units are followed; a unit that moves takes its rows along', async () => {
    const s = await open()
    const at = '2026-03-20T01:00:00.000Z'
    await s.push('W', {
      caseId: 'x',
      type: 'watched.ask',
      act: 'edit',
      patch: { who: 'a', on: '2026-03-20' },
      at,
      base: 0,
    })
    await followLog(s)
    const hours = { openAm: '08:00', closeAm: '11:00', openPm: '15:00', closePm: '18:00' }
    await s.put({ id: 'unit:C', kind: 'unit', value: { id: 'C', name: '市局', level: 'city', hours } })
    await s.put({ id: 'unit:W', kind: 'unit', value: { id: 'W', name: '窗口', level: 'window', parent: 'T' } })
    await followLog(s)
    const { rule_stations, rule_applications, station_days } = await s.tables()
    expect(rule_stations.map(row => [row.station, row.open_am])).toEqual([
      ['S', '08:00'],
      ['T', '08:30'],
    ])
    expect(rule_applications.map(row => row.station)).toEqual(['T'])
    expect(station_days).toEqual([{ station: 'T', day: '2026-03-20', count: 1 }])
    expect(await dirtyDays(s.store.db)).toEqual([])
    await s.close()
  })

  test('what windows push makes a rule fire, and what they push late does too', async () => {
    const s = await open()
    s.clock.now = '2026-03-20T16:30:00.000Z'
    const night = nightly({ ...s, kinds, fault: fail, stopping: new AbortController().signal }, undefined)
    const ask = (unit: string, at: string) =>
      s.push(unit, {
        ...{ caseId: randomUUID(), type: 'watched.ask', act: 'edit', at, base: 0 },
        patch: { who: randomUUID(), on: '2026-03-20', at },
      })
    // Friday; 12:30 lies between the hours of both, 17:30 within those of T alone.
    await ask('W', '2026-03-20T04:30:00.000Z')
    await ask('W', '2026-03-20T02:00:00.000Z')
    await ask('T', '2026-03-20T09:30:00.000Z')
    await night.run()
    const alerts = () => run(s.store.db, 'select rule, subject, to_day, measure from rule_alerts order by subject')
    const first = { rule: 'off-hours', subject: 'S', to_day: '2026-03-20', measure: '1' }
    expect(await alerts()).toEqual([first])
    await ask('T', '2026-03-20T04:30:00.000Z')
    await night.run()
    expect(await alerts()).toEqual([first, { ...first, subject: 'T' }])
    await s.close()
  })

  test('what stands wrong in the tables is found, and made anew', async () => {
    const s = await open()
    const at = '2026-03-20T01:00:00.000Z'
    for (const who of ['a', 'b'])
      await s.push('S', {
        ...{ caseId: who, type: 'watched.ask', act: 'edit', at, base: 0 },
        patch: { who, on: '2026-03-20' },
      })
    await followLog(s)
    const right = await s.tables()
    const { db } = s.store
    await run(db, "delete from rule_applications where id = 'a'")
    await run(db, "update rule_applications set citizen = 'c' where id = 'b'")
    await run(
      db,
      "insert into rule_prints (id, station, device, ip, mac, day, void) values ('x', 'S', '', '', '', '', 0)",
    )
    await run(db, 'update station_days set count = 7')
    expect((await verifyRules(s)).problems).toEqual([
      'rule_applications: 2 rows are not what the cases say',
      'rule_prints: 1 rows are not what the cases say',
      'station_days: 1 rows are not what the cases say',
    ])
    await followAnew(s)
    await followLog(s)
    expect((await verifyRules(s)).problems).toEqual([])
    expect(await s.tables()).toEqual(right)
    await s.close()
  })

  test('a registration that is void or has another date is told in the night, one that was disposed of is not', async () => {
    const s = await open()
    const night = nightly({ ...s, kinds, fault: fail, stopping: new AbortController().signal }, undefined)
    const say = (caseId: string, at: string, patch: Data, act = 'edit') =>
      s.push('S', { caseId, type: 'watched.entry', act, patch, at, base: 1_000_000 })
    for (const id of ['disposed', 'voided', 'changed', 'same'])
      await say(id, '2026-03-19T01:00:00.000Z', { who: id, since: '2026-03-01' })
    // After midnight, before the run: the night is the one before.
    s.clock.now = '2026-03-19T18:30:00.000Z'
    await say('changed', '2026-03-19T18:00:00.000Z', { since: '2026-02-02' })
    await night.run()
    await s.erase('disposed')
    await say('voided', '2026-03-20T02:00:00.000Z', {}, 'spoil')
    s.clock.now = '2026-03-20T18:30:00.000Z'
    await night.run()
    const alerts = await run(s.store.db, 'select subject, to_day, measure from rule_alerts order by subject')
    expect(alerts).toEqual([
      { subject: 'changed', to_day: '2026-03-20', measure: '"2026-03-01→2026-02-02"' },
      { subject: 'voided', to_day: '2026-03-20', measure: '"2026-03-01→"' },
    ])
    await s.close()
  })
})
