import { setTimeout } from 'node:timers/promises'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test, vi } from 'vitest'
import type { FactImportMode } from '../../shared-types/src/model/fact.ts'
import type { Role } from '../../shared-types/src/model/person.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type {
  FactAnswer,
  FactCountsAnswer,
  FactDeletionAnswer,
  FactImportedBefore,
  FactImportLine,
  FactListAnswer,
  FactRefusedRow,
} from '../../shared-types/src/protocol-facts.ts'
import type { AccessLogAnswer } from '../../shared-types/src/protocol-personal.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { wholeOf, writeRows } from '../../shared-types/src/workbooks/workbook-write.ts'
import { IN_TURN } from '../../test/databases.ts'
import { tablesOf } from '../src/facts/fact-tables.ts'
import { countedDays, rebuildCounts, wrongCounts } from '../src/facts/roll-up.ts'
import { dirtyDays } from '../src/projection/dirty-days.ts'
import { type Deployment, deployments } from './deployment.ts'
import { kinds } from './mail.ts'
import { madeStation } from './signed.ts'
import { type Window, windowOf } from './window.ts'

/** As other tests take their share of the machine. */
const WAIT = { timeout: 30_000, interval: 5 }
const TYPE = 'mail.visit'
const TABLES = tablesOf([...kinds.values()].find(k => k.domain.facts)!.domain.facts!.visit!)
const HEAD = ['场所编码', '证件号码', '采集时间']
/** Invented, with valid check digits; one that begins with a zero is nobody's and stays as it was written. */
const PEOPLE = ['330101198001010014', '33010119800101002X', '012345678901234567', '']

const csv = (rows: readonly (readonly string[])[]) => rows.map(row => row.join(',')).join('\r\n')
const bytesOf = (text: string) => new TextEncoder().encode(text)
const many = (count: number, venues = 7, day = '2026-02-28') =>
  Array.from({ length: count }, (_, i) => [
    `V${String((i % venues) + 1).padStart(3, '0')}`,
    PEOPLE[i % 4]!,
    `${day} ${String(i % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:07`,
  ])

