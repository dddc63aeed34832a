import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Centre, centre } from '../harness.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'
import { giveLargeFile, openBrowser, PATIENCE } from './desk.ts'

// What a person enters wrong: one sentence that says so where it is, and everything else stays as it was entered.

vi.setConfig({ testTimeout: 3 * PATIENCE })

let place: Centre
let browser: Browser
let seat: Seat

beforeAll(async () => {
  place = await centre()
  browser = await openBrowser()
  seat = await sitDown(browser, { centre: place, unit: '330402510000' })
  await seat.signIn('zhangwei')
}, 120_000)

afterAll(async () => {
  await seat?.close()
  await browser?.close()
  await place?.stop()
})

const at = (field: string) => seat.page.locator(`[data-field=${field}]`)
const problemAt = (field: string) => soon(() => at(field).locator('.field-problem').first().textContent())

test('a number with a wrong check digit, at the intake desk', async () => {
  await seat.go('/d/residence-permits/intake')
  await soon(() => seat.page.evaluate('document.activeElement.ariaLabel')).toBe('证件号码')
  await seat.type('411523199103180069')
  await seat.press('Enter')
  await seat.page.getByText('校验位不符').waitFor()
  expect(await seat.page.getByRole('textbox', { name: '证件号码' }).inputValue()).toBe('411523199103180069')
})

test('no card on the reader', async () => {
  await seat.press('F2')
  await seat.page.getByText('读卡器上没有证件').waitFor()
})

test('a name of 500 characters, a day that does not exist, a date after today', async () => {
  const { page } = seat
  await seat.go('/d/population/residents/new')
  await seat.at('citizenId')
  await page.getByRole('textbox', { name: '姓名' }).fill('长'.repeat(500))
  await page.getByRole('textbox', { name: '出生日期' }).fill('2026-2-30')
  await page.getByRole('textbox', { name: '来本地居住日期' }).fill('20990101')
  await page.getByRole('textbox', { name: '联系电话' }).focus()
  await problemAt('name').toContain('50')
  await problemAt('birth').toContain('不是正确的日期')
  await problemAt('livedSince').toContain('不能晚于')
  expect(await page.getByRole('textbox', { name: '姓名' }).inputValue()).toHaveLength(500)
  expect(await page.getByRole('textbox', { name: '出生日期' }).inputValue()).toBe('2026-2-30')
  await soon(() => page.locator('.form-bar').textContent()).toContain('3 处有误')
})

test('saving marks everything that is missing and goes to the first of it', async () => {
  await seat.press('F9')
  await problemAt('citizenId').toContain('请填写')
  await seat.at('citizenId')
  expect(await at('address').locator('.field-problem').count()).toBe(1)
})

test('a photo of 200 MB, a file that is no picture, half a picture', async () => {
  const { page } = seat
  await seat.go('/d/residence-permits/intake')
  await soon(() => page.evaluate('document.activeElement.ariaLabel')).toBe('证件号码')
  await seat.type('411523199103180068')
  await seat.press('Enter')
  await at('photo').waitFor()
  await giveLargeFile(page, '[data-field=photo] input[type=file]', {
    name: '相片.jpg',
    type: 'image/jpeg',
    bytes: 200e6,
  })
  await page.getByText('“相片.jpg”有 200 MB，超过 40 MB 的上限').waitFor()
  expect(await page.evaluate('window.filesRead')).toBe(0)
  const input = at('photo').locator('input[type=file]')
  await input.setInputFiles({ name: 'a.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') })
  await page.getByText('“a.exe”不是图片或 PDF').waitFor()
  await input.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) })
  await soon(() => at('photo').locator('.failure-note').textContent()).not.toContain('a.exe')
  expect(await at('photo').locator('.file-tile').count()).toBe(0)
  expect(await page.getByRole('textbox', { name: '公民身份号码' }).inputValue()).toBe('411523199103180068')
})

test('a TIFF of three pages becomes three pages', async () => {
  const grey = (value: number) => ({ r: value, g: value, b: value })
  const pages = [80, 140, 200].map(value =>
    sharp({ create: { width: 300, height: 400, channels: 3, background: grey(value) } })
      .png()
      .toBuffer(),
  )
  const buffer = await sharp(await Promise.all(pages), { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer()
  await at('evidence').locator('input[type=file]').setInputFiles({ name: '合同.tif', mimeType: 'image/tiff', buffer })
  await soon(() => at('evidence').locator('.file-tile').count()).toBe(3)
})

test('a workbook that is none', async () => {
  const { page } = seat
  await seat.go('/d/population/residents/import')
  const buffer = Buffer.from('not a workbook')
  await page.locator('.page input[type=file]').setInputFiles({ name: '名单.xlsx', mimeType: 'application/zip', buffer })
  await page.getByText('这不是 Excel 工作簿').waitFor()
  await page.getByRole('button', { name: '再导入一份' }).click()
  await page.locator('.file-drop').waitFor()
})

test('the browser had nothing to complain of', () => {
  expect(seat.complaints).toEqual([])
})
