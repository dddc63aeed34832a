import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { launchChromium } from '../chromium.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'

// The window's program ends under a person who is typing. Nothing that stood in the form is lost.

let place: Centre
let window: TestWindow
let browser: Browser
let seat: Seat

beforeAll(async () => {
  await buildIfStale(SCREEN)
  place = await centre()
  window = await testWindow({ centre: place, unit: '330402510000' })
  browser = await launchChromium()
  seat = await sitDown(browser, window)
  await seat.signIn('zhangwei')
}, 120_000)

afterAll(async () => {
  await seat?.close()
  await browser?.close()
  await window?.close()
  await place?.stop()
})

test('what was typed is kept as a draft while it is typed', async () => {
  await seat.go('/d/population/residents/new')
  await seat.at('citizenId')
  await seat.type('340124198711022136')
  await seat.press('Enter')
  await seat.type('陈立夏')
  await soon(() => seat.page.locator('.form-bar').textContent()).toContain('已保存草稿')
})

test('the end of the program is told, and the form stays', async () => {
  await seat.shell.close()
  await window.close()
  await seat.page.getByText('与本机服务的连接中断').waitFor()
  expect(await seat.page.getByRole('textbox', { name: '姓名' }).inputValue()).toBe('陈立夏')
})

test('started again, the draft stands in the work list and goes on where it was left', async () => {
  await seat.page.close()
  window = await testWindow({ folder: window.folder })
  seat = await sitDown(browser, window)
  await seat.signIn('zhangwei')
  await seat.page.getByRole('button', { name: /陈立夏/ }).click()
  const name = seat.page.getByRole('textbox', { name: '姓名' })
  await name.waitFor()
  expect(await name.inputValue()).toBe('陈立夏')
  expect(await seat.page.getByRole('textbox', { name: '公民身份号码' }).inputValue()).toBe('340124198711022136')
}, 60_000)

test('another person does not see it', async () => {
  await seat.signIn('lijing')
  await seat.page.getByText('没有草稿').waitFor()
})
