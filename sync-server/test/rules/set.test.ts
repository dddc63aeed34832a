import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type {
  ExemptionsAnswer,
  RehearsalLine,
  RehearsalResult,
  RehearsalsAnswer,
  RuleParameters,
  RulesAnswer,
} from '../../../shared-types/src/protocol-rules.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { loadDataSet } from '../../src/backtest/load.ts'
import { ownPast } from '../../src/backtest/past.ts'
import { rehearse } from '../../src/rehearsal/rehearse.ts'
import { PAGE_RULES } from '../../src/rules/all.ts'
import { exemptionsOn } from '../../src/rules/exemptions.ts'
import { isOn, parametersOn } from '../../src/rules/parameter-store.ts'
import { venueFootfall } from '../../src/rules/venue-footfall.ts'
import type { Db } from '../../src/store.ts'
import { type Deployment, deployments } from '../deployment.ts'
import { type Window, windowOf } from '../window.ts'
import { unpacked } from './data-set.ts'
import type { Found } from './history.ts'

const base = await mkdtemp(join(tmpdir(), 'chuangtai-set-'))
afterAll(() => rm(base, { recursive: true, force: true }))

/** The data set whose alerts are known, with the parameters that call for them. */
async function dataSet() {
  const { folder, expected } = await unpacked(base, 'params')
  const json = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'))
  return {
    folder,
    expected,
    parameters: (await json('params.json')) as Record<string, RuleParameters>,
    calendar: makeOwnCalendar(await json('holidays.json'), 2024, 2028),
  }
}

const SINCE = '2026-01-05'
const UNTIL = '2026-03-15'

