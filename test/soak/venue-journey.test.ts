import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayOf } from '../../shared-types/src/engine/day.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { wholeOf, writeRows } from '../../shared-types/src/workbooks/workbook-write.ts'
import { parametersOn } from '../../sync-server/src/rules/parameter-store.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { done } from '../journeys/permit.ts'
import {
  choose,
  type Desk,
  eventually,
  expectNoOverflow,
  focusOn,
  openBrowser,
  openDesk,
  PATIENCE,
  press,
  sees,
  signIn,
  watch,
  words,
} from '../screens/desk.ts'

// One venue from its scan-ins to a rule that is set anew: what a bureau does in a week, by keyboard, on one screen.

const ROWS = Number(process.env.CHUANGTAI_JOURNEY_ROWS ?? 100_000)
const CITY = '330400000000'
const EAST = '330402000000'
const today = dayOf(new Date().toISOString(), 'Asia/Shanghai')
const yesterday = addDays(today, -1)
/** Scans a day of the venue that has too few. */
const FEW = 5

const here = {} as { browser: Browser; centre: Centre; desk: Desk; folder: string }
beforeAll(async () => {
  here.browser = await openBrowser()
  here.centre = await centre()
  here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-venues-'))
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: CITY })
  const { window } = here.desk
  await window.signIn('hubin')
  for (const [venueCode, name] of [
    ['V0001', '东溪网络会所'],
    ['V0002', '城东客运站'],
  ] as const) {
    const { id } = await window.call('cases.blank', { type: 'venues.venue' })
    const place = { category: 'internet', street: '桂花街道', registeredOn: addDays(today, -60) }
    await done(window, 'venues.venue', id, 'register', { venueCode, name, ...place, supervisingUnit: EAST })
  }
  await window.sync()
  await window.call('session.signOut', {})
}, 240_000)
afterAll(async () => {
  await here.desk?.close()
  await here.browser?.close()
  await here.centre?.stop()
  await rm(here.folder, { recursive: true, force: true })
})

const shot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}
const go = async (page: Page, name: string) => {
  await page.getByRole('navigation').getByRole('link', { name }).focus()
  await page.keyboard.press('Enter')
}
const tab = async (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
const put = async (page: Page, label: string, text: string) => {
  const field = page.getByLabel(label, { exact: true }).filter({ visible: true }).first()
  await field.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}
const signInAnew = async (login: string, name: string) => {
  const { page, window } = here.desk
  await window.call('session.signOut', {})
  await page.getByLabel(words.signIn.login).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await signIn(page, login, PASSWORD, name)
}

const PERSON = '330101198001010014'
/** What is wrong with ten rows, and what is said of it: column and sentence. */
const BAD: readonly [cells: string[], said: string][] = [
  [['V0002', PERSON, '昨天'], 'C 列“采集时间”不是时间'],
  [['V0002', PERSON, '2026-13-01 08:00:00'], 'C 列“采集时间”不是时间'],
  [['V0002', PERSON, ''], 'C 列“采集时间”是空的'],
  [['', PERSON, `${yesterday} 08:00:00`], 'A 列“场所编号”是空的'],
  [['V'.repeat(61), PERSON, `${yesterday} 08:00:00`], 'A 列“场所编号”太长'],
  [['V0002', '证件丢失', `${yesterday} 08:00:00`], 'B 列“证件号码”不是证件号码'],
  [['V0002', '某某', `${yesterday} 08:00:00`], 'B 列“证件号码”不是证件号码'],
  [['V0002', PERSON, `${addDays(today, 3)} 08:00:00`], 'C 列“采集时间”晚于导入当天'],
  [['', '', ''].map((_, i) => (i === 1 ? PERSON : '')), 'A 列“场所编号”是空的'],
  [['V0002', PERSON, '#N/A'], 'C 列“采集时间”'],
]
const lineOf = (n: number) => Math.floor((ROWS / BAD.length) * n) + 3

/** Nine days up to yesterday: few scans a day in the first venue, all others in the second; ten rows are wrong. */
function rows(): string[][] {
  const bad = new Map(BAD.map(([cells], n) => [lineOf(n), cells]))
  return Array.from({ length: ROWS }, (_, i) => {
    const wrong = bad.get(i)
    if (wrong) return wrong
    const day = addDays(yesterday, -(i % 9))
    const at = `${String(i % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:${String(i % 59).padStart(2, '0')}`
    return [i < 9 * FEW + BAD.length && i > 9 ? 'V0001' : 'V0002', PERSON, `${day} ${at}`]
  })
}

test('ten of 100,000 scan-ins are named as wrong and the others taken', { timeout: 12 * PATIENCE }, async () => {
  const { page } = here.desk
  const said = words.facts
  await watch([here.desk])
  await signInAnew('hubin', '胡斌')
  await go(page, '扫码记录')
  await tab(page, said.tabs.import)
  const file = join(here.folder, '扫码.xlsx')
  await writeFile(file, await wholeOf(writeRows('扫码记录', ['场所编号', '证件号码', '采集时间'], rows())))
  await page.locator('input[type=file]').setInputFiles(file)
  await page
    .getByText(said.taken.replace('{{count}}', String(ROWS - BAD.length)))
    .first()
    .waitFor({ timeout: 10 * PATIENCE })
  await sees(page, said.refused.replace('{{count}}', String(BAD.length)))
  await shot(page, 'journey-import')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: said.refusedFile, exact: true }).press('Enter')
  const path = join(here.folder, 'refused.xlsx')
  await (await download).saveAs(path)
  const [, ...refused] = (await readXlsx(new Uint8Array(await readFile(path)))).sheets[0]!.rows
  expect(refused).toHaveLength(BAD.length)
  for (const [n, [cells, reason]] of BAD.entries()) {
    const row = refused[n]!.map(cell => String(cell ?? ''))
    // The row of the file: its heading is the first.
    expect([...row.slice(0, 3), row[3]]).toEqual([...cells, String(lineOf(n) + 2)])
    expect(row[4]).toContain(reason)
  }
})

