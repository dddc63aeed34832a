import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { licences } from '../../shared-types/src/domains/licences/index.ts'
import { wholeOf, writeRows } from '../../shared-types/src/workbooks/workbook-write.ts'
import { LONG_RUN } from '../databases.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { FOOD, openType, orgCodeOf } from '../journeys/licences.ts'
import { photo, STATION } from '../journeys/permit.ts'
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
  watch,
  words,
} from './desk.ts'

const said = licences.words['zh-CN']
const { fields } = said.records.licence!
/** 500 as the journey asks for; in the short run as many as show the same. */
const ROWS = LONG_RUN ? 500 : 20

const here = {} as { browser: Browser; centre: Centre; clerk: Desk; folder: string }
beforeAll(async () => {
  here.browser = await openBrowser()
  here.centre = await centre()
  here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-licences-'))
  await openType(here.centre, { ...FOOD, codeWanted: true })
  here.clerk = await openDesk(here.browser, { centre: here.centre, unit: STATION })
}, 120_000)
afterAll(async () => {
  await here.clerk?.close()
  await here.browser?.close()
  await here.centre?.stop()
  await rm(here.folder, { recursive: true, force: true })
})

const shot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const saved = async (page: Page, press: () => Promise<unknown>) => {
  const download = page.waitForEvent('download')
  await press()
  const path = join(here.folder, (await download).suggestedFilename())
  await (await download).saveAs(path)
  return readFile(path)
}
const pick = async (page: Page, label: string, option: string) => {
  await page.getByLabel(label, { exact: true }).first().click()
  await page.locator('.ant-select-item-option').getByText(option, { exact: true }).filter({ visible: true }).click()
}

