import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Centre, centre } from '../harness.ts'
import { BLANK, blankId, done } from '../journeys/permit.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'
import { expectNoOverflow, openBrowser, PATIENCE } from './desk.ts'

// A list of more than 200 rows, with texts as long as the record type allows, on the screen that offices have.

vi.setConfig({ testTimeout: 3 * PATIENCE })

const ROWS = 230
const LONG = '批次名称很长的一批空白证卡由市局统一采购后分发到各派出所'.slice(0, 30)

let place: Centre
let browser: Browser
let seat: Seat

beforeAll(async () => {
  place = await centre()
  browser = await openBrowser()
  seat = await sitDown(browser, { centre: place, unit: '330402510000' })
  const { window } = seat
  await window.signIn('zhangwei')
  const { today } = await window.call('session.state', {})
  for (let n = 1; n <= ROWS; n++)
    await done(window, BLANK, await blankId(window, BLANK), 'receive', {
      serial: `K${String(n).padStart(9, '0')}`,
      batch: n % 2 ? LONG : 'B01',
      receivedOn: today,
    })
  await seat.go('/d/residence-permits/blanks')
  await seat.page.locator('tr.clickable').first().waitFor()
}, 180_000)

afterAll(async () => {
  await seat?.close()
  await browser?.close()
  await place?.stop()
})

const rows = () => seat.page.locator('tr.clickable')

test('200 rows on one page scroll inside the table; page numbers and buttons stay in sight', async () => {
  const { page } = seat
  await soon(() => page.locator('.ant-pagination').textContent()).toContain(`共 ${ROWS} 条`)
  await page.locator('.ant-pagination-options .ant-select').click()
  await page.locator('.ant-select-item-option', { hasText: '200' }).click()
  await soon(() => rows().count()).toBe(200)
  await expectNoOverflow(page)
  const pages = (await page.locator('.ant-pagination').boundingBox())!
  const bar = (await page.locator('.status-bar').boundingBox())!
  expect(pages.y + pages.height).toBeLessThanOrEqual(bar.y)
  await page.getByTitle('下一页').click()
  await soon(() => rows().count()).toBe(ROWS - 200)
})

test('a long text is cut in its cell and shown whole on hovering', async () => {
  const cell = seat.page.getByTitle(LONG).first()
  await cell.waitFor()
  const box = (await cell.boundingBox())!
  expect(box.height).toBeLessThan(40)
})

test('search narrows while one types, and what stays is found by its number', async () => {
  await seat.page.locator('.list-search input').fill('K000000117')
  await soon(() => rows().count()).toBe(1)
  await seat.page.locator('.list-search input').fill('')
  await soon(() => rows().count()).toBe(200)
})

test('filters and sorting ask for what they say', async () => {
  const { page } = seat
  await page.getByText('更多条件').click()
  await page.getByRole('textbox', { name: '批次' }).fill('B01')
  await soon(() => page.locator('.ant-pagination').textContent()).toContain(`共 ${ROWS / 2} 条`)
  await page.getByText('清除筛选').click()
  await page.locator('th', { hasText: '证卡编号' }).click()
  await soon(() => rows().first().locator('td').first().textContent()).toBe('K000000001')
})

test('arrows walk through the rows, Enter opens, Escape comes back', async () => {
  const { page, press } = seat
  await page.getByRole('grid').focus()
  await press('ArrowDown', 'ArrowDown')
  await soon(() => page.locator('tr.selected td').first().textContent()).toBe('K000000002')
  await press('Enter')
  await page.getByRole('heading', { name: 'K000000002' }).waitFor()
  await press('Escape')
  await page.getByRole('grid').waitFor()
})

test('search over everything finds a card by its number from any page', async () => {
  const { page, press, type } = seat
  await press('Control+k')
  await page.getByRole('dialog').waitFor()
  await type('K00000004')
  await soon(() => page.getByRole('dialog').locator('.row-line').count()).toBe(10)
  await type('2')
  await press('Enter')
  await page.getByRole('heading', { name: 'K000000042' }).waitFor()
})

test('Enter at once after the last letter, as a scanner sends it, waits for what was typed', async () => {
  const { page, press, type } = seat
  await press('Control+k')
  await page.getByRole('dialog').waitFor()
  await type('K000000229')
  await press('Enter')
  await page.getByRole('heading', { name: 'K000000229' }).waitFor()
})

test('the browser had nothing to complain of', () => {
  expect(seat.complaints).toEqual([])
})