test('the supervising unit sets bounds, and the night finds what is below them', {
  timeout: 8 * PATIENCE,
}, async () => {
  const { page } = here.desk
  await watch([here.desk])
  await signInAnew('majianguo', '马建国')
  await go(page, '待设预警线')
  await page.getByRole('button', { name: '东溪网络会所' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '东溪网络会所 V0001' }).waitFor()
  await press(page, '1')
  await focusOn(page, '每日扫码下限')
  await page.keyboard.type('20')
  await page.keyboard.press('Tab')
  await page.keyboard.type('500')
  await press(page, 'F9')
  const { db } = here.centre.running.parts.store
  await eventually(async () =>
    expect(await run(db, "select minimum, maximum from rule_venues where venue = 'V0001'")).toEqual([
      { minimum: 20, maximum: 500 },
    ]),
  )

  await signInAnew('hubin', '胡斌')
  await go(page, words.ruleBook.title)
  await tab(page, words.ruleBook.tabs.runs)
  await put(page, words.ruleRuns.from, yesterday)
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: words.ruleRuns.judge }).press('Enter')
  await page.getByRole('button', { name: words.ruleRuns.judgeGo }).press('Enter')
  await sees(page, words.ruleRuns.asked.split('{{')[0]!)
  const raised = () => run(db, "select subject, measure from rule_alerts where rule = 'venue-footfall'")
  await eventually(async () => expect(await raised()).toEqual([{ subject: 'V0001|low', measure: String(FEW) }]))
  await shot(page, 'journey-runs')
})

