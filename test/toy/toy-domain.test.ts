import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readPdf, textOf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'
import { check } from '../../shared-types/src/engine/check.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { address, blankId, done, layCard, photo } from '../journeys/permit.ts'

/** The one line that adds a domain. */
const domains = [libraryLoans]

const BOOK = 'library-loans.book'
const LOAN = 'library-loans.loan'
const STATION = '330402510000'

describe('a domain of its own, out of one folder and one line', () => {
  const here = { faults: [] as unknown[] } as { centre: Centre; desk: TestWindow; other: TestWindow; faults: unknown[] }
  const ids = { book: '', loan: '' }
  beforeAll(async () => {
    here.centre = await centre({ domains, faults: here.faults })
    here.desk = await testWindow({ centre: here.centre, unit: STATION, domains })
    here.other = await testWindow({ centre: here.centre, unit: STATION, domains })
    await here.desk.signIn('zhangwei')
    await here.other.signIn('liuqiang')
    await here.desk.sync()
  })
  afterAll(async () => {
    await here.desk?.close()
    await here.other?.close()
    await here.centre?.stop()
  })

  test('nothing in it is broken, and no program file knows of it', async () => {
    expect(check(domains)).toEqual([])
    const folders = ['shared-types/src', 'desktop/src', 'sync-server/src', 'native-bridges/src']
    const knowing: string[] = []
    for (const folder of folders)
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        if ((await readFile(path, 'utf8')).includes('library-loans')) knowing.push(path)
      }
    expect(knowing).toEqual([])
  })

  test('menu, form, offers, missing fields and buttons', async () => {
    const { desk } = here
    const menu = await desk.call('menu', {})
    expect(menu.map(d => [d.desk, d.label])).toEqual([
      ['lending', '借书'],
      ['toReturn', '待还'],
      ['books', '图书'],
      ['loans', '借阅'],
      ['stocktaking', '盘点'],
    ])
    const blank = await desk.call('cases.blank', { type: BOOK })
    ids.book = blank.id
    expect(blank.sections.map(s => s.section)).toEqual(['book', 'purchase'])
    expect(blank.steps.map(s => s.name)).toEqual(['shelve'])
    const cells = blank.sections.flatMap(s => s.cells)
    expect(cells.filter(c => c.required).map(c => c.label)).toEqual(['条码', '书名', '类别'])
    expect(cells.map(c => c.name)).not.toContain('remark')

    const journal = { title: '读者', kind: 'journal', barcode: 'B-1' }
    const seen = await desk.call('cases.preview', { type: BOOK, id: ids.book, patch: journal, act: 'shelve' })
    expect(seen.sections.flatMap(s => s.cells).find(c => c.name === 'issue')).toMatchObject({ required: true })
    expect(seen.problems.map(p => [p.code, p.field])).toEqual([['min', 'barcode']])
    const unissued = { ...journal, barcode: 'B-0001' }
    const next = await desk.call('cases.preview', { type: BOOK, id: ids.book, patch: unissued, act: 'shelve' })
    expect(next.problems.map(p => [p.code, p.field])).toEqual([['required', 'issue']])
  })

  test('step, check over other records, list, filter, search', async () => {
    const { desk } = here
    await done(desk, BOOK, ids.book, 'shelve', { barcode: 'B-0001', title: '𠮷田山志', kind: 'book', pages: 320 })
    const again = { type: BOOK, id: await blankId(desk, BOOK), act: 'shelve' }
    const twin = await desk.call('cases.act', { ...again, patch: { barcode: 'B-0001', title: '重', kind: 'book' } })
    expect(twin.problems.map(p => p.text)).toEqual(['已有一册在架图书用同一“条码”。请核对封底条码。'])
    await done(desk, BOOK, again.id, 'shelve', { barcode: 'B-0002', title: '海图', kind: 'map', price: 20 })

    const all = await desk.call('cases.list', { type: BOOK, sort: { field: 'barcode', down: false } })
    expect(all.rows.map(r => [r.title, r.stateText, r.cells.kind])).toEqual([
      ['𠮷田山志 B-0001', '在架', '图书'],
      ['海图 B-0002', '在架', '地图'],
    ])
    const maps = await desk.call('cases.list', { type: BOOK, filters: { kind: 'map' } })
    expect(maps.rows.map(r => r.id)).toEqual([again.id])
    for (const text of ['𠮷田', 'tsz', 'B-0001'])
      expect((await desk.call('cases.search', { text })).map(r => r.id)).toEqual([ids.book])
  })

  test('from the card at the desk to the lent book: offers, number, effect, print, and the other window has it', async () => {
    const { desk, other } = here
    await layCard(desk, 0)
    const card = (await desk.call('card.read', { type: LOAN }))!
    const ask = { domain: 'library-loans', desk: 'lending', number: card.number, fromCard: true }
    const look = await desk.call('intake.look', ask)
    expect(look.standing).toMatchObject({ now: false, text: '没有借阅记录，暂不能长期借阅。' })
    const blank = await desk.call('cases.blank', { type: LOAN, patch: look.patch })
    ids.loan = blank.id
    expect(blank.sections.flatMap(s => s.cells).find(c => c.name === 'term')).toMatchObject({ offer: 'short' })

    const patch = { ...look.patch, home: address, barcode: 'B-0001', term: 'short' }
    const proof = await desk.call('files.add', { name: 'proof.jpg', mime: 'image/jpeg', bytes: photo() })
    const long = await desk.call('cases.act', {
      type: LOAN,
      id: ids.loan,
      act: 'lend',
      patch: { ...patch, term: 'long', proofs: [proof.hash] },
    })
    expect(long.problems.map(p => p.text)).toEqual(['长期借阅须累计借阅满规定月数，请改为短期。'])
    const lent = await done(desk, LOAN, ids.loan, 'lend', patch)
    expect(lent.drawn).toMatchObject([{ label: '借书单号', provisional: true }])
    expect(lent.print).toMatchObject({ ended: 'good' })
    expect((await desk.call('cases.open', { id: ids.book })).state).toBe('out')

    await desk.sync()
    await other.sync()
    const there = await other.call('cases.open', { id: ids.loan })
    expect(there).toMatchObject({ state: 'lent', sending: 'sent' })
    expect(there.steps.map(s => [s.name, s.refusals.length])).toEqual([
      ['extend', 0],
      ['lose', 0],
    ])
    const slip = await textOf(
      await (await readPdf((await other.call('print.preview', { id: ids.loan, template: 'slip' })).bytes)).getPage(1),
    )
    for (const part of [lent.drawn![0]!.number, card.name, 'B-0001']) expect(slip).toContain(part)
  })

  test('a card with an outcome, four eyes, identity, and the ledger', async () => {
    const { desk, other } = here
    const card = await done(desk, LOAN, ids.loan, 'printCard')
    expect(card.print).toMatchObject({ ended: 'good' })
    expect(await desk.call('cases.open', { id: ids.loan })).toMatchObject({ state: 'lent' })
    const own = await desk.call('cases.act', { type: LOAN, id: ids.loan, act: 'extend' })
    expect(own.problems.map(p => p.code)).toEqual(['four-eyes'])
    await desk.sync()
    await other.sync()
    await done(other, LOAN, ids.loan, 'extend')
    await other.sync()
    await desk.sync()
    const balance = () => desk.call('balance.run', { domain: 'library-loans', balance: 'stock', unit: STATION })
    expect((await balance()).lines.map(l => [l.left, l.right, l.even])).toEqual([
      [2, 2, true],
      [1, 1, true],
    ])
    await layCard(desk, 1)
    const back = { type: LOAN, id: ids.loan, act: 'giveBack' }
    await expect(desk.call('cases.act', { ...back, identity: 'card' })).rejects.toMatchObject({ code: 'problems' })
    const { title } = await desk.call('cases.open', { id: ids.loan })
    const ticket = title.split(' ').at(-1)!
    expect((await desk.call('cases.act', { ...back, identity: { ticket } })).problems).toEqual([])
    expect((await desk.call('cases.open', { id: ids.book })).state).toBe('shelf')
    expect((await balance()).counts.find(c => c.name === 'loans')).toMatchObject({ count: 0 })
  })

  test('a step that needs the centre at hand waits for it', async () => {
    await here.desk.sync()
    const desk = await testWindow({ centre: here.centre, unit: '330400000000', domains })
    await desk.signIn('guofeng')
    await desk.sync()
    const { rows } = await desk.call('cases.list', { type: BOOK, filters: { kind: 'map' } })
    const ask = { type: BOOK, id: rows[0]!.id, act: 'discard', patch: { reason: '受潮' } }
    await desk.call('demo.network', { on: false })
    await expect(desk.sync()).rejects.toMatchObject({ code: 'offline' })
    const refused = await desk.call('cases.act', ask)
    expect(refused.problems.map(p => p.text)).toEqual(['“注销”需要连接服务器才能办理。请在网络恢复后再试。'])
    await desk.plug(true)
    expect((await desk.call('cases.act', ask)).problems).toEqual([])
    await desk.sync()
    await desk.close()
  })

  test('Excel: the template filled in and imported, refused rows told, the list exported, the report printed', async () => {
    const { desk, other } = here
    const template = await readXlsx((await desk.call('import.template', { type: BOOK })).bytes)
    const headings = template.sheets[0]!.rows[0]!.map(String)
    const row = (values: Record<string, string>) =>
      headings.map(heading => Object.entries(values).find(([name]) => heading.startsWith(name))?.[1] ?? '')
    const sheet = await writeXlsx({
      sheets: [
        {
          name: template.sheets[0]!.name,
          rows: [
            headings,
            row({ 条码: 'X-1001', 书名: '新书一', 类别: '图书', 页数: '12', 购入日期: '2026-01-05' }),
            row({ 条码: 'X-1002', 书名: '新书二', 类别: '唱片' }),
            row({ 条码: 'X-1003', 书名: '新书三', 类别: '地图', 定价: '6000' }),
          ],
        },
      ],
    })
    const { job } = await desk.call('import.start', { type: BOOK, name: '新书.xlsx', bytes: Uint8Array.from(sheet) })
    const ended = await vi.waitFor(
      async () => {
        const state = await desk.call('import.job', { job })
        expect(state.state).toBe('done')
        return state
      },
      { timeout: 60_000 },
    )
    expect(ended).toMatchObject({ taken: 1, refusedCount: 2 })
    expect(ended.refused.map(r => r.row)).toEqual([3, 4])
    expect(ended.refused[1]!.reasons.join()).toContain('珍本')

    const query = { type: BOOK, sort: { field: 'barcode', down: false } }
    const list = await readXlsx((await desk.call('export.list', { query, purpose: '年度盘点' })).bytes)
    const barcodes = list.sheets[0]!.rows.map(r => String(r[0]))
    expect(barcodes[0]).toContain('年度盘点')
    expect(barcodes.slice(2)).toEqual(['B-0001', 'B-0002', 'X-1001'])

    await desk.sync()
    await other.sync()
    const today = (await other.call('session.state', {})).today
    const report = { domain: 'library-loans', report: 'lent', from: `${today.slice(0, 4)}-01-01`, to: today }
    const { rows, total } = await other.call('reports.run', report)
    expect(rows).toHaveLength(1)
    expect(total).toContain(1)
    const pdf = await other.call('reports.export', { query: report, as: 'pdf', purpose: '年度统计' })
    expect(await textOf(await (await readPdf(pdf.bytes)).getPage(1))).toContain('借阅统计')
    expect(here.faults).toEqual([])
  })
})
