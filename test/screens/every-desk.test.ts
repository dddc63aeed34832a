import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Centre, centre } from '../harness.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'
import { expectNoOverflow, openBrowser, PATIENCE } from './desk.ts'

// Every desk of every role, in both languages: it opens, says what to do where nothing is, and fits the screen.

vi.setConfig({ testTimeout: 3 * PATIENCE })

let place: Centre
let browser: Browser
let seat: Seat

beforeAll(async () => {
  place = await centre()
  // The bureau's own window: everybody above and below may sign in here.
  browser = await openBrowser()
  seat = await sitDown(browser, { centre: place, unit: '330400000000' })
}, 120_000)

afterAll(async () => {
  await seat?.close()
  await browser?.close()
  await place?.stop()
})

const PEOPLE = {
  auxiliary: 'wangfang',
  clerk: 'zhangwei',
  reviewer: 'liuqiang',
  supervisor: 'hubin',
  administrator: 'guofeng',
  security: 'hejing',
  audit: 'lintao',
}

for (const [role, login] of Object.entries(PEOPLE)) {
  test(`all desks of the ${role}`, async () => {
    await seat.signIn(login)
    const links = seat.page.locator('.side-menu a')
    const count = await links.count()
    expect(count).toBeGreaterThan(3)
    for (let at = 0; at < count; at++) await look(at)
  })
}

test('all desks of the clerk in English', async () => {
  await seat.signIn('zhangwei')
  await seat.page.locator('.head-bar').getByText('English').click()
  await seat.page.locator('.side-menu').getByText('To do').waitFor()
  const count = await seat.page.locator('.side-menu a').count()
  for (let at = 0; at < count; at++) {
    await look(at)
    const text = (await seat.page.locator('.shell-main').textContent()) ?? ''
    // What the domain and the units are called may be Chinese; the screen's own sentences may not.
    expect(text).not.toMatch(/[。，？]/)
  }
  await seat.page.locator('.head-bar').getByText('中文').click()
  await seat.page.locator('.side-menu').getByText('待办').waitFor()
})

/** Opens one entry of the menu and looks at what stands there. */
async function look(at: number): Promise<void> {
  const { page, complaints } = seat
  const link = page.locator('.side-menu a').nth(at)
  const name = await link.textContent()
  await link.click()
  await soon(() => page.locator('.shell-main').locator('.page, .intake, .queue').count()).toBe(1)
  await soon(() => page.locator('.shell-main .waiting.page').count()).toBe(0)
  expect(await page.locator('.failure-note').count(), `failure at ${name}`).toBe(0)
  await expectNoOverflow(page)
  expect(complaints, String(name)).toEqual([])
}
