import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf, kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { blank } from '../../../shared-types/src/engine/screen.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Domain } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Role, Unit } from '../../../shared-types/src/model/person.ts'
import { type CaseTables, createCaseTables } from '../../../shared-types/src/store/case-tables.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import { ListQuery } from '../api/cases.ts'
import type { Asking } from './asking.ts'
import { balanced } from './balances.ts'
import { listed } from './calls/listing.ts'
import { dashboard } from './dashboard.ts'
import type { Desk } from './desk.ts'
import { listDesk } from './fixtures/list-desk.ts'
import { reported } from './reports.ts'
import { sharedCounts } from './shared-counts.ts'
import type { Wording } from './wording.ts'

/** The toy domain, with its reports for clerks as well. */
const toy: Domain = {
  ...libraryLoans,
  desks: { ...libraryLoans.desks, figures: { kind: 'reports', by: ['clerk', 'reviewer', 'supervisor'] } },
}
const kinds = kindsOf([toy])
const loan = kindOf(kinds, 'library-loans.loan')
const book = kindOf(kinds, 'library-loans.book')
const UNITS = ['u1', 'u2', 'u3']
/** A city with a district, which has a station and a case of its own, and another station right below the city. */
const TREE: Unit[] = [
  { id: 'u0', name: 'u0', level: 'city' },
  { id: 'u1', name: 'u1', level: 'district', parent: 'u0' },
  { id: 'u2', name: 'u2', level: 'station', parent: 'u1' },
  { id: 'u3', name: 'u3', level: 'station', parent: 'u0' },
]
const BELOW: Record<string, string[]> = { u0: ['u0', ...UNITS], u1: ['u1', 'u2'] }
const words: Wording = {
  language: 'zh-CN',
  zone: 'Asia/Shanghai',
  unitName: id => `${id} 馆`,
  personName: id => id,
  stationName: id => id,
}

/** What reports and lists need of a window: its domains, its units and its projection, over a real database. */
let desk: Desk

beforeAll(async () => {
  const db = new Database(':memory:')
  const kysely = new Kysely<CaseTables>({ dialect: new SqliteDialect({ database: db }) })
  await createCaseTables(kysely)
  const cases = sqlCaseStore(kysely, kinds)
  await cases.put([...loans(), ...books()])
  desk = {
    domains: [toy],
    kinds,
    projection: { cases, db },
    counts: sharedCounts({ cases, db }, () => '2026-06-20T08:00:00Z'),
    directory: { below: (id: string) => BELOW[id] ?? [id], units: () => TREE },
    outgoing: { sending: () => 'sent' },
    clock: { now: () => '2026-06-20T08:00:00Z' },
  } as unknown as Desk
})

function asked(role: Role, unit = 'u1', units = UNITS): Asking {
  const user = { id: 'p1', post: 'x', role, unit, units, district: UNITS }
  const scope: Scope = { today: '2026-11-22', user, parameters: {} }
  return { user, scope, words, rows: { scope, words, sending: () => 'sent' } }
}

const made = (kind: typeof loan, id: string, unit: string, state: string, data: Data): Case => ({
  ...blank(kind, id, asked('clerk').scope, '2026-01-01T00:00:00Z'),
  unit,
  state,
  version: 1,
  data,
})

/** 600 loans over half a year, some without a slip, some without a deposit. */
function* loans(): Generator<Case> {
  for (let i = 0; i < 600; i++) {
    const lentOn = `2026-${String(1 + (i % 6)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`
    const state = ['lent', 'returned', 'lost'][i % 3]!
    yield made(loan, `loan-${i}`, UNITS[Math.floor(i / 6) % 3]!, state, {
      reader: `读者${i}`,
      lentOn,
      ...(i % 10 && { slip: `L${i}` }),
      ...(i % 4 && { deposit: i % 50 }),
    })
  }
}

