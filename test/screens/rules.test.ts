import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, DEFAULT_ZONE, dayOf } from '../../shared-types/src/engine/day.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { CITY, PLACES } from '../../sync-server/src/demo/organisation.ts'
import { ask } from '../../sync-server/src/nightly/runs.ts'
import { parametersOn } from '../../sync-server/src/rules/parameter-store.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import {
  type Desk,
  eventually,
  expectNoOverflow,
  openBrowser,
  openDesk,
  PATIENCE,
  sees,
  seesNo,
  signIn,
  watch,
  words,
} from './desk.ts'

const here = {} as { browser: Browser; centre: Centre; desk: Desk }
const faults: unknown[] = []
const today = dayOf(new Date().toISOString(), DEFAULT_ZONE)
const [near, far] = ['320583197907044170', '110105199003078011']

/** One who applied at two stations within three days, and one within ten. */
beforeAll(async () => {
  here.browser = await openBrowser()
  here.centre = await centre({ faults })
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: CITY })
  const [first, second] = PLACES.map(({ unit }) => unit)
  const rows = [
    ['A1', first, near, 12],
    ['A2', second, near, 9],
    ['A3', first, far, 20],
    ['A4', second, far, 10],
  ] as const
  for (const [id, station, citizen, ago] of rows)
    await run(
      here.centre.running.parts.store.db,
      "insert into rule_applications values (?, ?, ?, '', ?, '09:00:00', '', '', '')",
      [id, station!, citizen!, addDays(today, -ago)],
    )
}, 120_000)
afterAll(async () => {
  await here.desk?.close()
  await here.browser?.close()
  await here.centre?.stop()
})

const shot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

const put = async (page: Page, label: string, text: string) => {
  const field = page.getByLabel(label, { exact: true }).filter({ visible: true }).first()
  await field.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

test('a supervisor sets a rule, exempts a station, and tries parameters before they are switched on', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page } = here.desk
  const said = words.ruleBook
  await watch([here.desk])
  await signIn(page, 'hubin', PASSWORD, '胡斌')
  await page.getByRole('link', { name: said.title }).focus()
  await page.keyboard.press('Enter')
  await sees(page, '场所连续 7 天的扫码量都低于下限')
  await expectNoOverflow(page)
  await shot(page, 'rules')

  await page.getByRole('button', { name: `${said.change} 工作质量考核` }).focus()
  await page.keyboard.press('Enter')
  await put(page, '办结期限（工作日）', '500')
  await put(page, said.reason, '市局 2026-15 号')
  await page.keyboard.press('Enter')
  await sees(page, '“办结期限（工作日）”应是 0 至 120 之间的整数')
  await shot(page, 'rules-range')
  await put(page, '办结期限（工作日）', '5')
  await put(page, said.reason, '市局 2026-15 号')
  await page.keyboard.press('Enter')
  await sees(page, '申请受理后超过 5 个工作日')
  await page.getByRole('button', { name: `${said.history} 工作质量考核` }).focus()
  await page.keyboard.press('Enter')
  await sees(page, '市局 2026-15 号')
  await shot(page, 'rules-history')
  await page.keyboard.press('Escape')

  await page.getByRole('tab', { name: said.tabs.exemptions }).click()
  await page.getByLabel(said.rule, { exact: true }).focus()
  await page.keyboard.type('办理时间')
  await page.keyboard.press('ArrowDown')
  await page.locator('.ant-select-item-option').getByText('办理时间异常', { exact: true }).click()
  await put(page, words.exemptions.subject, '望湖派出所')
  await page.keyboard.press('Escape')
  await put(page, words.exemptions.why, '批准加班 2026-3 号')
  await page.keyboard.press('Enter')
  await sees(page, words.exemptions.holds)
  await shot(page, 'exemptions')
  await page.getByRole('button', { name: `${words.exemptions.end} 办理时间异常` }).focus()
  await page.keyboard.press('Enter')
  await put(page, words.exemptions.endReason, '加班取消')
  await page.keyboard.press('Enter')
  await sees(page, words.exemptions.lifted.replace('{{on}}', today))

  await page.getByRole('tab', { name: said.tabs.rehearsal }).click()
  await page.getByLabel(said.rule, { exact: true }).filter({ visible: true }).click()
  await page.locator('.ant-select-item-option').getByText('同一人多地办证', { exact: true }).click()
  await put(page, '统计天数', '5')
  await shot(page, 'rehearsal')
  await page.keyboard.press('Enter')
  await sees(page, words.rehearsal.heldTotal.replace('{{count}}', '2'))
  await sees(page, words.rehearsal.triedTotal.replace('{{count}}', '1'))
  await page.getByRole('tab', { name: `${words.rehearsal.dropped} 1` }).click()
  await sees(page, '110105********8011')
  await expectNoOverflow(page)
  await shot(page, 'rehearsal-result')
  await put(page, said.reason, '试运行后启用')
  await page.keyboard.press('Enter')
  await sees(page, words.rehearsal.adopted.replace('{{version}}', '2').slice(0, 10))
  await page.getByRole('tab', { name: said.tabs.rules }).click()
  await page.getByRole('button', { name: `${said.history} 同一人多地办证` }).click()
  await sees(page, said.rehearsed)
  await shot(page, 'rehearsed')

  const { db } = here.centre.running.parts.store
  const held = async (day: string) => (await parametersOn(db, 'multi-place', day)).parameters.windowDays
  expect([await held(today), await held(addDays(today, 1))]).toEqual([30, 5])
  expect(here.desk.complaints).toEqual([])
})