test('the warning is received and explained by one, and closed by another', { timeout: 10 * PATIENCE }, async () => {
  const { page } = here.desk
  await watch([here.desk])
  await signInAnew('majianguo', '马建国')
  await go(page, '场所预警未接收')
  await sees(page, '场所连续七天的扫码量都低于下限，或都高于上限。')
  await page.getByRole('img', { name: '每日数量' }).locator('canvas').waitFor()
  await shot(page, 'journey-alert')
  await expectNoOverflow(page)
  await press(page, '1', 'F9')
  await sees(page, words.queue.empty)
  await go(page, '待说明预警')
  await press(page, '1')
  await focusOn(page, '核查情况说明')
  await page.keyboard.type('门口扫码牌损坏，已更换')
  await press(page, 'F9')
  await sees(page, words.queue.empty)
  // Whoever received and explained it does not close it.
  await go(page, '待办结预警')
  await sees(page, '门口扫码牌损坏，已更换')
  await page.getByText('不能').filter({ visible: true }).first().waitFor()
  await shot(page, 'journey-own')

  await signInAnew('hubin', '胡斌')
  await go(page, '待办结预警')
  await sees(page, '门口扫码牌损坏，已更换')
  await press(page, '1')
  await choose(page, '核查结论', 'yzg', '已整改')
  await press(page, 'F9')
  await sees(page, words.queue.empty)
})

test('the page of the venue tells all of it and leads on', { timeout: 8 * PATIENCE }, async () => {
  const { page } = here.desk
  await watch([here.desk])
  await signInAnew('majianguo', '马建国')
  await go(page, '已设置场所')
  await page.getByRole('heading', { name: '已设置场所' }).waitFor()
  await page.getByLabel(words.list.search).fill('V0001')
  await sees(page, words.list.total.replace('{{count}}', '1'))
  await page.getByRole('grid').focus()
  await press(page, 'ArrowDown', 'Enter')
  await page.getByRole('heading', { name: '东溪网络会所 V0001' }).waitFor()
  await sees(page, new RegExp(`最新采集时间：${yesterday} `))
  await sees(page, words.about.total.replace('{{days}}', '28').replace('{{count}}', String(9 * FEW)))
  await page.getByRole('img', { name: '扫码记录每日条数' }).locator('canvas').waitFor()
  const seven = page.getByRole('table', { name: /场所扫码量预警/ })
  expect(await seven.getByRole('cell').allTextContents()).toEqual(Array(7).fill(String(FEW)))
  const set = page.getByRole('table').filter({ hasText: words.about.since })
  expect(await set.getByRole('row').nth(1).textContent()).toMatch(new RegExp(`^${today}20500马建国`))
  await expectNoOverflow(page)
  await shot(page, 'journey-venue')
  await page.getByRole('table', { name: /场所扫码量预警/ }).scrollIntoViewIfNeeded()
  await shot(page, 'journey-venue-below')

  await page.getByRole('link', { name: words.about.rows }).focus()
  await page.keyboard.press('Enter')
  await sees(page, words.facts.total.replace('{{count}}', String(9 * FEW)))
  await shot(page, 'journey-venue-rows')
  await page.goBack()
  await page.getByRole('link', { name: /东溪网络会所.*场所扫码量预警/ }).focus()
  await page.keyboard.press('Enter')
  await sees(page, '已整改')
})

test('the rule is rehearsed with other figures and switched on from a day', { timeout: 8 * PATIENCE }, async () => {
  const { page } = here.desk
  const said = words.rehearsal
  await watch([here.desk])
  await signInAnew('hubin', '胡斌')
  await go(page, words.ruleBook.title)
  await tab(page, words.ruleBook.tabs.rehearsal)
  await page.getByLabel(words.ruleBook.rule, { exact: true }).filter({ visible: true }).click()
  await page.locator('.ant-select-item-option').getByText('场所扫码量预警', { exact: true }).click()
  await put(page, '统计天数', '5')
  await page.keyboard.press('Enter')
  await sees(page, new RegExp(said.triedTotal.split('{{')[0]!))
  await shot(page, 'journey-rehearsal')
  await put(page, words.ruleBook.reason, '试运行后启用')
  await page.keyboard.press('Enter')
  await sees(page, said.adopted.replace('{{version}}', '1').slice(0, 10))
  const { db } = here.centre.running.parts.store
  const held = async (day: string) => (await parametersOn(db, 'venue-footfall', day)).parameters.windowDays
  expect([await held(today), await held(addDays(today, 1))]).toEqual([7, 5])
  expect(here.desk.complaints).toEqual([])
})