function* books(): Generator<Case> {
  for (let i = 0; i < 40; i++) {
    const barcode = `B${String(i).padStart(5, '0')}`
    yield made(book, `book-${i}`, i < 30 ? 'u1' : 'u3', i % 4 === 0 ? 'out' : 'shelf', {
      barcode,
      title: `书${i}`,
      kind: 'book',
      bought: `2026-02-0${1 + Math.floor((i % 20) / 5)}`,
    })
    // Every book that is out has its loan but one, and one loan is of a book that stands on the shelf.
    if ((i % 4 === 0 && i !== 8) || i === 5)
      yield made(loan, `open-${i}`, i < 30 ? 'u1' : 'u3', 'lent', { barcode, reader: '某' })
  }
}

const run = (
  who: Asking,
  more: { from?: string; to?: string; unit?: string; report?: string; levels?: boolean } = {},
) =>
  reported(desk, who, {
    domain: 'library-loans',
    report: 'lent',
    from: '2026-02-10',
    to: '2026-05-20',
    levels: false,
    ...more,
  })

test('a report counts and sums what lies in the period and in the rights, in words', async () => {
  const all = [...loans()].filter(
    c => c.data.slip && String(c.data.lentOn) >= '2026-02-10' && String(c.data.lentOn) <= '2026-05-20',
  )
  const report = await run(asked('supervisor'))
  expect(report.columns.map(c => c.label)).toEqual(['月份', '单位', '状态', '数量', '押金（元）'])
  expect(report.total.slice(3)).toEqual([all.length, all.reduce((sum, c) => sum + Number(c.data.deposit ?? 0), 0)])
  const march = report.rows.find(r => r.cells[0] === '2026-03' && r.cells[1] === 'u2 馆' && r.cells[2] === '遗失')!
  const those = all.filter(c => String(c.data.lentOn).startsWith('2026-03') && c.unit === 'u2' && c.state === 'lost')
  expect(those.length).toBeGreaterThan(0)
  expect(march.cells.slice(3)).toEqual([those.length, those.reduce((sum, c) => sum + Number(c.data.deposit ?? 0), 0)])
  const own = await run(asked('clerk', 'u3'))
  expect(own.total[3]).toBe(all.filter(c => c.unit === 'u3').length)
  expect(new Set(own.rows.map(r => r.cells[1]))).toEqual(new Set(['u3 馆']))
})

test('each line opens the list of just what it counts, also of one unit and at the edges of the period', async () => {
  const who = asked('supervisor')
  for (const more of [{}, { unit: 'u1' }, { from: '2026-03-15', to: '2026-03-16' }]) {
    const report = await run(who, more)
    expect(report.rows.length).toBeGreaterThan(0)
    for (const { cells, query } of report.rows) {
      const { total } = await listed(desk, who, ListQuery.parse(query))
      expect(total, JSON.stringify(query)).toBe(cells[3])
    }
  }
})

test('a report without a column of units opens lists of its unit alone', async () => {
  const who = asked('supervisor')
  const period = { from: '2026-02-01', to: '2026-02-28' }
  const report = await reported(desk, who, {
    domain: 'library-loans',
    report: 'bought',
    unit: 'u3',
    levels: false,
    ...period,
  })
  expect(report.rows.map(r => r.cells)).toEqual([
    ['图书', '2026-02-03', 5, 20],
    ['图书', '2026-02-04', 5, 20],
  ])
  // Of each group, and of all, those that meet the report's further condition: two of the ten are out.
  expect(report.columns.at(-1)).toEqual({ name: '$share', label: '借出比例（%）', number: true })
  expect(report.total).toEqual(['合计', '', 10, 20])
  for (const { cells, query } of report.rows)
    expect((await listed(desk, who, ListQuery.parse(query))).total).toBe(cells[2])
})

