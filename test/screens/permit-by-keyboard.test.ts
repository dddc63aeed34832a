import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { launchChromium } from '../chromium.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { admitPrinter, blankCard } from '../journeys/permit.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'

// A permit's whole life at one window: registered, accepted, reviewed, made and issued, without touching the mouse.

let place: Centre
let window: TestWindow
let browser: Browser
let seat: Seat

beforeAll(async () => {
  await buildIfStale(SCREEN)
  place = await centre()
  await admitPrinter(place)
  window = await testWindow({ centre: place, unit: '330402510000' })
  browser = await launchChromium()
  seat = await sitDown(browser, window)
}, 120_000)

afterAll(async () => {
  await seat?.close()
  await browser?.close()
  await window?.close()
  await place?.stop()
})

/** Types into one field after the other, Enter between them, and looks that the focus goes where it should. */
async function fill(answers: readonly (readonly [field: string, ...parts: string[]])[]): Promise<void> {
  for (const [field, ...parts] of answers) {
    await seat.at(field)
    for (const part of parts.length ? parts : ['']) {
      await seat.type(part)
      await seat.press('Enter')
    }
  }
}

const layCard = (person: number | null) => window.call('demo.card', { person })

test('the holder of the card is registered: the card fills the form, initials choose words', async () => {
  await seat.signIn('zhangwei')
  await seat.go('/d/population/residents')
  await seat.page.getByRole('grid').waitFor()
  await seat.press('Alt+n')
  await seat.at('citizenId')
  await layCard(1)
  await soon(() => seat.page.getByRole('textbox', { name: '姓名' }).inputValue()).toBe('陈立夏')
  await fill([
    ['citizenId'],
    ['name'],
    ['sex'],
    ['nation'],
    ['birth'],
    ['homeAddress'],
    ['phone', '13905710001'],
    ['address', '', '桂花街道18号', '模拟花园', '3幢', '501室'],
    ['dwelling', 'zl'],
    ['landlord', '钱房东'],
    ['landlordPhone', '13905710002'],
    ['purpose', 'wg'],
    ['livedSince', '20250101'],
    ['registeredOn', '2025-1-3'],
  ])
  await seat.press('F9')
  await seat.page.getByRole('heading', { name: /陈立夏/ }).waitFor()
  await soon(() => seat.page.locator('.case-head').textContent()).toContain('在住')
}, 60_000)

test('acceptance: the card opens the person, the form says what is missing, Enter walks, F9 accepts', async () => {
  await layCard(null)
  await seat.go('/d/residence-permits/intake')
  await seat.page.getByRole('textbox', { name: '证件号码' }).waitFor()
  await layCard(1)
  const { page } = seat
  await page.getByText('可以申领').first().waitFor()
  await soon(() => page.locator('.form-bar').textContent()).toContain('还缺 3 项')
  expect(await page.locator('.missing-names').textContent()).toBe('相片、居住证明、证明材料')
  await seat.at('photo')
  await seat.press('F4')
  // The portrait fills its field, and the focus goes on by itself.
  await seat.at('kind')
  await fill([['kind'], ['address', '', '', '', '', ''], ['ground'], ['residenceProof', 'zl']])
  await seat.at('evidence')
  await seat.press('F6')
  await soon(() => page.locator('[data-field=evidence] .file-tile img').count()).toBe(2)
  await soon(() => page.locator('.form-bar').textContent()).toContain('已填齐')
  await soon(() => page.locator('.form-bar').textContent()).toContain('已保存草稿')
  await seat.press('F9')
  await page.getByText('已办：受理').waitFor()
  expect(await page.locator('.act-number strong').textContent()).toMatch(/^SL\d{20}$/)
  await soon(() => page.locator('.act-number').textContent()).toContain('正式')
  expect(await page.locator('.act-print').textContent()).toContain('打印完成')
  await seat.press('Enter')
  await soon(() => page.evaluate('document.activeElement.ariaLabel')).toBe('证件号码')
}, 60_000)

test('review: who accepted cannot review; the deputy chief does with two keys', async () => {
  await seat.signIn('liuqiang')
  await seat.go('/d/residence-permits/review')
  await seat.page.getByRole('heading', { name: /陈立夏/ }).waitFor()
  await seat.press('1')
  await soon(() => seat.page.evaluate('document.activeElement.innerText')).toContain('确认审核通过')
  await seat.press('Enter')
  await seat.page.getByText('已办：审核通过').waitFor()
  await seat.page.getByText('这里没有等待办理的件').waitFor()
}, 60_000)

test('card making: the blank card is scanned in, the print is recorded, the permit is numbered', async () => {
  await seat.signIn('zhangwei')
  await blankCard(window, 'K0126000001')
  await seat.go('/d/residence-permits/making')
  await seat.page.getByRole('heading', { name: /陈立夏/ }).waitFor()
  await seat.press('1')
  await seat.at('blankNo')
  await seat.type('K0126000001')
  await seat.press('Enter', 'Enter')
  await seat.page.getByText('已办：制证').waitFor({ timeout: 30_000 })
  expect(await seat.page.locator('.act-number strong').textContent()).toMatch(/^JZ\d{20}$/)
}, 60_000)

test('issue: the button waits for the holder’s card', async () => {
  await layCard(null)
  await seat.go('/d/residence-permits/issuing')
  await seat.page.getByRole('heading', { name: /陈立夏/ }).waitFor()
  await seat.press('1')
  const confirm = seat.page.getByRole('button', { name: /确认领证/ })
  await confirm.waitFor()
  expect(await confirm.isDisabled()).toBe(true)
  await layCard(1)
  await seat.page.getByText('已读取 陈立夏 的证件').waitFor()
  await seat.press('F9')
  await seat.page.getByText('已办：领证').waitFor()
}, 60_000)

test('the browser had nothing to complain of', () => {
  expect(seat.complaints).toEqual([])
})
