import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkExport } from '../../sync-server/src/audit-export-check.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import {
  type Desk,
  expectNoOverflow,
  goTo,
  openBrowser,
  openDesk,
  PATIENCE,
  press,
  sees,
  signIn,
  words,
} from './desk.ts'

// The audit officer's page, by keyboard: search, export, verify; and what it says when somebody was at the database.

vi.setConfig({ testTimeout: 3 * PATIENCE })

let place: Centre
let browser: Browser
let desk: Desk

beforeAll(async () => {
  place = await centre()
  browser = await openBrowser()
  desk = await openDesk(browser, { centre: place, unit: '330400000000' })
}, 120_000)

afterAll(async () => {
  await desk?.close()
  await browser?.close()
  await place?.stop()
})

const shot = async (name: string) => {
  if (process.env.SCREENSHOTS) await desk.page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

test('the officer searches, exports and verifies; an altered row is named', async () => {
  const { page } = desk
  await signIn(page, 'lintao', PASSWORD, '林涛')
  await goTo(page, words.menu.audit)
  await sees(page, words.audit.hint)
  await press(page, 'F8')
  await sees(page, '登录')
  await sees(page, '查询审计日志')
  await expectNoOverflow(page)
  await shot('audit-search')
  await press(page, 'F9')
  await sees(page, /中心的日志完好：\d+ 条逐条相连/)
  await sees(page, /本机的操作完好/)
  await shot('audit-verified')
  await page.getByRole('button', { name: words.audit.signed }).click()
  await page.keyboard.type('季度检查')
  const coming = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  const text = await readFile(await (await coming).path(), 'utf8')
  expect(checkExport(text, place.running.parts.key.sign.publicKey)).toMatchObject({ purpose: '季度检查', findings: [] })

  const { db } = place.running.parts.store
  const row = await db.selectFrom('events').selectAll().where('act', '=', 'enrol').executeTakeFirstOrThrow()
  await db
    .updateTable('events')
    .set({ body: row.body.replace('测试窗口', '别的窗口') })
    .where('seq', '=', row.seq)
    .execute()
  await press(page, 'F9')
  const alert = page.getByRole('alert').filter({ hasText: `第 ${row.seq} 条的内容与链不符` })
  await alert.waitFor()
  await expectNoOverflow(page)
  await shot('audit-broken')
  expect(desk.complaints).toEqual([])
})

test('for everybody else there is no such page', async () => {
  const { page, window } = desk
  await window.call('session.signOut', {})
  await window.signIn('guofeng')
  await page.reload()
  await sees(page, words.menu.settings)
  expect(await page.getByRole('link', { name: words.menu.audit }).count()).toBe(0)
  await page.evaluate("location.hash = '#/audit'")
  await sees(page, words.audit.notYours)
})