test('a report goes down the tree of units level by level, and the lists behind its numbers with it', async () => {
  const who = asked('supervisor', 'u0')
  const whole = await run(who)
  const city = await run(who, { levels: true })
  expect(city.path).toEqual([{ unit: 'u0', name: 'u0 馆' }])
  expect(new Set(city.rows.map(r => r.cells[1]))).toEqual(new Set(['u1 馆', 'u3 馆']))
  expect(new Set(city.rows.map(r => r.into))).toEqual(new Set(['u1', undefined]))
  expect(city.total).toEqual(whole.total)
  const district = await run(who, { levels: true, unit: 'u1' })
  expect(district.path.map(({ unit }) => unit)).toEqual(['u0', 'u1'])
  expect(new Set(district.rows.map(r => r.cells[1]))).toEqual(new Set(['u1 馆', 'u2 馆']))
  for (const { cells, query } of [...city.rows, ...district.rows])
    expect((await listed(desk, who, ListQuery.parse(query))).total, JSON.stringify(query)).toBe(cells[3])
  const own = await run(asked('clerk', 'u3'), { levels: true })
  expect(new Set(own.rows.map(r => r.cells[1]))).toEqual(new Set(['u3 馆']))
})

test('each number of the dashboard leads to just the cases that it counts, within the rights of who looks', async () => {
  const who = { ...asked('supervisor', 'u0'), scope: { ...asked('supervisor', 'u0').scope, today: '2026-06-20' } }
  const { tiles, day } = await dashboard(desk, who)
  expect(day).toBe('2026-06-20')
  expect(tiles.map(tile => [tile.name, tile.label])).toEqual([
    ['out', '在借'],
    ['days', '每日借阅'],
    ['places', '各馆借阅'],
    ['states', '各馆借阅状态'],
  ])
  const of = (name: string) => tiles.find(tile => tile.name === name)!
  const all = [...loans()].filter(c => c.data.slip)
  expect(of('out').total).toBe(all.filter(c => c.state === 'lent').length)
  expect(of('days').points).toHaveLength(30)
  expect(of('days').points.some(point => point.count === 0)).toBe(true)
  expect(of('places').points.map(point => point.count)).toEqual(
    of('places')
      .points.map(p => p.count)
      .sort((a, b) => b - a),
  )
  expect(new Set(of('states').points.map(point => point.part)).size).toBeGreaterThan(1)
  for (const tile of tiles)
    for (const { count, query } of [{ count: tile.total, query: tile.query }, ...tile.points])
      expect((await listed(desk, who, ListQuery.parse(query))).total, JSON.stringify(query)).toBe(count)
  const own = await dashboard(desk, {
    ...asked('clerk', 'u3'),
    scope: { ...asked('clerk', 'u3').scope, today: '2026-06-20' },
  })
  expect(own.tiles.find(tile => tile.name === 'places')?.points.map(point => point.label)).toEqual(['u3 馆'])
  const nobody = { ...asked('clerk'), user: { ...asked('clerk').user, role: 'none' as Role } }
  expect((await dashboard(desk, nobody)).tiles).toEqual([])
})

