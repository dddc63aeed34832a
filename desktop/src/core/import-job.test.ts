import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3-multiple-ciphers'
import { writeXlsx } from 'hucre/xlsx'
import { Kysely, SqliteDialect } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { decide } from '../../../shared-types/src/engine/decide.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { apply } from '../../../shared-types/src/engine/fold.ts'
import { kindOf, kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { cellText } from '../../../shared-types/src/engine/read-cell.ts'
import { blank } from '../../../shared-types/src/engine/screen.ts'
import { say } from '../../../shared-types/src/engine/words.ts'
import type { Case, CaseEvent, Problem } from '../../../shared-types/src/model/case.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import { type CaseTables, createCaseTables } from '../../../shared-types/src/store/case-tables.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { readWorkbook } from '../../../shared-types/src/workbooks/workbook-read.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import type { ImportJob } from '../api/lists.ts'
import { failureOf } from './failure.ts'
import { type ImportJobs, type ImportParts, importJobs } from './import-job.ts'
import { coreText } from './words.ts'

const kinds = kindsOf([libraryLoans])
const book = kindOf(kinds, 'library-loans.book')
const scope: Scope = {
  today: '2026-11-22',
  user: { id: 'p1', post: 'post1', role: 'clerk', unit: 'u1', units: ['u1'], district: ['u1'] },
  parameters: {},
}
const HEADINGS = ['条码*', '书名*', '类别*', '期号*', '定价（元）', '购入日期', '珍本']
const row = (n: number, more: Partial<Record<number, unknown>> = {}) =>
  HEADINGS.map((_, i) =>
    i in more ? more[i] : [`B${String(n).padStart(5, '0')}`, `书名${n}`, '图书', null, 12.5, '2026-03-05', '否'][i],
  ) as never[]

let store: CaseStore
let jobs: ImportJobs
let notices: ImportJob[]
let remembered: Map<string, string>

beforeEach(async () => {
  const kysely = new Kysely<CaseTables>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) })
  await createCaseTables(kysely)
  store = sqlCaseStore(kysely, kinds)
  jobs = importJobs()
  notices = []
  remembered = new Map()
})

/** Decides and stores as the window does. */
async function act({ caseId, act: name, patch }: Parameters<ImportParts['act']>[0]): Promise<Problem[]> {
  const before = caseId ? (await store.get([caseId])).get(caseId) : undefined
  const event: CaseEvent = {
    id: randomUUID(),
    caseId: caseId ?? randomUUID(),
    type: book.type,
    act: name,
    patch,
    base: before?.seq ?? 0,
    by: { id: 'p1', post: 'post1', role: 'clerk', unit: 'u1' },
    station: 's1',
    at: '2026-11-22T02:00:00Z',
    counter: 1,
    seen: '',
  }
  const after = apply(book, before, { ...event, seq: 0, verdict: 'waiting', problems: [] })
  const found = await related(store, kinds, book, after, scope)
  const problems = decide(book, before, event, { ...scope, related: found })
  if (problems.length === 0) await store.put([after])
  return problems
}

const parts = (more: Partial<ImportParts> = {}): ImportParts => ({
  owner: 'p1',
  kind: book,
  name: '图书.xlsx',
  language: 'zh-CN',
  today: scope.today,
  whole: data => data,
  units: [],
  act,
  find: match => store.byKeys(book, match),
  say: problem => say(problem, book, 'zh-CN'),
  text: (key, values) => coreText('zh-CN', key, values),
  failure: error => failureOf(error, 'zh-CN').text,
  seen: async hash => remembered.get(hash),
  remember: async hash => void remembered.set(hash, '2026-11-22'),
  progress: job => void notices.push(job),
  ...more,
})

const sheet = (rows: unknown[][], headings: unknown[] = HEADINGS) =>
  writeXlsx({ sheets: [{ name: '图书', rows: [headings, ...rows] as never[][] }] })

async function imported(bytes: Uint8Array, more: Partial<ImportParts> = {}): Promise<ImportJob> {
  const id = jobs.start(bytes, parts(more))
  await until(() => ['done', 'failed', 'cancelled'].includes(jobs.state(id, 'p1')!.state))
  return jobs.state(id, 'p1')!
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise(resolve => setTimeout(resolve, 2))
}

const books = () => store.find(book, { scope, limit: 10_000, sort: { by: 'barcode' } })

