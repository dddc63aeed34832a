import { readFile } from 'node:fs/promises'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import type { Download, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readPdf, textOf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { blankId, done } from '../journeys/permit.ts'
import { giveLargeFile, goTo, PATIENCE, sees, words } from './desk.ts'
import { atStation } from './station.ts'

const toy = libraryLoans.words['zh-CN']
const book = toy.records.book!
const BOOK = 'library-loans.book'

// Nothing of permits is here at all: what comes out on paper and in workbooks is of a domain that no code knows.
atStation('papers of the toy domain', { clerk: 'zhangwei', domains: [libraryLoans] }, here => {
  let template: Uint8Array

  test('its template is downloaded, with a column for each field of its import', {
    timeout: 3 * PATIENCE,
  }, async () => {
    const { page } = here.clerk
    await goTo(page, toy.desks.books!)
    await page.getByRole('button', { name: words.register.import }).click()
    const button = page.getByRole('button', { name: words.import.download.replace('{{what}}', book.label) })
    const file = await downloaded(page, () => button.click())
    template = file.bytes
    expect(file.name).toMatch(/\.xlsx$/)
    const { sheets } = await readXlsx(template)
    const headings = sheets[0]!.rows[0]!.map(String)
    for (const [at, name] of (libraryLoans.records.book.imports?.fields ?? []).entries())
      expect(headings[at]).toContain(book.fields[name])
  })

  test('filled in, it is imported with a report of each row', { timeout: 3 * PATIENCE }, async () => {
    const { page } = here.clerk
    const filled = await fill(template, [
      { barcode: 'X-1001', title: '新书一', kind: '图书', pages: '12' },
      { barcode: 'X-1002', title: '新书二', kind: '唱片' },
    ])
    await page.locator('main input[type=file]').setInputFiles({ name: '新书.xlsx', mimeType: XLSX, buffer: filled })
    await sees(page, words.import.taken.replace('{{count}}', '1'))
    await sees(page, words.import.refused.replace('{{count}}', '1'))
    const row = page.getByRole('row').filter({ hasText: 'X-1002' })
    expect(await row.textContent()).toContain(book.fields.kind)
    const button = page.getByRole('button', { name: words.import.refusedFile.replace('{{count}}', '1') })
    const { bytes } = await downloaded(page, () => button.click())
    expect((await readXlsx(bytes)).sheets[0]!.rows.flat().map(String).join()).toContain('X-1002')
  })

  test('a workbook of 100 MB is refused before it is read', { timeout: 3 * PATIENCE }, async () => {
    const { page } = here.clerk
    await page.getByRole('button', { name: words.import.another }).click()
    await page.locator('main input[type=file]').waitFor({ state: 'attached' })
    await giveLargeFile(page, 'main input[type=file]', { name: '新书.xlsx', type: XLSX, bytes: 100e6 })
    await page.getByRole('alert').getByText('100 MB').waitFor()
    expect(await page.evaluate('window.filesRead')).toBe(0)
    expect(await page.getByText(words.connection.lost).count()).toBe(0)
  })

  test('a form of it is looked at before it is printed', { timeout: 3 * PATIENCE }, async () => {
    const { page, window } = here.clerk
    await done(window, BOOK, await blankId(window, BOOK), 'shelve', {
      barcode: 'B-0001',
      title: '𠮷田山志',
      kind: 'map',
    })
    await goTo(page, toy.desks.books!)
    await page.getByRole('row').filter({ hasText: '𠮷田山志' }).click()
    await page.getByRole('tab', { name: words.case.forms }).click()
    await page.getByRole('button', { name: toy.templates.authors! }).first().click()
    await expectInk(page)
    const button = page.getByRole('button', { name: words.print.save })
    const { bytes } = await downloaded(page, () => button.click())
    expect(await textOf(await (await readPdf(bytes)).getPage(1))).toContain('𠮷田山志')
  })

  test('its list is exported for a purpose', { timeout: 3 * PATIENCE }, async () => {
    const { page } = here.clerk
    await goTo(page, toy.desks.books!)
    await page.getByRole('button', { name: words.register.export }).click()
    await page.getByLabel(words.purpose.label).fill('年度盘点')
    const { bytes } = await downloaded(page, () => page.keyboard.press('Enter'))
    const rows = (await readXlsx(bytes)).sheets[0]!.rows.map(row => String(row[0]))
    expect(rows[0]).toContain('用途：年度盘点')
    expect(rows.slice(2).sort()).toEqual(['B-0001', 'X-1001'])
  })
})

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What the page gives the person when that is pressed. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) }
}

const bytesOf = async (download: Download) => Uint8Array.from(await readFile(await download.path()))

/** A template with these books below its heading. */
async function fill(template: Uint8Array, books: readonly Record<string, string>[]): Promise<Buffer> {
  const { name, rows } = (await readXlsx(template)).sheets[0]!
  const headings = rows[0]!.map(String)
  const filled = books.map(values =>
    headings.map(heading => {
      const field = Object.keys(values).find(key => heading.startsWith(book.fields[key]!))
      return field ? values[field]! : ''
    }),
  )
  return Buffer.from(await writeXlsx({ sheets: [{ name, rows: [headings, ...filled] }] }))
}

/** Waits until a PDF is drawn on the page, and expects that something stands on it. */
const expectInk = (page: Page) =>
  expect
    .poll(
      () =>
        page.evaluate<number>(`(() => {
          const canvas = document.querySelector('canvas')
          if (!canvas) return 0
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          let ink = 0
          for (let at = 0; at < data.length; at += 4) if (data[at] < 128 && data[at + 3] > 0) ink++
          return ink
        })()`),
      { timeout: PATIENCE },
    )
    .toBeGreaterThan(500)
