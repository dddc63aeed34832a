import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openPlace, type Place } from '../../desktop/src/core/open-place.ts'
import { type PlaceShell, servePlace } from '../../desktop/src/shells/place/serve.ts'
import { SCREEN } from '../../scripts/built.ts'
import { placeDoor } from '../../scripts/start/place-door.ts'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { CITY } from '../../sync-server/src/demo/organisation.ts'
import { type Centre, centre, PASSWORD, type TestWindow, testWindow } from '../harness.ts'
import { accept, layCard, register, STATION } from '../journeys/permit.ts'
import {
  eventually,
  expectNoOverflow,
  focusOn,
  openBrowser,
  openPage,
  press,
  sees,
  signIn,
  watch,
  words,
} from './desk.ts'

// Two supervisors at once, without a window: one at a desk, one with a phone. What the first sees the second does not.

const PHONE = { width: 390, height: 844 }
const COUNTED = /今日受理/

let at: Centre
let window: TestWindow
let place: Place
let shell: PlaceShell
let browser: Browser
let folder: string
const time = { wall: 1_000_000 }

beforeAll(async () => {
  ;[at, browser] = await Promise.all([centre(), openBrowser()])
  window = await testWindow({ centre: at, unit: STATION, demo: { logins: [], haste: 1000 } })
  await window.signIn('zhangwei')
  await window.sync()
  await layCard(window, 0)
  await register(window, '2020-01-01')
  expect((await accept(window)).answer.problems).toEqual([])
  await window.sync()
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-place-'))
  place = await openPlace({ folder, version: 'test', wall: () => time.wall, log: error => console.error(error) })
  await place.enrol({ server: at.address, code: await at.code(CITY), name: '监管工作台' })
  const door = placeDoor(readConfig({ CHUANGTAI_DATA: folder }), { host: '127.0.0.1', port: 0 })
  shell = await servePlace({ place, door, rendererDir: SCREEN.folder })
  const client = { language: 'zh-CN', place: true } as const
  await place.call('session.signIn', { login: 'hubin', password: PASSWORD }, client)
  const total = async () =>
    ((await place.call('cases.list', { type: 'residence-permits.application' }, client)) as { total: number }).total
  await vi.waitFor(async () => expect(await total()).toBe(1), 30_000)
  await place.leave(client)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await shell?.close()
  await place?.close()
  await window?.close()
  await at?.stop()
  await rm(folder, { recursive: true, force: true })
})

const url = () => `http://127.0.0.1:${shell.port}/`
const tile = (page: Page, name: RegExp | string) => page.getByRole('button', { name })

test('a supervisor at a desk sees how things stand, opens what lies behind a number by keys alone, and hangs it on the wall', async () => {
  const opened = await openPage(browser, url())
  const { page } = opened
  await watch([opened])
  await signIn(page, 'majianguo', PASSWORD, '马建国')
  expect(await page.getByRole('button', { name: words.citizen.open }).count()).toBe(0)
  await press(page, 'Alt+9')
  await sees(page, words.dashboard.title)
  await eventually(async () => expect(await tile(page, COUNTED).textContent()).toMatch(/^1今/))
  await expectNoOverflow(page)

  const chart = page.getByRole('region', { name: /近 30 天受理量/ }).first()
  await chart.locator('svg').waitFor()
  await chart.focus()
  await press(page, 'ArrowRight', 'Enter')
  await sees(page, /近 30 天受理量 · .* 的明细，共 1 条/)
  await page.getByRole('grid').locator('tr.clickable').click()
  await sees(page, '受理与审核')

  // The same tab after a reload: nobody has to sign in again.
  await page.reload()
  await page.getByRole('link', { name: words.menu.dashboard }).waitFor()
  await press(page, 'Alt+9')
  await tile(page, COUNTED).waitFor()
  await press(page, 'w')
  const wall = page.locator('main.wall')
  await eventually(async () => expect(await wall.textContent()).toMatch(/1\s*今日受理/))
  expect(await wall.getByRole('button').count()).toBe(1)
  time.wall += (DEFAULT_SIGN_IN.idleMinutes + 1) * 60_000
  await eventually(async () => expect(await wall.textContent()).toMatch(/1\s*今日受理/))
  await press(page, 'w')
  await sees(page, words.lock.title)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await eventually(async () => expect(await tile(page, COUNTED).textContent()).toMatch(/^1今/))
  expect(opened.complaints).toEqual([])
}, 120_000)

test('from the city down to a page that was scanned, and back up, by keys alone', async () => {
  const opened = await openPage(browser, url())
  const { page } = opened
  await watch([opened])
  await signIn(page, 'hubin', PASSWORD, '胡斌')
  await page.getByRole('navigation').getByRole('link', { name: '统计', exact: true }).first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '云江市公安局城东分局 ›' }).focus()
  await page.keyboard.press('Enter')
  // The keys go on where the next level begins.
  await focusOn(page, '1')
  await page.keyboard.press('Enter')
  await sees(page, /的明细，共 1 条/)
  await eventually(async () => expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('grid'))
  await press(page, 'ArrowDown', 'Enter')
  await sees(page, '受理与审核')
  await eventually(async () => {
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.className')).toContain('file-open')
  })
  await page.keyboard.press('Enter')
  await page.locator('.ant-image-preview img, .ant-image-preview-img').first().waitFor()
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/drill-page.png` })
  await page.keyboard.press('Escape')
  await page.locator('.ant-image-preview').waitFor({ state: 'hidden' })
  // Back where the number was opened.
  await page.keyboard.press('Escape')
  await sees(page, /的明细，共 1 条/)
  await page.getByRole('button', { name: '云江市公安局', exact: true }).focus()
  await page.keyboard.press('Enter')
  await focusOn(page, '云江市公安局城东分局 ›')
  expect(opened.complaints).toEqual([])
}, 120_000)

test('another one with a phone, at the same time, sees their own half: none of it', async () => {
  const opened = await openPage(browser, url())
  const { page } = opened
  await page.setViewportSize(PHONE)
  await watch([opened])
  await signIn(page, 'zhuhong', PASSWORD, '朱红')
  await page.getByRole('button', { name: words.dashboard.menu }).click()
  await page.getByRole('link', { name: words.menu.dashboard }).click()
  await eventually(async () => expect(await tile(page, COUNTED).textContent()).toMatch(/^0今/))
  await expectNoOverflow(page)
  for (const desk of ['办件查询', '统计', '预警台账']) {
    await page.getByRole('button', { name: words.dashboard.menu }).click()
    await page.getByRole('link', { name: desk, exact: true }).first().click()
    await page.locator('.side-menu').waitFor({ state: 'hidden' })
    await expectNoOverflow(page)
  }
  await page.getByRole('button', { name: words.search.open }).click()
  await page.keyboard.type('ZS')
  await sees(page, words.search.none.split('{{')[0]!)
  expect(opened.complaints).toEqual([])
}, 120_000)