test('rows become cases, wrong ones come back row by row with every reason, and what was right stays', async () => {
  const job = await imported(
    await sheet([
      row(1),
      row(2, { 4: '很贵' }),
      row(3, { 2: '唱片', 5: '2026-02-30' }),
      row(4, { 1: null }),
      [],
      row(5),
      row(6, { 4: 9000 }),
    ]),
  )
  expect(job).toMatchObject({ state: 'done', total: 6, done: 6, taken: 2, refusedCount: 4 })
  expect(job.text).toBe('导入完成：新增 2 条，更新 0 条，没有变化 0 条，退回 4 条。')
  expect(job.refused.map(r => r.row)).toEqual([3, 4, 5, 8])
  expect(job.refused[0]!.reasons).toEqual(['“定价（元）”应当是数字。请改正。'])
  expect(job.refused[1]!.reasons).toHaveLength(2)
  expect(job.refused[2]!.reasons).toEqual(['请填写“书名”。'])
  expect(job.refused[3]!.reasons[0]).toContain('珍本')
  expect((await books()).map(c => [c.data.barcode, c.state])).toEqual([
    ['B00001', 'shelf'],
    ['B00005', 'shelf'],
  ])
})

test('the refused rows come back as a spreadsheet that can be mended and imported, its reasons passed over', async () => {
  const first = await imported(await sheet([row(1), row(2, { 4: '很贵', 1: '=HYPERLINK("x")' })]))
  const bytes = (await jobs.refused(first.job, 'p1'))!
  const rows: unknown[][] = []
  for await (const { cells } of readWorkbook(bytes)) rows.push(cells)
  expect(rows[0]).toEqual([...HEADINGS, '退回原因'])
  expect(rows[1]!.slice(0, 5)).toEqual(['B00002', '\'=HYPERLINK("x")', '图书', '', '很贵'])
  expect(rows[1]![7]).toContain('应当是数字')
  const again = await imported(bytes)
  expect(again).toMatchObject({ taken: 0, refusedCount: 1 })
  rows[1]![4] = '13.5'
  const mended = await imported(await sheet(rows.slice(1), rows[0]))
  expect(mended).toMatchObject({ state: 'done', taken: 1, refusedCount: 0 })
  expect((await books()).at(-1)!.data).toMatchObject({ title: '=HYPERLINK("x")', price: 13.5 })
  expect(await jobs.refused(mended.job, 'p1')).toBeUndefined()
})

test('the same file again changes nothing and is noticed; a changed row changes its case and no other', async () => {
  const bytes = await sheet([row(1), row(2), row(3)])
  await imported(bytes)
  const before = await books()
  const again = await imported(bytes)
  expect(again).toMatchObject({ state: 'done', taken: 0, refusedCount: 0 })
  expect(again.text).toBe(
    '导入完成：新增 0 条，更新 0 条，没有变化 3 条，退回 0 条。这个文件在 2026-11-22 导入过，相同的行没有重复登记。',
  )
  expect(await books()).toEqual(before)
  const changed = await imported(await sheet([row(1), row(2, { 1: '新书名', 4: null }), row(4), row(4, { 6: '是' })]))
  expect(changed.text).toBe('导入完成：新增 1 条，更新 2 条，没有变化 1 条，退回 0 条。')
  const after = await books()
  expect(after.map(c => [c.data.barcode, c.version, c.data.title, c.data.price])).toEqual([
    ['B00001', 1, '书名1', 12.5],
    ['B00002', 2, '新书名', 12.5],
    ['B00003', 1, '书名3', 12.5],
    ['B00004', 2, '书名4', 12.5],
  ])
  expect(after[3]!.data.rare).toBe(true)
})

test('a case that has ended is history: the same key begins a new one', async () => {
  const gone: Case = {
    ...blank(book, 'old', scope, '2025-01-01T00:00:00Z'),
    state: 'gone',
    version: 3,
    data: { barcode: 'B00001', title: '旧书' },
  }
  await store.put([gone])
  expect(await imported(await sheet([row(1)]))).toMatchObject({ taken: 1, refusedCount: 0 })
  expect((await books()).map(c => c.state).sort()).toEqual(['gone', 'shelf'])
})

test('headings may stand below a title and a note, and hints left in are passed over', async () => {
  const hints = ['扫描封底条码', '必填；最多 120 个字']
  const bytes = await writeXlsx({
    sheets: [{ name: '图书', rows: [['2026 年第一批图书'], ['填表人：某某'], HEADINGS, hints, row(1)] as never[][] }],
  })
  expect(await imported(bytes)).toMatchObject({ state: 'done', total: 1, taken: 1 })
})