test('a licence is entered with what its type asks for, and a sheet of them is imported and taken out', {
  timeout: 8 * PATIENCE,
}, async () => {
  const { page, window } = here.clerk
  await watch([here.clerk])
  await signIn(page, 'zhangwei', PASSWORD, '张伟')
  await window.sync()
  await goTo(page, said.desks.licences!)
  await button(page, words.register.new).click()
  await pick(page, fields.licenceType!, String(FOOD.licenceTypeName))
  await sees(page, '经营范围')
  await page.getByLabel(fields.licenceNo!, { exact: true }).fill('JY23304020000001')
  await pick(page, fields.holderSort!, said.dictionaries.holderSorts!.enterprise!)
  await page.getByLabel(fields.orgCode!, { exact: true }).fill(orgCodeOf(1))
  await page.getByLabel(fields.licensee!, { exact: true }).fill('嘉兴南湖餐饮有限公司')
  await page.getByLabel(fields.issuedOn!, { exact: true }).fill('2026-03-10')
  await page.keyboard.press('Enter')
  await page.getByLabel(fields.holdsFrom!, { exact: true }).fill('2026-03-10')
  await page.keyboard.press('Enter')
  await page.getByLabel('经营范围', { exact: true }).fill('热食类食品制售')
  await pick(page, '主体业态', '餐饮服务')
  await shot(page, 'licence-form')
  await expectNoOverflow(page)
  await press(page, 'F9')
  await sees(page, `JY23304020000001`)
  await sees(page, said.records.licence!.states.valid!)
  await shot(page, 'licence-case')

  await goTo(page, said.desks.licences!)
  await sees(page, '嘉兴南湖餐饮有限公司')
  await shot(page, 'licence-list')

  await button(page, words.register.import).click()
  expect(await button(page, words.import.download.replace('{{what}}', said.records.licence!.label)).isDisabled()).toBe(
    true,
  )
  await pick(page, fields.licenceType!, String(FOOD.licenceTypeName))
  const template = await readXlsx(
    new Uint8Array(
      await saved(page, () =>
        button(page, words.import.download.replace('{{what}}', said.records.licence!.label)).click(),
      ),
    ),
  )
  const headings = template.sheets[0]!.rows[0]!.map(String)
  expect(headings.slice(-6)).toEqual(['经营范围*', '核查日期', '经营面积', '网络经营', '主体业态*', '备注'])
  const file = join(here.folder, '证照.xlsx')
  await writeFile(file, await wholeOf(writeRows('证照', headings, sheetRows(headings))))
  await page.getByLabel(words.import.drop).setInputFiles(file)
  await sees(page, words.import.refused.replace('{{count}}', '4'))
  for (const reason of ['已被同类证照使用', '请填写“经营范围”。', '“主体业态”的内容不在可选范围内', '校验位不符'])
    await sees(page, reason)
  await expectNoOverflow(page)
  await shot(page, 'licence-import')

  await button(page, words.import.another).click()
  const pictures = ['JY23304020000001.jpg', 'JY23304020000001-2.jpg', 'JY0.jpg', 'JY23304020000011.jpg']
  const files = pictures.map((name, n) => ({
    name,
    mimeType: 'image/jpeg',
    buffer: Buffer.from(n === 3 ? 'no picture' : photo()),
  }))
  await page.locator('.image-batch input[type=file]').first().setInputFiles(files)
  const counts = { total: 4, done: 4, joined: 1, same: 1, refused: 2 }
  await sees(
    page,
    words.imageBatch.counts.replace(/\{\{(\w+)\}\}/g, (_, key) => String(counts[key as keyof typeof counts])),
  )
  await sees(page, '没有编号与文件名相同的记录')
  await expectNoOverflow(page)
  await shot(page, 'licence-images')

  await window.sync()
  await goTo(page, said.desks.licences!)
  await page.getByText('JY23304020000001', { exact: true }).first().click()
  await page.getByRole('img', { name: words.code.picture }).waitFor()
  await shot(page, 'licence-code')
  const { sections } = await window.call('cases.open', { id: /case\/([^/?]+)/.exec(page.url())![1]! })
  const code = sections.flatMap(({ cells }) => cells).find(cell => cell.name === 'licenceCode')!.text
  await page.getByRole('link', { name: words.menu.verify }).click()
  await page.getByLabel(words.code.scan).fill(code)
  await page.keyboard.press('Enter')
  await sees(page, words.code.verdicts.good)
  await sees(page, '作废名单截至')
  await expectNoOverflow(page)
  await shot(page, 'verify-good')
  await page.getByLabel(words.code.scan).fill(code.replace(/.\.$/, c => (c[0] === 'A' ? 'B.' : 'A.')))
  await page.keyboard.press('Enter')
  await sees(page, /伪造|残缺或被改动/)
  await shot(page, 'verify-bad')
})

/** Rows of the sheet, four of them wrong: a number in use, something missing, a choice that is none, a code with a slip. */
function sheetRows(headings: readonly string[]): string[][] {
  const of = (n: number): Record<string, string> => ({
    [fields.licenceNo!]: `JY2330402${String(n === 3 ? 1 : n + 10).padStart(7, '0')}`,
    [fields.holderSort!]: said.dictionaries.holderSorts!.enterprise!,
    [fields.orgCode!]: n === 6 ? orgCodeOf(n).replace(/.$/, c => (c === '1' ? '2' : '1')) : orgCodeOf(n),
    [fields.licensee!]: `桂苑第${n}饮食店`,
    [fields.issuingBody!]: String(FOOD.issuingBody),
    [fields.issuedOn!]: '2025-06-01',
    [fields.holdsFrom!]: '2025/6/1',
    [fields.holdsUntil!]: '2030-05-31',
    经营范围: n === 4 ? '' : '热食类食品制售',
    核查日期: '2025年5月20日',
    经营面积: String(n * 10.5),
    网络经营: '否',
    主体业态: n === 5 ? '杂货' : '餐饮服务',
  })
  return Array.from({ length: ROWS }, (_, n) => {
    const row = of(n)
    return headings.map(heading => row[heading.replace('*', '')] ?? '')
  })
}