describe.each(IN_TURN)('facts on %s', name => {
  const open = deployments(name)

  async function world(change: Parameters<typeof open>[0] = {}) {
    const d = await open(change)
    const as = async (role: Role, unit: string) => {
      const person = { ...d.people.s1other, id: `${role}-${unit}`, login: `${role}-${unit}`, name: `${role}-${unit}` }
      const posts = [{ id: `p-${role}-${unit}`, role, unit }]
      await d.put({ ...person, posts })
      const { db } = d.parts.store
      const [known] = await run<{ hash: string }>(db, 'select hash from credentials where login = ?', ['s1other'])
      await db.insertInto('credentials').values({ person: person.id, login: person.login, hash: known!.hash }).execute()
      const window = windowOf(d, await d.station(unit, String(Math.floor(Math.random() * 89) + 10)))
      expect((await window.signIn({ ...person, posts })).status).toBe(200)
      return window
    }
    const venues = [
      ['V001', 'S1'],
      ['V002', 'S2'],
      ['V003', 'S3'],
    ]
    for (const [venue, unit] of venues)
      await run(d.parts.store.db, "insert into rule_venues (venue, unit, registered_on) values (?, ?, '2025-01-01')", [
        venue!,
        unit!,
      ])
    return { d, as, city: await as('supervisor', 'C') }
  }

  async function send(at: Window, content: Uint8Array | string, mode: FactImportMode = 'good', pieces = 1) {
    const bytes = typeof content === 'string' ? bytesOf(content) : content
    const asked = { type: TYPE, name: '扫码.csv', size: bytes.byteLength, mode }
    const { body } = await at.ask<{ id: number }>('POST', `${ROUTES.facts}/imports`, asked)
    const size = Math.ceil(bytes.byteLength / pieces)
    for (let from = 0; from < bytes.byteLength; from += size) {
      const piece = new Uint8Array(bytes.slice(from, from + size))
      const headers = { 'content-type': 'application/octet-stream' }
      const said = await at.ask('PUT', `${ROUTES.facts}/imports/${body.id}/${from}`, piece, headers)
      expect(said.status).toBe(200)
    }
    const begun = await at.ask<{ before?: FactImportedBefore }>('POST', `${ROUTES.facts}/imports/${body.id}/begin`)
    return { id: body.id, before: begun.body.before, status: begun.status }
  }

  async function ended(at: Window, id: number): Promise<FactImportLine> {
    return vi.waitFor(
      async () => {
        const { body } = await at.ask<FactAnswer>('GET', `${ROUTES.facts}/${TYPE}`)
        const line = body.imports.find(job => job.id === id)
        expect(line?.endedAt).toBeTruthy()
        return line!
      },
      { timeout: 30_000, interval: 30 },
    )
  }
  const imported = async (at: Window, content: Uint8Array | string, mode?: FactImportMode) =>
    ended(at, (await send(at, content, mode)).id)
  const refusedOf = async (at: Window, id: number) =>
    (await at.ask<{ rows: FactRefusedRow[] }>('GET', `${ROUTES.facts}/imports/${id}/refused`)).body.rows
  const period = { type: TYPE, from: '2026-01-01', until: '2026-12-31' }
  const list = async (at: Window, more: object = {}) =>
    (await at.ask<FactListAnswer>('POST', `${ROUTES.facts}/list`, { ...period, ...more })).body
  const counts = async (at: Window, more: object = {}) =>
    (await at.ask<FactCountsAnswer>('POST', `${ROUTES.facts}/counts`, { ...period, ...more })).body
  const kept = async (d: Deployment) =>
    (
      await run<{ subject: string; person: string; day: string; time: string }>(
        d.parts.store.db,
        'select subject, person, day, time from fact_scans order by id',
      )
    ).map(row => [row.subject, row.person, `${row.day} ${row.time}`])
  async function wrong(d: Deployment) {
    const { db } = d.parts.store
    const days = await countedDays(db, TABLES)
    return (await Promise.all(days.map(day => wrongCounts(db, TABLES, day)))).flat()
  }

  test('every cell arrives as it was written, from CSV in any encoding and from a workbook', async () => {
    const { d, city } = await world()
    const rows = [...many(300), ['门店,“甲”号', PEOPLE[2]!, '2026-02-27 23:59:59'], ['007', '', '2026-02-27 00:00:00']]
    const quoted = rows.map(row => row.map(cell => (cell.includes(',') ? `"${cell}"` : cell)))
    const text = csv([HEAD, ...quoted])
    // GB 18030 of what stands here, as iconv writes it.
    const gb = gb18030(`${csv([HEAD, ['门店甲', PEOPLE[2]!, '2026-02-27 23:59:59']])}\r\n`)
    const files: [Uint8Array, string[][]][] = [
      [bytesOf(`\uFEFF${text}`), rows],
      [
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replaceAll('“甲”', '乙'), 'utf16le')]),
        rows.map(r => r.map(c => c.replace('“甲”', '乙'))),
      ],
      [gb, [['门店甲', PEOPLE[2]!, '2026-02-27 23:59:59']]],
      [await wholeOf(writeRows('扫码', HEAD, rows)), rows],
    ]
    for (const [content, expected] of files) {
      await run(d.parts.store.db, 'delete from fact_scans')
      const line = await imported(city, content)
      expect(line).toMatchObject({ state: 'done', taken: expected.length, refused: 0 })
      expect(await kept(d)).toEqual(expected)
    }
    await rebuildCounts(d.parts.store, TABLES, d.parts.now)
    expect(await wrong(d)).toEqual([])
    expect(d.faults).toEqual([])
  })

  test('a bad row is told with its line, column and reason; the good ones or nothing, as was chosen', async () => {
    const { d, city } = await world()
    const bad: [string[], string[]][] = [
      [['', PEOPLE[0]!, '2026-02-28 10:00:00'], ['A empty']],
      [['V001', '3.30101E+17', '2026-02-28 10:00:00'], ['B rounded']],
      [['V001', '330101198001010000', '2026-02-28 10:00:00'], ['B rounded']],
      [['V001', '张三', '2026-02-28 10:00:00'], ['B person']],
      [['V001', PEOPLE[0]!, '28/2/2026 10:00'], ['C time']],
      [['V001', PEOPLE[0]!, ''], ['C empty']],
      [['V001', PEOPLE[0]!, '2031-01-01 00:00:00'], ['C future']],
      [['=HYPERLINK("x")', PEOPLE[0]!, '2026-02-28 10:00:00'], ['A formula']],
      [
        ['#N/A', '', 'x'],
        ['A error', 'C time'],
      ],
      [['V'.repeat(61), '', '2026-02-28'], ['A too-long']],
    ]
    const good = [
      ['V001', PEOPLE[0]!, '2026/2/8 9:05'],
      ['V002', '', '2026年2月8日 9时5分'],
      ['V003', PEOPLE[1]!, '2026-02-28T02:00:00Z'],
    ]
    const mend = (row: string[]) => row.map(cell => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell))
    const text = csv([HEAD, ...good, ...bad.map(([row]) => mend(row))])
    const none = await imported(city, text, 'all')
    expect(none).toMatchObject({ state: 'refused', taken: 0, refused: bad.length, left: 0 })
    expect(await kept(d)).toEqual([])
    const some = await imported(city, text, 'good')
    expect(some).toMatchObject({ state: 'done', taken: 3, refused: bad.length, left: 3 })
    expect(await kept(d)).toEqual([
      ['V001', PEOPLE[0]!, '2026-02-08 09:05:00'],
      ['V002', '', '2026-02-08 09:05:00'],
      ['V003', PEOPLE[1]!, '2026-02-28 10:00:00'],
    ])
    for (const { id } of [none, some]) {
      const rows = await refusedOf(city, id)
      expect(rows.map(({ row }) => row)).toEqual(bad.map((_, i) => i + 5))
      expect(rows.map(({ reasons }) => reasons.map(r => `${r.cell} ${r.code}`))).toEqual(bad.map(([, why]) => why))
      expect(rows[0]!.cells).toEqual(bad[0]![0])
    }
    // They go with what their import brought in, and by themselves after a month.
    const away = { ...period, by: 'imported', import: some.id, purpose: '导错了' }
    expect((await city.ask('POST', `${ROUTES.facts}/deletions`, away)).body).toMatchObject({ deleted: 3 })
    expect([await refusedOf(city, some.id), await refusedOf(city, none.id)]).toEqual([[], expect.any(Array)])
    expect(await refusedOf(city, none.id)).toHaveLength(bad.length)
    await run(d.parts.store.db, "update fact_imports set started_at = '2026-01-30T00:00:00.000Z'")
    const all = await imported(city, csv([HEAD, ...many(5)]), 'all')
    expect(await refusedOf(city, none.id)).toEqual([])
    expect(all).toMatchObject({ state: 'done', taken: 5 })
    expect((await dirtyDays(d.parts.store.db)).map(({ day }) => day)).toEqual(['2026-02-08', '2026-02-28'])
  })

  test('a file that cannot be read says why, with row and column where there is one', async () => {
    const { d, city } = await world()
    const formula = await wholeOf(writeRows('x', HEAD, many(3)))
    const said: [Uint8Array | string, object][] = [
      [
        csv([['场所编码', '身份证', '采集时间'], ...many(2)]),
        { code: 'heading', with: { row: 1, cell: 'B', found: '身份证', wanted: 'who' } },
      ],
      [csv([HEAD]), { code: 'empty' }],
      [formula.slice(0, formula.length - 40), { code: 'broken' }],
      [Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500)]), { code: 'broken' }],
      [
        Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(500)]),
        { code: 'old-format' },
      ],
      [Buffer.alloc(300), { code: 'not-a-workbook' }],
      [
        Buffer.concat([bytesOf(`${csv([HEAD, ...many(2)])}\r\n`), Buffer.from([0xff, 0xff, 0xff])]),
        { code: 'encoding', with: { row: 4 } },
      ],
    ]
    for (const [content, fault] of said) {
      const line = await imported(city, content)
      expect(line).toMatchObject({ state: 'failed', taken: 0, fault })
    }
    const open2 = await city.ask('POST', `${ROUTES.facts}/imports`, {
      type: TYPE,
      name: 'x',
      size: 3 * 2 ** 30,
      mode: 'good',
    })
    expect(open2).toMatchObject({ status: 413, body: { error: 'too-large', detail: '1024' } })
    expect(d.faults).toEqual([])
  })

  test('a formula in a workbook is told with its row and column, and its row is not taken', async () => {
    const { d, city } = await world()
    const rows = many(4)
    const content = await writeXlsx({
      sheets: [
        {
          name: '扫码',
          rows: [HEAD, ...rows],
          cells: new Map([['2,1', { value: 'x', formula: 'A1&"1"', formulaResult: PEOPLE[1]! }]]),
        },
        { name: '别的', rows: [['x']], cells: new Map([['1,1', { value: 1, formula: '1+1', formulaResult: 2 }]]) },
      ],
    })
    const line = await imported(city, content)
    expect(line).toMatchObject({ state: 'done', taken: 3, refused: 1 })
    expect(await refusedOf(city, line.id)).toMatchObject([
      { row: 3, reasons: [{ code: 'formula', cell: 'B', column: 'who' }] },
    ])
    expect(await kept(d)).toEqual(rows.filter((_, i) => i !== 1))
  })

  test('the same file twice is noticed, until its rows are deleted; pieces may come again', async () => {
    const { d, city } = await world()
    const text = csv([HEAD, ...many(50)])
    const first = await send(city, text, 'good', 3)
    await ended(city, first.id)
    const second = await send(city, text)
    expect(second.before).toMatchObject({ person: 'supervisor-C', taken: 50 })
    const ask = { ...period, by: 'imported', from: '2026-03-02', until: '2026-03-02', purpose: '导错了' }
    const { purpose, ...count } = ask
    expect((await city.ask('POST', `${ROUTES.facts}/deletions/count`, count)).body).toMatchObject({ count: 50 })
    expect((await city.ask<FactDeletionAnswer>('POST', `${ROUTES.facts}/deletions`, ask)).body).toMatchObject({
      deleted: 50,
      more: false,
    })
    expect(await run(d.parts.store.db, 'select * from venue_days')).toEqual([])
    expect(await imported(city, text)).toMatchObject({ state: 'done', taken: 50, left: 50 })
    const asked = { type: TYPE, name: 'y', size: 8, mode: 'good' }
    const { body } = await city.ask<{ id: number }>('POST', `${ROUTES.facts}/imports`, asked)
    const put = (from: number, text: string) => city.ask('PUT', `${ROUTES.facts}/imports/${body.id}/${from}`, text)
    expect((await put(0, 'abcd')).body).toMatchObject({ size: 4 })
    expect(await put(0, 'abcd')).toMatchObject({ status: 409, body: { detail: '4' } })
    expect((await put(4, 'efghi')).status).toBe(413)
    expect((await city.ask('POST', `${ROUTES.facts}/imports/${body.id}/begin`)).body).toMatchObject({ detail: '4' })
    const { rows } = await d.parts.store.db
      .selectFrom('events')
      .select('act')
      .execute()
      .then(rows => ({ rows }))
    expect(new Set(rows.map(r => r.act))).toEqual(
      expect.toSatisfy((s: Set<string>) => ['fact-import', 'fact-import-end', 'fact-delete'].every(a => s.has(a))),
    )
    expect(purpose).toBe('导错了')
  })

  test('lists, counts, exports and deletions stay within the unit, whatever is asked', async () => {
    const { d, as, city } = await world()
    await imported(city, csv([HEAD, ...many(400, 4), ...many(40, 4, '2026-02-20')]))
    const [d1, d2, clerk] = [await as('supervisor', 'D1'), await as('supervisor', 'D2'), await as('clerk', 'S1')]
    const walk = async (at: Window, more: object = {}) => {
      const rows: FactListAnswer['rows'] = []
      for (let after: object | undefined; ; after = rows.at(-1)) {
        const position =
          after && (({ day, time, id }: { day: string; time: string; id: number }) => ({ day, time, id }))(rows.at(-1)!)
        const page = await list(at, { limit: 37, ...more, ...(position && { after: position }) })
        rows.push(...page.rows)
        if (!page.more) return rows
      }
    }
    const all = await walk(city)
    expect(all).toHaveLength(440)
    expect(new Set(all.map(r => r.id)).size).toBe(440)
    expect(all).toEqual(
      [...all].sort((a, b) =>
        `${b.day}${b.time}` === `${a.day}${a.time}` ? b.id - a.id : `${b.day}${b.time}` > `${a.day}${a.time}` ? 1 : -1,
      ),
    )
    expect(JSON.stringify(all)).not.toContain(PEOPLE[0])
    const venuesOf = async (at: Window, more: object = {}) =>
      [...new Set((await walk(at, more)).map(r => r.subject))].sort()
    expect(await venuesOf(d1)).toEqual(['V001', 'V002'])
    expect(await venuesOf(d2)).toEqual(['V003'])
    expect(await venuesOf(d1, { subject: 'V003' })).toEqual([])
    expect(await venuesOf(clerk)).toEqual(['V001'])
    expect(await venuesOf(city, { unit: 'D1' })).toEqual(['V001', 'V002'])
    expect((await d1.ask('POST', `${ROUTES.facts}/list`, { ...period, unit: 'D2' })).status).toBe(403)
    expect((await d1.ask('POST', `${ROUTES.facts}/counts`, { ...period, unit: 'C' })).status).toBe(403)
    expect((await counts(d1)).subjects.map(s => s.subject).sort()).toEqual(['V001', 'V002'])
    expect(await counts(d1, { subject: 'V003' })).toMatchObject({ subjects: [], total: 0, days: [] })
    const one = { person: PEOPLE[1]!, count: true }
    expect((await list(city, one)).total).toBe((await kept(d)).filter(([, who]) => who === PEOPLE[1]).length)
    expect((await list(d2, one)).total).toBe(
      (await kept(d)).filter(([v, who]) => v === 'V003' && who === PEOPLE[1]).length,
    )
    expect((await list(d2, { count: true })).total).toBe(110)
    expect((await d2.ask<FactAnswer>('GET', `${ROUTES.facts}/${TYPE}`)).body.imports).toEqual([])
    const take = { ...period, as: 'csv', purpose: '核查', whole: false, note: '', language: 'zh-CN' }
    const text = String((await d1.ask('POST', `${ROUTES.facts}/export`, take)).body.text)
    expect(text.split('\r\n')[0]).toBe(HEAD.join(','))
    expect(text).not.toMatch(/V003|V004/)
    expect(text).not.toContain(PEOPLE[0])
    expect((await clerk.ask('POST', `${ROUTES.facts}/export`, { ...take, whole: true })).status).toBe(403)
    expect(String((await d1.ask('POST', `${ROUTES.facts}/export`, { ...take, whole: true })).body.text)).toContain(
      PEOPLE[0],
    )
    const remove = { ...period, by: 'collected', purpose: '过期' }
    expect((await clerk.ask('POST', `${ROUTES.facts}/deletions`, remove)).status).toBe(403)
    expect(
      (
        await d1.ask<FactDeletionAnswer>('POST', `${ROUTES.facts}/deletions`, {
          ...remove,
          from: '2026-02-28',
          until: '2026-02-28',
        })
      ).body.deleted,
    ).toBe(200)
    expect((await counts(city)).subjects.map(s => [s.subject, s.count])).toEqual([
      ['V003', 110],
      ['V004', 110],
      ['V001', 10],
      ['V002', 10],
    ])
    expect(await wrong(d)).toEqual([])
    const bring = await imported(d2, csv([HEAD, ...many(8, 4)]))
    expect(bring).toMatchObject({ taken: 2, refused: 6 })
    expect((await refusedOf(d2, bring.id)).every(({ reasons }) => reasons[0]!.code === 'not-yours')).toBe(true)
    expect((await d1.ask('GET', `${ROUTES.facts}/imports/${bring.id}/refused`)).status).toBe(404)
    expect((await d1.ask('POST', `${ROUTES.facts}/imports/${bring.id}/cancel`)).status).toBe(404)
  })

  test('who looks for a number or takes its rows out is in the log, without it, and its holder is told', async () => {
    const { d, as, city } = await world()
    const [first, second] = ['330102198001010018', '330102198001010026']
    await imported(city, csv([HEAD, ['V001', first, '2026-02-27 09:00:00'], ['V003', second, '2026-02-27 09:00:00']]))
    const south = await as('supervisor', 'D1')
    const acts = async (number: string) => {
      const asking = { number, identity: 'typed', purpose: 'inquiry', note: '' }
      const { body } = await city.ask<AccessLogAnswer>('POST', ROUTES.accessLog, asking)
      expect(JSON.stringify(body)).not.toContain('mark')
      return body.lines.map(({ act, unit }) => `${act} ${unit}`)
    }
    await list(city, { person: first })
    // Also a page behind no other, which shows nothing, and a count.
    await list(city, { person: first, after: { day: '2026-02-01', time: '', id: 0 } })
    await counts(south, { person: first })
    await list(city, { subject: 'V001' })
    const out = { as: 'csv', purpose: '核查', whole: false, note: '', language: 'zh-CN' }
    const exported = (at: Window, more: object = {}) =>
      at.ask('POST', `${ROUTES.facts}/export`, { ...period, ...out, ...more })
    await exported(city)
    await exported(south)
    await exported(city, { from: '2026-03-01' })
    await exported(city, { subject: 'V003' })
    await exported(city, { person: first })
    const looks = ['fact-look D1', 'fact-look C', 'fact-look C']
    expect(await acts(first)).toEqual(['fact-export C', 'fact-export D1', 'fact-export C', ...looks])
    expect(await acts(second)).toEqual(['fact-export C', 'fact-export C'])
    const rows = await run<{ body: string }>(
      d.parts.store.db,
      "select body from events where act like 'fact-%' or act = 'access-log'",
    )
    expect(rows.filter(({ body }) => body.includes(first) || body.includes(second))).toEqual([])
    expect(rows.filter(({ body }) => body.includes('330102********0018')).length).toBeGreaterThan(3)
  })

  test('stopped or taken over in the middle, no row is kept twice and the counts are those of the rows', async () => {
    const { d, city } = await world()
    const count = 31_000
    const text = csv([HEAD, ...many(count, 500)])
    const { id } = await send(city, text)
    await vi.waitFor(async () => expect((await kept(d)).length).toBeGreaterThan(0), WAIT)
    await d.stop()
    const again = await d.again({ port: 0 })
    const at = windowOf(again, await madeStation({ parts: again.parts, clock: d.clock }, 'C', '77'))
    await at.signIn({ ...d.people.s1other, login: 'supervisor-C' })
    expect(await ended(at, id)).toMatchObject({ state: 'done', taken: count, left: count })
    expect((await kept(again)).length).toBe(count)
    expect(await wrong(again)).toEqual([])
    const other = (await send(at, csv([HEAD, ...many(46_000, 500, '2026-02-27')]))).id
    await vi.waitFor(async () => {
      const [row] = await run<{ taken: number }>(again.parts.store.db, 'select taken from fact_imports where id = ?', [
        other,
      ])
      expect(row!.taken).toBeGreaterThan(0)
    }, WAIT)
    await at.ask('POST', `${ROUTES.facts}/imports/${other}/cancel`)
    const cancelled = await ended(at, other)
    await setTimeout(300)
    expect(cancelled.state).toBe('cancelled')
    expect(cancelled.taken).toBeLessThan(46_000)
    expect((await kept(again)).length).toBe(count + cancelled.taken)
    expect(await wrong(again)).toEqual([])
    expect([...d.faults, ...again.faults]).toEqual([])
  })
})

/** The characters of these tests in GB 18030. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, [number, number]>()
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) table.set(decoder.decode(new Uint8Array([a, b])), [a, b])
  return new Uint8Array([...text].flatMap(c => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : table.get(c)!)))
}
