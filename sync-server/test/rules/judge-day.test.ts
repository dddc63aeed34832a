import { afterAll, expect, test } from 'vitest'
import { kinds as ownKinds } from '../../../shared-types/src/domains/index.ts'
import { makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { list, type Parameter, run } from '../../../shared-types/src/store/statement.ts'
import { judgeDay } from '../../src/nightly/judge-day.ts'
import { pass } from '../../src/nightly/pass.ts'
import { raisedBefore } from '../../src/nightly/raised.ts'
import { RULES } from '../../src/rules/all.ts'
import { evidenceOf } from '../../src/rules/evidence.ts'
import { offHours } from '../../src/rules/off-hours.ts'
import type { RuleId } from '../../src/rules/rule.ts'
import { type NightWorld, nightWorld } from './night-world.ts'

/** The city C above the districts D and E; S1 and S2 under D, S3 under E. */
const UNITS = [
  { id: 'C', name: '市局', level: 'city' },
  { id: 'D', name: '东区分局', level: 'district', parent: 'C' },
  { id: 'E', name: '西区分局', level: 'district', parent: 'C' },
  { id: 'S1', name: '一所', level: 'station', parent: 'D' },
  { id: 'S2', name: '二所', level: 'station', parent: 'D' },
  { id: 'S3', name: '三所', level: 'station', parent: 'E' },
] as const
const DAY = '2026-03-05'
const CITIZEN = '110101199003074258'

const opened: NightWorld[] = []
afterAll(async () => {
  for (const world of opened) await world.close()
})

async function made() {
  const world = await nightWorld(':memory:', UNITS)
  opened.push(world)
  const { db } = world.store
  const put = (table: string, ...rows: Parameter[][]) =>
    run(db, `insert into ${table} values ${list(rows.length, `(${list(rows[0]!.length)})`)}`, rows.flat())
  const accepted = (
    id: string,
    station: string,
    more: { citizen?: string; address?: string; day?: string; time?: string } = {},
  ) =>
    put('rule_applications', [
      ...[id, station, more.citizen ?? id, more.address ?? '', more.day ?? DAY, more.time ?? '10:00:00'],
      ...['', '', ''],
    ])
  for (const { id, level } of UNITS)
    if (level === 'station') await put('rule_stations', [id, '09:00', '12:00', '13:00', '17:00'])
  const calendar = makeOwnCalendar({ holidays: [], workdays: [] }, 2024, 2027)
  const judged = async (rule: RuleId) => {
    const at = { db, day: DAY, calendar, past: raisedBefore(db, DAY) }
    const { found } = await judgeDay(at, RULES.find(({ id }) => id === rule)!, await world.directory(db))
    return found.map(({ alert, unit }) => `${alert.subject} @ ${unit}`).sort()
  }
  const set = (rule: RuleId, unit: string, active: number, parameters: object) =>
    run(
      db,
      `insert into rule_changes (version, rule, unit, from_day, active, parameters, set_by, set_at, reason, rehearsal,
         withdrawn_by, withdrawn_at)
       select coalesce(max(version), 0) + 1, ?, ?, '2026-03-01', ?, ?, '', '', '', '', '', '' from rule_changes`,
      [rule, unit, active, JSON.stringify(parameters)],
    )
  const exempt = (rule: RuleId, subject: string, to: string) =>
    run(
      db,
      `insert into rule_exemptions (id, rule, subject, unit, from_day, to_day, reason, set_by, set_at, ended_on,
         ended_by, end_reason) values (?, ?, ?, '', '2026-03-01', ?, '', '', '', '', '', '')`,
      [subject + to, rule, subject, to],
    )
  return { world, db, put, accepted, judged, set, exempt }
}

test('an alert lies in the unit that it concerns', async () => {
  const { put, accepted, judged } = await made()
  await accepted('A1', 'S1', { citizen: 'near' })
  await accepted('A2', 'S2', { citizen: 'near' })
  await accepted('A3', 'S1', { citizen: 'far' })
  await accepted('A4', 'S3', { citizen: 'far' })
  expect(await judged('multi-place')).toEqual(['far @ C', 'near @ D'])

  for (let n = 0; n < 5; n++) await accepted(`B${n}`, 'S1', { address: 'one' })
  for (let n = 0; n < 5; n++) await accepted(`D${n}`, n ? 'S1' : 'S2', { address: 'two' })
  for (let n = 0; n < 5; n++) await accepted(`E${n}`, n ? 'S1' : 'S3', { address: 'three' })
  expect(await judged('shared-address')).toEqual(['one @ D', 'three @ C', 'two @ D'])

  await accepted('late', 'S3', { time: '20:00:00' })
  expect(await judged('off-hours')).toEqual(['S3 @ S3'])
  await put('rule_prints (id, station, device, ip, mac, day, void)', ['P1', 'S2', 'x', '', '', DAY, 0])
  expect(await judged('terminal-mismatch')).toEqual(['P1 @ S2'])

  const venues = 'rule_venues (venue, unit, minimum, maximum, registered_on)'
  await put(
    venues,
    ['V1', 'S3', 5, null, '2025-01-01'],
    ['V2', '', 5, null, '2025-01-01'],
    ['V3', 'gone', 5, null, '2025-01-01'],
  )
  await put('venue_days', ['V9', DAY, 3])
  expect(await judged('venue-footfall')).toEqual(['V1|low @ S3', 'V2|low @ C', 'V3|low @ C'])
  expect(await judged('unknown-venue')).toEqual(['V9 @ C'])
})

test('each unit is judged by its own parameters, or those of the nearest above it, and without what is exempt', async () => {
  const { accepted, judged, set, exempt } = await made()
  // Their second working day after is the day, their fourth a later one.
  for (const station of ['S1', 'S2', 'S3']) await accepted(`of ${station}`, station, { day: '2026-03-03' })
  // And the fourth of these is the day.
  for (const station of ['S1', 'S2', 'S3']) await accepted(`old ${station}`, station, { day: '2026-02-27' })
  const usual = ['old S1 @ S1', 'old S2 @ S2', 'old S3 @ S3']
  expect(await judged('turnaround')).toEqual(usual)
  await set('turnaround', 'D', 1, { maxWorkingDays: 1 })
  expect(await judged('turnaround')).toEqual(['of S1 @ S1', 'of S2 @ S2', 'old S3 @ S3'])
  await set('turnaround', 'S2', 1, { maxWorkingDays: 3 })
  expect(await judged('turnaround')).toEqual(['of S1 @ S1', 'old S2 @ S2', 'old S3 @ S3'])
  await exempt('turnaround', 'S1', DAY)
  await exempt('turnaround', 'old S2', DAY)
  await exempt('turnaround', 'S3', '2026-03-04')
  expect(await judged('turnaround')).toEqual(['old S3 @ S3'])
  await set('turnaround', '', 0, {})
  expect(await judged('turnaround')).toEqual([])
})

test('what was accepted on approved duty of the station is within its hours, that and nothing else', async () => {
  const { world, db, accepted, judged, put } = await made()
  const saturday = '2026-03-07'
  for (const [id, time] of [
    ['before', '17:59:59'],
    ['first', '18:00:00'],
    ['last', '20:29:59'],
    ['after', '20:30:00'],
  ] as const) {
    await accepted(id, 'S1', { time })
    await accepted(`${id} of S2`, 'S2', { time })
  }
  await accepted('midnight', 'S3', { time: '23:59:59' })
  await put('rule_duties', ['U1', 'S1', DAY, '18:00', '20:30'], ['U3', 'S3', DAY, '20:00', '24:00'])
  expect(await judged('off-hours')).toEqual(['S1 @ S1', 'S2 @ S2'])
  const at = { db, day: DAY, calendar: makeOwnCalendar({ holidays: [], workdays: [] }, 2024, 2027) }
  const alert = { rule: 'off-hours', subject: 'S1', from: DAY, to: DAY, measure: 2 } as const
  expect(await evidenceOf(at, alert, {})).toMatchObject({
    rowCount: 2,
    rows: [{ id: 'before' }, { id: 'after' }],
  })
  expect(await offHours.judge({ ...at, past: raisedBefore(db, DAY) }, {})).toContainEqual(alert)

  // A Saturday: all of it is outside, but for the duty.
  await accepted('weekend', 'S1', { day: saturday, time: '10:00:00' })
  const weekend = { ...at, day: saturday, past: raisedBefore(db, saturday) }
  expect(await offHours.judge(weekend, {})).toHaveLength(1)
  await put('rule_duties', ['U2', 'S1', saturday, '09:00', '12:00'])
  expect(await offHours.judge(weekend, {})).toEqual([])
  expect(world.faults).toEqual([])
})

test('a citizen’s number stands in an alert where it is covered, and nowhere else', async () => {
  const { world, db, accepted } = await made()
  await accepted('A1', 'S1', { citizen: CITIZEN })
  await accepted('A2', 'S2', { citizen: CITIZEN })
  await pass(world, DAY, 'one')
  expect(world.faults).toEqual([])
  const [event] = await run<{ id: string; case_id: string; body: string; unit: string }>(
    db,
    "select id, case_id, body, unit from events where type = 'supervision.alert'",
  )
  const { patch } = JSON.parse(event!.body) as { patch: Record<string, unknown> }
  expect(patch).toMatchObject({ rule: 'multi-place', subject: CITIZEN, measure: '2', rowCount: 2 })
  expect(patch.rows).toMatchObject([
    { id: 'A1', what: `${DAY} S1` },
    { id: 'A2', what: `${DAY} S2` },
  ])
  expect(event!.unit).toBe('D')
  const { subject, ...rest } = patch
  expect(JSON.stringify([rest, event!.id, event!.case_id])).not.toContain(String(subject))
  expect(rest.subjectName).not.toBe('')
  const { fields } = world.kinds.get('supervision.alert')!.record
  expect(fields.subject).toMatchObject({ masked: true })
})

test('a window warns by the parameters and as delivered by the figures of the rules themselves', () => {
  const warned = [...ownKinds.values()].flatMap(({ record }) => Object.values(record.warns ?? {}))
  expect(warned.map(({ rule }) => rule).sort()).toEqual(['multi-place', 'off-hours', 'shared-address'])
  for (const { rule, counts } of warned) {
    const { defaults } = RULES.find(({ id }) => id === rule)!
    const figures = counts ? [counts.atLeast, counts.days] : []
    expect(Object.fromEntries(figures.map(({ parameter, delivered }) => [parameter, delivered]))).toEqual(defaults)
  }
})