describe.each(IN_TURN)('what rules are set to, on %s', name => {
  const open = deployments(name)

  /** The top's administrator and a district's supervisor, each at a window. */
  async function world() {
    const d = await open()
    const at = async (unit: string, who: keyof Deployment['people'], number = '01') => {
      const window = windowOf(d, await d.station(unit, number))
      expect((await window.signIn(d.people[who])).status).toBe(200)
      return window
    }
    const [top, district] = [await at('C', 'admin'), await at('D1', 'd1supervisor')]
    /** On another day, when both have signed in anew. */
    const on = async (day: string) => {
      d.clock.now = `${day}T01:00:00.000Z`
      await top.signIn(d.people.admin)
      await district.signIn(d.people.d1supervisor)
    }
    return { d, db: d.parts.store.db, top, district, at, on }
  }

  const said = ({ status, body }: { status: number; body: { error?: string; detail?: string } }) =>
    status === 200 ? 'ok' : [body.error, body.detail].filter(Boolean).join(' ')
  const setTo = async (window: Window, change: object) =>
    said(await window.ask('POST', ROUTES.rules, { on: true, reason: '季度调整', ...change }))
  const inForce = async (db: Db, rule: string, day: string) => {
    const { version, parameters, units } = await parametersOn(db, rule, day)
    return { version, parameters, units: Object.fromEntries(units), on: await isOn(db, rule, day) }
  }
  const days = (maxWorkingDays: number) => ({ maxWorkingDays })

  test('holds from its day on, by unit, and what held before stays what it was', async () => {
    const { d, db, top, district, on } = await world()
    const rule = 'turnaround'
    expect(await setTo(top, { rule, from: '2026-03-10', parameters: days(5) })).toBe('ok')
    expect(await setTo(district, { rule, unit: 'D1', from: '2026-03-12', parameters: days(2) })).toBe('ok')
    expect(await setTo(district, { rule, unit: 'S1', from: '2026-03-12', parameters: days(1) })).toBe('ok')
    expect(await setTo(district, { rule, unit: 'S1', from: '2026-03-14' })).toBe('ok')
    expect(await setTo(top, { rule, from: '2026-03-15', on: false, parameters: days(5) })).toBe('ok')
    const held = [
      { version: 0, parameters: days(3), units: {}, on: true },
      { version: 1, parameters: days(5), units: {}, on: true },
      { version: 3, parameters: days(5), units: { D1: days(2), S1: days(1) }, on: true },
      { version: 4, parameters: days(5), units: { D1: days(2) }, on: true },
      { version: 5, parameters: days(5), units: { D1: days(2) }, on: false },
    ]
    const look = () =>
      Promise.all(
        ['2026-03-09', '2026-03-11', '2026-03-13', '2026-03-14', '2026-03-20'].map(day => inForce(db, rule, day)),
      )
    expect(await look()).toEqual(held)
    await on('2026-03-14')
    expect(await setTo(top, { rule, from: '2026-03-13', parameters: days(4) })).toBe('bad-request past')
    const withdraw = async (version: number) =>
      said(await top.ask('POST', `${ROUTES.rules}/${version}/withdraw`, { reason: '改期' }))
    expect([await withdraw(1), await withdraw(5), await withdraw(5)]).toEqual([
      'bad-request begun',
      'ok',
      'bad-request begun',
    ])
    held[4] = { ...held[3]! }
    expect(await look()).toEqual(held)
    const { rules } = (await district.ask<RulesAnswer>('GET', ROUTES.rules)).body
    const line = rules.find(({ id }) => id === rule)!
    expect(line.changes.map(({ version, withdrawnBy }) => [version, withdrawnBy !== undefined])).toEqual([
      [5, true],
      [4, false],
      [3, false],
      [2, false],
      [1, false],
    ])
    const acts = await db.selectFrom('events').select(['act', 'person']).where('act', 'like', 'rule-%').execute()
    expect(acts.map(({ act, person }) => [act, person === d.people.admin.id ? 'top' : 'district'])).toEqual([
      ['rule-set', 'top'],
      ['rule-set', 'district'],
      ['rule-set', 'district'],
      ['rule-set', 'district'],
      ['rule-set', 'top'],
      ['rule-withdraw', 'top'],
    ])
  })

  test('is refused outside of its bounds and outside of one’s units', async () => {
    const { db, top, district, at } = await world()
    const from = '2026-03-10'
    const outcomes = [
      await setTo(top, { rule: 'void-rate', from, parameters: { alpha: 1 } }),
      await setTo(top, { rule: 'void-rate', from, parameters: { minCases: 2.5 } }),
      await setTo(top, { rule: 'void-rate', from, parameters: { alfa: 0.1 } }),
      await setTo(top, { rule: 'void-rate', from }),
      await setTo(top, { rule: 'no-rule', from, parameters: {} }),
      await setTo(top, { rule: 'multi-place', unit: 'D1', from, parameters: {} }),
      await setTo(district, { rule: 'turnaround', from, parameters: days(2) }),
      await setTo(district, { rule: 'turnaround', unit: 'D2', from, parameters: days(2) }),
      await setTo(district, { rule: 'turnaround', unit: 'C', from, parameters: days(2) }),
      await setTo(await at('S1', 's1clerk'), { rule: 'turnaround', unit: 'S1', from, parameters: days(2) }),
      await setTo(await at('D1', 'd1admin', '02'), { rule: 'turnaround', unit: 'D1', from, parameters: days(2) }),
    ]
    expect(outcomes).toEqual([
      'bad-request range alpha 0.000001 0.5',
      'bad-request range minCases 1 10000 whole',
      'bad-request range alfa',
      'bad-request parameters',
      'not-found rule',
      'bad-request unit',
      'forbidden',
      'forbidden',
      'forbidden',
      'forbidden',
      'forbidden',
    ])
    expect(await db.selectFrom('rule_changes').select('version').execute()).toEqual([])
    expect(await setTo(top, { rule: 'turnaround', unit: 'D2', from, parameters: days(9) })).toBe('ok')
    const { rules, units, whole } = (await district.ask<RulesAnswer>('GET', ROUTES.rules)).body
    expect([whole, units.sort()]).toEqual([false, ['D1', 'S1', 'S2']])
    expect(JSON.stringify(rules)).not.toContain('D2')
  })

  test('exemptions hold on their days for what lies in one’s units', async () => {
    const { db, top, district, on } = await world()
    await run(
      db,
      "insert into rule_venues (venue, unit, minimum, maximum, registered_on) values ('V1', 'S1', 5, null, '2025-01-01'), ('V3', 'S3', 5, null, '2025-01-01')",
    )
    const rule = 'venue-footfall'
    const exempt = async (window: Window, given: object) =>
      said(
        await window.ask('POST', ROUTES.exemptions, {
          rule,
          from: '2026-03-03',
          to: '2026-03-06',
          reason: '装修停业',
          ...given,
        }),
      )
    expect(await exempt(district, { subject: 'V1' })).toBe('ok')
    expect(await exempt(district, { subject: 'V3' })).toBe('forbidden')
    expect(await exempt(district, { subject: 'V9' })).toBe('forbidden')
    expect(await exempt(district, { rule: 'off-hours', subject: 'S2' })).toBe('ok')
    expect(await exempt(top, { subject: 'V9', from: '2026-03-01' })).toBe('bad-request past')
    expect(await exempt(top, { subject: 'V9', to: '2026-03-02' })).toBe('bad-request order')
    expect(await exempt(top, { subject: 'V3' })).toBe('ok')
    const left = async (day: string) => (await exemptionsOn(db, rule, day))('V1|low')
    expect([
      await left('2026-03-02'),
      await left('2026-03-03'),
      await left('2026-03-06'),
      await left('2026-03-07'),
    ]).toEqual([false, true, true, false])
    expect((await exemptionsOn(db, 'off-hours', '2026-03-04'))('S2', 'S2')).toBe(true)
    const list = async () => (await district.ask<ExemptionsAnswer>('GET', ROUTES.exemptions)).body.exemptions
    expect((await list()).map(({ subject }) => subject).sort()).toEqual(['S2', 'V1'])
    await on('2026-03-05')
    const all = (await top.ask<ExemptionsAnswer>('GET', ROUTES.exemptions)).body.exemptions
    const idOf = (subject: string) => all.find(line => line.subject === subject)!.id
    const end = async (subject: string) =>
      said(await district.ask('POST', `${ROUTES.exemptions}/${idOf(subject)}/end`, { reason: '提前复业' }))
    expect([await end('V3'), await end('V1'), await end('V1')]).toEqual(['not-found', 'ok', 'bad-request over'])
    expect([await left('2026-03-04'), await left('2026-03-05')]).toEqual([true, false])
  })

  test('a rehearsal calls for what a backtest of the same rows calls for', async () => {
    const { d, db } = await world()
    const { folder, expected, parameters, calendar } = await dataSet()
    await loadDataSet(db, folder, () => {})
    // The other side of each comparison is what is in force, once the set's own values and once the usual ones.
    await run(
      db,
      `insert into rule_changes values ${PAGE_RULES.map(() => "(?, ?, '', '2020-01-01', 1, ?, '', '', '', '', '', '')").join(', ')}`,
      PAGE_RULES.flatMap(({ id }, n) => [n + 1, id, JSON.stringify(parameters[id] ?? {})]),
    )
    const directory = await d.parts.directory(db)
    const tried = (rule: string, values: RuleParameters) =>
      rehearse({
        request: { rule, parameters: values, from: SINCE, to: UNTIL },
        calendar,
        kinds: d.parts.store.kinds,
        directory,
        view: work => work(db),
        samples: 10_000,
        tell: () => {},
      })
    // Of a person's number only the ends are told.
    const text = ({ subject, from, to, measure }: Omit<Found, 'rule'>) =>
      [
        subject.replace(/^(\d{6})\d{8}(\d{3}[\dX])$/, '$1********$2'),
        to,
        from,
        typeof measure === 'number' ? measure.toFixed(6) : measure,
      ].join(' ')
    const plain = ({ samples }: RehearsalResult, ...kinds: (keyof RehearsalResult['samples'])[]) =>
      kinds.flatMap(kind => samples[kind].map(text)).sort()
    // What both call for is told as the tried parameters have it, whose window may be another.
    const which = (told: string[]) => told.map(line => line.split(' ').slice(0, 2).join(' '))
    const differing = new Set<string>()
    for (const { id, defaults, remembers } of PAGE_RULES) {
      // In the short run those whose parameters the set changes, and the one that looks at candidates only.
      if (remembers || !(LONG_RUN || parameters[id] || id === 'venue-footfall')) continue
      const called = expected
        .filter(({ rule }) => rule === id)
        .map(text)
        .sort()
      const own = parameters[id]
      const usual = await tried(id, defaults)
      expect(which(plain(usual, 'both', 'dropped'))).toEqual(which(called))
      if (usual.counts.added + usual.counts.dropped > 0) differing.add(id)
      if (!own || !LONG_RUN) continue
      const same = await tried(id, { ...defaults, ...own })
      expect(plain(same, 'both')).toEqual(called)
      expect([same.counts.added, same.counts.dropped]).toEqual([0, 0])
    }
    expect(differing.size).toBeGreaterThan(2)

    // By windows shorter and longer than the one in force, which share candidates with it: as if every venue were looked at.
    const everyVenue = async (windowDays: number) => {
      const past = ownPast()
      for (let day = SINCE; day <= UNTIL; day = addDays(day, 1))
        past.add(await venueFootfall.judge({ db, day, calendar, past }, { windowDays }))
      return (await past.since('venue-footfall', SINCE)).map(text).sort()
    }
    for (const windowDays of [2, 10]) {
      const called = await everyVenue(windowDays)
      expect(called.length).toBeGreaterThan(0)
      const other = await tried('venue-footfall', { windowDays })
      expect(other.counts.added + other.counts.dropped).toBeGreaterThan(0)
      expect(plain(other, 'both', 'added')).toEqual(called)
    }
  })

  test('a rehearsal runs beside the server, one for a person, is cancelled, and switched on', async () => {
    const { d, db, top, district, at } = await world()
    const applied = (id: string, station: string, day: string) => [
      id,
      station,
      `C${id}`,
      '',
      day,
      '09:00:00',
      '',
      '',
      '',
    ]
    const rows = [...['S1', 'S1', 'S2', 'S3'].map((station, n) => applied(`A${n}`, station, addDays('2026-02-02', n)))]
    await run(
      db,
      `insert into rule_applications values ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      rows.flat(),
    )
    const ask = { rule: 'turnaround', parameters: days(2), from: '2026-02-01', to: '2026-02-14' }
    const begin = (window: Window, more: object = {}) =>
      window.ask<{ id: string }>('POST', ROUTES.rehearsals, { ...ask, ...more })
    const ended = (window: Window, id: string) =>
      vi.waitFor(
        async () => {
          const { body } = await window.ask<RehearsalLine>('GET', `${ROUTES.rehearsals}/${id}`)
          expect(body.state).not.toBe('running')
          return body
        },
        { timeout: 20_000, interval: 100 },
      )
    expect(said(await begin(district))).toBe('forbidden')
    expect(said(await begin(district, { unit: 'D2' }))).toBe('forbidden')
    expect(said(await begin(top, { to: '2026-03-02' }))).toBe('bad-request future')
    const { body: whole } = await begin(top)
    expect(said(await begin(top))).toBe('bad-request running')
    const { body: own } = await begin(district, { unit: 'D1' })
    const found = await ended(top, whole.id)
    expect(d.faults).toEqual([])
    // Everything is late after three working days already; after two each is called for a day earlier.
    expect([found.state, found.done, found.result?.counts]).toEqual(['done', 14, { both: 0, added: 4, dropped: 4 }])
    const below = await ended(district, own.id)
    expect(below.result?.units.map(({ unit, counts }) => [unit, counts.added, counts.dropped])).toEqual([
      ['S1', 2, 2],
      ['S2', 1, 1],
    ])
    expect(JSON.stringify(below.result)).not.toContain('A3')
    expect((await district.ask('GET', `${ROUTES.rehearsals}/${whole.id}`)).status).toBe(404)
    const uncovered = await begin(top, { from: '1999-03-01', to: '1999-03-05' })
    const failed = await ended(top, uncovered.body.id)
    expect([failed.state, failed.failure?.year]).toEqual(['failed', 1999])
    const next = await begin(top, { from: '2025-12-01' })
    expect(said(await top.ask('POST', `${ROUTES.rehearsals}/${next.body.id}/cancel`))).toBe('ok')
    expect((await ended(top, next.body.id)).state).toBe('cancelled')
    const adopt = async (window: Window, id: string) =>
      said(await window.ask('POST', `${ROUTES.rehearsals}/${id}/adopt`, { from: '2026-03-09', reason: '试运行后启用' }))
    expect(await adopt(top, next.body.id)).toBe('bad-request unfinished')
    expect(await adopt(top, own.id)).toBe('not-found')
    expect(await adopt(district, own.id)).toBe('ok')
    expect(await inForce(db, 'turnaround', '2026-03-09')).toEqual({
      version: 1,
      parameters: days(3),
      units: { D1: days(2) },
      on: true,
    })
    expect(
      (await top.ask<RehearsalsAnswer>('GET', ROUTES.rehearsals)).body.rehearsals.map(({ state }) => state).sort(),
    ).toEqual(['cancelled', 'done', 'failed'])
    expect(said(await (await at('S1', 's1clerk')).ask('GET', ROUTES.rehearsals))).toBe('forbidden')
    expect(d.faults).toEqual([])
  })
})
