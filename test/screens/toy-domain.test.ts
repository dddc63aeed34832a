import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { domains } from '../../shared-types/src/domains/index.ts'
import { creditCheck, organisationCheck } from '../../shared-types/src/engine/org-code.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { type Centre, centre } from '../harness.ts'
import { photo } from '../journeys/permit.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'
import { openBrowser, PATIENCE } from './desk.ts'

// A domain of which the screen knows nothing: its desks, lists, forms, buttons and sentences come out of its data alone.

const BODY = `91330402MA28A1B2${organisationCheck('MA28A1B2')}`
const PUBLISHER = BODY + creditCheck(BODY)

vi.setConfig({ testTimeout: 3 * PATIENCE })

let place: Centre
let browser: Browser
let seat: Seat

beforeAll(async () => {
  const all = [...domains, libraryLoans]
  place = await centre({ domains: all })
  browser = await openBrowser()
  seat = await sitDown(browser, { centre: place, unit: '330402510000', domains: all })
  await seat.signIn('zhangwei')
}, 120_000)

afterAll(async () => {
  await seat?.close()
  await browser?.close()
  await place?.stop()
})

const box = (name: string) => seat.page.getByRole('textbox', { name, exact: true })
const field = (name: string) => seat.page.locator(`[data-field=${name}]`)

/** Chooses a word by its pinyin initials. */
async function choose(name: string, initials: string, word: string): Promise<void> {
  await field(name).locator('input').focus()
  await seat.type(initials)
  await seat.page.locator('.ant-select-item-option', { hasText: word }).waitFor()
  await seat.press('Enter')
  await soon(() => field(name).textContent()).toContain(word)
}

test('its desks stand in the menu under its name', async () => {
  const section = seat.page.locator('.side-menu section', { hasText: '图书借阅' })
  await soon(() => section.locator('a').allTextContents()).toEqual(['借书', '待还', '图书', '借阅', '盘点'])
})

test('every kind of field can be filled in, and what depends on another appears with it', async () => {
  await seat.page.getByRole('link', { name: '图书', exact: true }).click()
  await seat.page.getByRole('grid').waitFor()
  await seat.press('Alt+n')
  await seat.at('barcode')
  await box('条码').fill('TS-0001')
  await box('书名').fill('窗台上的书')
  expect(await field('issue').count()).toBe(0)
  await choose('kind', 'qk', '期刊')
  await field('issue').waitFor()
  await box('期号').fill('202611')
  await field('authors')
    .getByRole('button', { name: /增加一行/ })
    .click()
  await field('authors').locator('tbody tr').first().locator('input').first().focus()
  await seat.type('陈立夏')
  await seat.press('Enter')
  await seat.type('y')
  await seat.page.locator('.ant-select-item-option', { hasText: '译' }).waitFor()
  await seat.press('Enter', 'Control+Enter')
  await soon(() => field('authors').locator('tbody tr').count()).toBe(2)
  await field('authors').getByRole('button', { name: '删除第 2 行' }).click()
  await box('内容提要').fill('第一行\n第二行')
  const file = { name: 'cover.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(photo()) }
  await field('cover').locator('input[type=file]').setInputFiles(file)
  await field('cover').locator('img').waitFor()
  await box('出版单位代码').fill(PUBLISHER)
  await box('页数').fill('120')
  await box('定价（元）').fill('36.5')
  await box('购入日期').fill('20261101')
  await field('printedIn').locator('input').focus()
  await seat.type('嘉兴 南湖')
  await seat.page.locator('.ant-cascader-menu-item', { hasText: '南湖区' }).first().waitFor()
  await seat.press('ArrowDown', 'Enter')
  await soon(() => field('printedIn').textContent()).toContain('浙江省嘉兴市南湖区')
  await field('branch').locator('input').focus()
  await seat.type('望湖')
  await seat.page.locator('.ant-select-tree-node-content-wrapper', { hasText: '望湖派出所' }).waitFor()
  await seat.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
  await soon(() => field('branch').textContent()).toContain('望湖派出所')
})

test('a check of the domain refuses in the domain’s own words, at its field', async () => {
  await box('定价（元）').fill('6000')
  await box('页数').focus()
  await soon(() => field('rare').textContent()).toContain('定价超过 5000 元的书须标为珍本')
  await field('rare').getByRole('checkbox').check()
  await soon(() => field('rare').locator('.field-problem').count()).toBe(0)
})

test('its first step is the button of the form, and the record reads as it was entered', async () => {
  await soon(() => seat.page.locator('.form-bar').textContent()).toContain('已填齐')
  await seat.press('F9')
  await seat.page.getByRole('heading', { name: '窗台上的书 TS-0001' }).waitFor()
  const text = await seat.page.locator('.case-pane').textContent()
  for (const shown of [
    '在架',
    '期刊',
    '202611',
    '陈立夏',
    '2026年11月1日',
    '浙江省嘉兴市南湖区',
    '望湖派出所',
    PUBLISHER,
  ])
    expect(text).toContain(shown)
})

test('another record is linked by what is typed of its title', async () => {
  await seat.go('/d/library-loans/books/new')
  await seat.at('barcode')
  await field('follows').locator('input').focus()
  await seat.type('窗台')
  await seat.page.locator('.ant-select-item-option', { hasText: '窗台上的书' }).waitFor()
  await seat.press('Enter')
  await soon(() => field('follows').textContent()).toContain('窗台上的书 TS-0001')
})

test('its intake desk lends the book, with the guard’s sentence until it can', async () => {
  await seat.go('/d/library-loans/lending')
  await soon(() => seat.page.evaluate('document.activeElement.ariaLabel')).toBe('证件号码')
  await seat.type('340124198711022136')
  await seat.press('Enter')
  await seat.page.getByText('没有借阅记录，暂不能长期借阅').waitFor()
  await box('读者').fill('陈立夏')
  await seat.page.getByRole('textbox', { name: '住址 街路巷及门牌' }).fill('桂花街道18号')
  await box('图书条码').fill('TS-9999')
  await seat.page.getByText('这本书不在架上').waitFor()
  await box('图书条码').fill('TS-0001')
  await box('押金（元）').fill('100')
  await soon(() => seat.page.locator('.form-refusals').count()).toBe(0)
  await soon(() => seat.page.locator('.form-bar').textContent()).toContain('已填齐')
  await seat.press('F9')
  await seat.page.getByText('已办：借出').waitFor()
  expect(await seat.page.locator('.act-number').first().textContent()).toContain('借书单号')
})

test('its list finds the reader by pinyin initials', async () => {
  await seat.go('/d/library-loans/loans')
  await seat.page.getByRole('grid').waitFor()
  await seat.page.locator('.list-search input').fill('clx')
  await soon(() => seat.page.locator('tr.clickable').count()).toBe(1)
  await seat.page.locator('.list-search input').fill('zzz')
  await seat.page.getByText('没有符合条件的记录').waitFor()
})

test('its balance comes out even', async () => {
  await seat.go('/d/library-loans/stocktaking')
  await seat.page.getByText('今天账实相符').waitFor()
  await seat.page.getByText('馆藏 = 在架 + 借出').waitFor()
})

test('the browser had nothing to complain of', () => {
  expect(seat.complaints).toEqual([])
})