test('what was judged and what stands still is seen by who has the whole, and judged again', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page } = here.desk
  const said = words.ruleRuns
  const { db } = here.centre.running.parts.store
  // A year that no calendar covers: what the night makes of it is its own.
  await run(db, "insert into rule_applications values ('A5', ?, ?, '', '2003-03-03', '09:00:00', '', '', '')", [
    PLACES[0]!.unit,
    near!,
  ])
  await ask(db, 'off-hours', '2003-03-03', '2003-03-03')
  await watch([here.desk])
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: words.ruleBook.tabs.runs }).click()
  await page.getByRole('button', { name: said.judge }).focus()
  await page.keyboard.press('Enter')
  await shot(page, 'runs-sure')
  await page.getByRole('button', { name: said.judgeGo }).click()
  await sees(page, '系统没有 2003 年的节假日日历。请管理员在“设置 → 工作日历”中录入')
  await sees(page, said.stuck.replace('{{rules}}', '办理时间异常').replace('{{since}}', '2003-03-03'))
  const day = addDays(today, -9)
  await eventually(async () => {
    expect(await page.locator(`tr[data-row-key="${day}"] td`).nth(3).textContent()).toBe('1')
  })
  await page.getByRole('button', { name: said.open.replace('{{day}}', day) }).focus()
  await page.keyboard.press('Enter')
  await sees(page, '同一人多地办证')
  await expectNoOverflow(page)
  await page.locator(`tr[data-row-key="${day}"]`).scrollIntoViewIfNeeded()
  await shot(page, 'runs')

  // The number leads to the alerts that it counts, and to no others.
  const count = page.getByRole('link', { name: said.openAlerts.replace('{{day}}', day).replace('{{count}}', '1') })
  await count.last().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '预警台账' }).waitFor()
  await sees(page, words.list.total.replace('{{count}}', '1'))
  await sees(page, '320583********4170')
  await expectNoOverflow(page)
  await shot(page, 'runs-alerts')
  await page.getByRole('link', { name: words.ruleBook.title }).click()
  await page.getByRole('tab', { name: words.ruleBook.tabs.runs }).click()
  await put(page, said.from, '2003-03-01')
  await sees(page, '一次最多查看或判定 366 天')
  await put(page, said.to, '2003-03-05')
  await sees(page, said.counts.failed.replace('{{count}}', '1'))
  await page.getByRole('button', { name: `${said.judgeDay} 2003-03-03` }).click()
  await sees(page, '再重新判定')
  await shot(page, 'runs-failed')

  await page.getByRole('button', { name: words.head.signOut }).click()
  await put(page, words.signIn.login, 'majianguo')
  await put(page, words.signIn.password, PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: words.ruleBook.title }).click()
  await sees(page, words.ruleBook.tabs.rehearsal)
  await seesNo(page, words.ruleBook.tabs.runs)
  await expect(here.desk.window.call('ruleRuns.view', { from: today, to: today })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(new Set(faults.map(fault => (fault as Error).name))).toEqual(new Set(['CalendarError']))
  expect(here.desk.complaints).toEqual([])
})