test('a file that is none, a wrong sheet and an empty one end with one sentence each', async () => {
  const wrong = await imported(
    await sheet([row(1)], ['编号', '书名*', '类别*', '期号*', '定价（元）', '购入日期', '珍本']),
  )
  expect(wrong).toMatchObject({ state: 'failed', taken: 0 })
  expect(wrong.text).toBe(
    '表头与模板不符：表头“编号”不是本模板的列。请用最新下载的模板填写，或删除这一列。请用最新下载的模板填写。',
  )
  expect((await imported(await sheet([]))).text).toContain('表中没有数据')
  expect((await imported(new TextEncoder().encode('条码,书名'))).text).toContain('另存为 .xlsx')
  expect(await books()).toEqual([])
})

test('cancelled: what was saved stays, and the rest of the file goes on with the next import', async () => {
  const bytes = await sheet(Array.from({ length: 400 }, (_, i) => row(i)))
  const id = jobs.start(bytes, parts({ progress: job => (job.done >= 100 ? jobs.cancel(job.job, 'p1') : undefined) }))
  await until(() => jobs.state(id, 'p1')!.state === 'cancelled')
  expect(jobs.state(id, 'p1')).toMatchObject({ done: 100, total: 400, taken: 100 })
  expect(await books()).toHaveLength(100)
  const next = await imported(bytes)
  expect(next).toMatchObject({ taken: 300, refusedCount: 0 })
  expect(next.text).not.toContain('导入过')
  expect(await books()).toHaveLength(400)
})

test('a broken machine ends the import with its cause; what was saved before is told', async () => {
  let left = 3
  const full = async (wish: Parameters<ImportParts['act']>[0]) => {
    if (left-- === 0) throw Object.assign(new Error('disk'), { code: 'SQLITE_FULL' })
    return act(wish)
  }
  const job = await imported(await sheet(Array.from({ length: 10 }, (_, i) => row(i))), {
    act: full,
    failure: error => `${(error as { code: string }).code}。`,
  })
  expect(job).toMatchObject({ state: 'failed', taken: 3, done: 3 })
  expect(job.text).toBe('导入中断：SQLITE_FULL。中断前已新增 3 条、更新 0 条，均已保存。')
  expect(await books()).toHaveLength(3)
})

test('2,000 rows: progress is told, others get their turn, jobs run one after the other', async () => {
  const bytes = await sheet(Array.from({ length: 2000 }, (_, i) => row(i)))
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  const first = jobs.start(bytes, parts())
  const second = jobs.start(await sheet([row(1)]), parts())
  expect(jobs.state(second, 'p1')!.state).toBe('reading')
  await until(() => jobs.state(second, 'p1')!.state === 'done')
  clearInterval(timer)
  expect(jobs.state(first, 'p1')).toMatchObject({ state: 'done', taken: 2000 })
  expect(jobs.state(second, 'p1')!.text).toContain('没有变化 1 条')
  expect(longest).toBeLessThan(1000)
  const told = notices.filter(n => n.job === first)
  expect(told.length).toBeGreaterThan(70)
  expect(told.map(n => n.done)).toEqual([...told.map(n => n.done)].sort((a, b) => a - b))
  await jobs.close()
})

test('cells of refused rows are what a person would read, dates too', async () => {
  const job = await imported(await sheet([row(1, { 5: new Date('2026-03-05T00:00:00Z'), 4: -1 })]))
  expect(job.refused[0]!.cells).toEqual(row(1, { 5: '2026-03-05', 4: -1 }).map(cellText))
})

test('a job is shown to whoever began it, and stopped by nobody else', async () => {
  const bytes = await sheet(Array.from({ length: 300 }, (_, i) => row(i)).concat([row(999, { 4: '很贵' })]))
  const id = jobs.start(bytes, parts())
  expect(jobs.state(id, 'p2')).toBeUndefined()
  jobs.cancel(id, 'p2')
  await until(() => jobs.state(id, 'p1')!.state === 'done')
  expect(jobs.state(id, 'p1')).toMatchObject({ taken: 300, refusedCount: 1 })
  expect(await jobs.refused(id, 'p2')).toBeUndefined()
  expect(await jobs.refused(id, 'p1')).toBeDefined()
})
