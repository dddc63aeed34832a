import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { licences } from '../../shared-types/src/domains/licences/index.ts'
import { wholeOf, writeRows } from '../../shared-types/src/workbooks/workbook-write.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { FOOD, LICENCE, openType, orgCodeOf } from '../journeys/licences.ts'
import { STATION } from '../journeys/permit.ts'

const ROWS = 50_000
/** Every thousandth of them has something wrong. */
const WRONG = 1000
const { fields } = licences.words['zh-CN'].records.licence!
const { holderSorts } = licences.words['zh-CN'].dictionaries

const here = {} as { centre: Centre; window: TestWindow; type: string }
beforeAll(async () => {
  here.centre = await centre()
  here.type = await openType(here.centre, FOOD)
  here.window = await testWindow({ centre: here.centre, unit: STATION })
  await here.window.signIn('zhangwei')
  await here.window.sync()
  await here.window.plug(false)
}, 120_000)
afterAll(async () => {
  await here.window?.close()
  await here.centre?.stop()
})

function* rows(headings: readonly string[]) {
  for (let n = 1; n <= ROWS; n++) {
    const row: Record<string, string> = {
      [fields.licenceNo!]: `JY2330402${String(n).padStart(7, '0')}`,
      [fields.holderSort!]: holderSorts!.enterprise!,
      [fields.orgCode!]: orgCodeOf(n),
      [fields.licensee!]: `桂苑第${n}饮食店`,
      [fields.issuingBody!]: String(FOOD.issuingBody),
      [fields.issuedOn!]: '2025-06-01',
      [fields.holdsFrom!]: '2025-06-01',
      [fields.holdsUntil!]: '2030-05-31',
      经营范围: n % WRONG ? '热食类食品制售' : '',
      经营面积: String(n),
      网络经营: n % 2 ? '是' : '否',
      主体业态: '餐饮服务',
    }
    yield headings.map(heading => row[heading] ?? '')
  }
}

/** The most memory of the process beside what it had when this began, in MB. */
async function grown<T>(work: () => Promise<T>): Promise<{ answer: T; mega: number; seconds: number; cpu: number }> {
  globalThis.gc?.()
  const [before, begun, cpu] = [process.memoryUsage.rss(), performance.now(), process.cpuUsage()]
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  const answer = await work()
  clearInterval(timer)
  const { user, system } = process.cpuUsage(cpu)
  return {
    answer,
    mega: (most - before) / 2 ** 20,
    seconds: (performance.now() - begun) / 1000,
    cpu: (user + system) / 1e6,
  }
}

test('fifty thousand licences come in from a workbook, each row told of, and go out again', {
  timeout: 3_600_000,
}, async () => {
  const { window, type } = here
  const headings = [
    ...['licenceNo', 'holderSort', 'orgCode', 'licensee', 'issuingBody', 'issuedOn', 'holdsFrom', 'holdsUntil'].map(
      name => fields[name]!,
    ),
    ...['经营范围', '经营面积', '网络经营', '主体业态'],
  ]
  const bytes = new Uint8Array(await wholeOf(writeRows('证照', headings, rows(headings))))
  const taken = await grown(async () => {
    const { job } = await window.call('import.start', { type: LICENCE, per: type, name: '证照.xlsx', bytes })
    for (;;) {
      const state = await window.call('import.job', { job })
      if (state.state !== 'reading' && state.state !== 'writing') return state
      await new Promise(resolve => setTimeout(resolve, 500))
    }
  })
  console.log('import', { ...taken, answer: taken.answer.text })
  expect(taken.answer).toMatchObject({ state: 'done', taken: ROWS - ROWS / WRONG, refusedCount: ROWS / WRONG })
  expect(taken.answer.refused[0]!.reasons).toEqual(['请填写“经营范围”。'])

  const given = await grown(() =>
    window.call('export.list', { query: { type: LICENCE, filters: { licenceType: type } }, purpose: '年度核对' }),
  )
  console.log('export', { ...given, answer: given.answer.bytes.length })
  const book = await readXlsx(given.answer.bytes)
  const [, head, ...out] = book.sheets[0]!.rows
  expect(out).toHaveLength(ROWS - ROWS / WRONG)
  const at = (heading: string) => head!.indexOf(heading)
  const numbers = new Set(out.map(row => row[at(fields.licenceNo!)]))
  expect(numbers.size).toBe(ROWS - ROWS / WRONG)
  for (const row of out.slice(0, 500)) {
    const n = Number(String(row[at(fields.licenceNo!)]).slice(-7))
    expect(row[at(fields.orgCode!)]).toBe(orgCodeOf(n))
    expect(row[at('经营面积')]).toBe(n)
    expect(row[at('网络经营')]).toBe(n % 2 ? '是' : '否')
  }
  // A workbook is one piece in the answer; beside it an export holds some rows at a time.
  expect(given.mega).toBeLessThan(given.answer.bytes.length / 2 ** 20 + 250)
})