test('all who look at the same share one count, until cases change and some seconds are over', async () => {
  const { cases, db } = desk.projection
  const state = { counted: 0, wall: 0, now: 0 }
  const watched: typeof cases = {
    ...cases,
    groups(...ask) {
      state.counted++
      return cases.groups(...ask)
    },
  }
  const counts = sharedCounts(
    { cases: watched, db },
    () => `2026-06-20T08:00:0${state.now++}Z`,
    () => state.wall,
  )
  const at = { ...desk, projection: { ...desk.projection, cases: watched }, counts }
  const today = (who: Asking): Asking => ({ ...who, scope: { ...who.scope, today: '2026-06-20' } })
  const [one, same, other] = [asked('supervisor', 'u0'), asked('supervisor', 'u0'), asked('clerk', 'u3', ['u3'])]
  const views = await Promise.all(
    [
      one,
      { ...same, user: { ...same.user, id: 'p2' }, scope: { ...same.scope, user: { ...same.user, id: 'p2' } } },
    ].map(who => dashboard(at, today(who))),
  )
  expect(views[1]!.tiles).toEqual(views[0]!.tiles)
  expect(state.counted).toBe(4)
  const seen = await dashboard(at, today(other))
  expect(state.counted).toBe(8)
  expect(seen.tiles).toEqual((await dashboard(desk, today(other))).tiles)
  state.wall = 3_600_000
  await dashboard(at, today(one))
  expect(state.counted).toBe(8)
  const [c] = await cases.find(loan, {
    scope: one.scope,
    where: { field: '$state', is: 'equal', to: 'lent' },
    limit: 1,
  })
  const total = (view: typeof seen) => view.tiles.find(({ name }) => name === 'out')!.total
  await cases.put([{ ...c!, state: 'returned' }])
  const later = await dashboard(at, today(one))
  expect([state.counted, total(later)]).toEqual([12, total(views[0]!) - 1])
  await cases.put([c!])
  expect(total(await dashboard(at, today(one)))).toBe(total(later))
  state.wall += 10_001
  expect(total(await dashboard(at, today(one)))).toBe(total(views[0]!))
})

test('a report that is not there, or of what the role may not read, is refused', async () => {
  await expect(run(asked('clerk'), { report: 'none' })).rejects.toMatchObject({ say: 'report.unknown' })
  const hidden = { ...asked('clerk'), user: { ...asked('clerk').user, role: 'none' as Role } }
  await expect(run(hidden)).rejects.toMatchObject({ say: 'type.forbidden' })
})

test('a ledger says whether it comes out even, and brings the records that explain a difference', async () => {
  const ask = (unit: string) => balanced(desk, asked('supervisor'), { domain: 'library-loans', balance: 'stock', unit })
  const first = await ask('u1')
  expect(first.label).toBe('馆藏盘点')
  expect(first.counts.map(c => [c.label, c.count])).toEqual([
    ['馆藏', 30],
    ['在架', 22],
    ['借出', 8],
    ['未还借阅', expect.any(Number)],
  ])
  expect(first.lines[0]).toEqual({ name: 'stock', left: 30, right: 30, even: true, label: '馆藏 = 在架 + 借出' })
  expect(first.differences.map(d => [d.label, d.rows.map(r => r.id)])).toEqual([
    ['书已借出但没有借阅记录', ['book-8']],
    ['有借阅记录但书在架上', ['open-5']],
  ])
  const third = await ask('u3')
  expect(third.counts[0]!.count).toBe(10)
  expect(third.differences).toEqual([])
  await expect(
    balanced(desk, asked('clerk', 'u1', ['u1']), { domain: 'library-loans', balance: 'stock', unit: 'u3' }),
  ).rejects.toMatchObject({ say: 'unit.unknown' })
})

test('a report has no column of what the role may not see', async () => {
  const remarks = { record: 'book', period: 'bought', by: ['remark', '$unit'] }
  const domain = { ...toy, reports: { ...libraryLoans.reports, remarks } }
  const noted = [...books()].map((c, i) => ({ ...c, data: { ...c.data, remark: i % 2 ? '好' : '有水渍' } }))
  const other = await listDesk(
    [domain],
    noted.filter(c => c.type === book.type),
    id => [id],
  )
  const ask = { domain: 'library-loans', report: 'remarks', from: '2026-01-01', to: '2026-12-31', levels: false }
  const columns = async (role: Role) => {
    const report = await reported(other, asked(role), ask)
    for (const { cells, query } of report.rows)
      expect((await listed(other, asked(role), ListQuery.parse(query))).total).toBe(cells.at(-1))
    return report.columns.map(c => c.name)
  }
  expect(await columns('supervisor')).toEqual(['remark', '$unit', '$count'])
  expect(await columns('clerk')).toEqual(['$unit', '$count'])
})
