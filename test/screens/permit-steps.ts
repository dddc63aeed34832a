import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readPdf, textOf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'
import { coreText } from '../../desktop/src/core/words.ts'
import { population } from '../../shared-types/src/domains/population/index.ts'
import { residencePermits } from '../../shared-types/src/domains/residence-permits/index.ts'
import { choose, type Desk, eventually, focusOn, goTo, layAnew, PATIENCE, press, sees, words } from './desk.ts'

/** What the people at a station's windows do at the glass, step by step; every journey of a permit is made of these. */

export const permits = residencePermits.words['zh-CN']
export const people = population.words['zh-CN']
const { application } = permits.records
export const field = application!.fields
export const step = application!.steps
export const state = application!.states

/** From anywhere to the empty intake desk, by the keys that the screens show. */
export async function openIntake(page: Page): Promise<void> {
  const start = page.getByRole('main').getByRole('button', { name: permits.desks.intake! })
  // A card that was laid down just before may open its holder at this desk meanwhile: then once more.
  await eventually(async () => {
    await press(page, 'Alt+0')
    await start.waitFor({ timeout: 3000 })
    await press(page, 'F1')
    await page.getByLabel(words.intake.number).and(page.locator(':focus')).waitFor({ timeout: 3000 })
    expect(await page.getByLabel(words.intake.number).inputValue()).toBe('')
  })
}

/** A first application of the person whose card is laid on the reader, by keyboard alone. Answers its receipt number. */
export async function accept(desk: Desk, person: number): Promise<string> {
  const { page } = desk
  await openIntake(page)
  await layAnew(desk, person)
  await fillApplication(page)
  await press(page, 'F9')
  return receiptNo(page)
}

/** The focus stands where something is missing and goes on from there; what the card and the registration say is filled in. */
export async function fillApplication(page: Page): Promise<void> {
  await focusOn(page, words.file.portrait)
  await press(page, 'F4')
  await focusOn(page, field.kind!)
  await press(page, 'Enter')
  await enterUntil(page, field.residenceProof!)
  await choose(page, field.residenceProof!, 'fwzl', permits.dictionaries.residenceProofs!.lease!)
  await focusOn(page, words.file.scan)
  await press(page, 'F6')
  await sees(page, words.form.complete)
}

/** Enter moves on, until the focus stands on that field. The form may be judged meanwhile, and holds an Enter that long. */
export async function enterUntil(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate<string | null>(`document.activeElement?.getAttribute('aria-label') ?? null`)
  const passed: (string | null)[] = []
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    const at = await focused()
    if (at === name) return
    if (passed.at(-1) !== at) passed.push(at)
    await press(page, 'Enter')
    await expect
      .poll(focused, { timeout: 500 })
      .not.toBe(at)
      .catch(() => undefined)
  }
  throw new Error(`Enter never came to ${name}, only to ${passed.join(', ')}`)
}

/** Reads the number that an acceptance drew off the screen. */
export async function receiptNo(page: Page): Promise<string> {
  await sees(page, words.result.done.replace('{{step}}', step.accept!))
  return (
    (await page
      .getByRole('status')
      .getByText(/^SL\d{20}$/)
      .textContent()) ?? ''
  )
}

/** The reviewer finds the case in the queue and passes it with two keys. */
export async function pass(reviewer: Desk, receipt: string): Promise<void> {
  const { page } = reviewer
  await goTo(page, permits.desks.review!)
  await pick(page, receipt)
  await press(page, '1')
  await focusOn(page, words.steps.confirm.replace('{{step}}', step.pass!))
  await press(page, 'F9')
  await sees(page, words.result.done.replace('{{step}}', step.pass!))
}

/** Opens a case of the queue that is shown. */
export async function pick(page: Page, receipt: string): Promise<void> {
  const row = page.getByRole('main').getByRole('listitem').getByRole('button', { name: receipt })
  await row.click()
  await eventually(async () => expect(await row.getAttribute('aria-current')).toBe('true'))
  await page.getByRole('article').getByText(receipt).first().waitFor()
}

/** Presses the key that the button of a step shows. */
export async function pressStep(page: Page, name: string): Promise<void> {
  const key = await page.getByRole('article').getByRole('button', { name }).getAttribute('aria-keyshortcuts')
  await press(page, key!)
}

/** The clerk types the number of the blank card and prints; the screen says that the print ended so. */
export async function make(
  clerk: Desk,
  receipt: string,
  blankNo: string,
  ended: 'good' | 'void' = 'good',
): Promise<void> {
  const { page } = clerk
  await goTo(page, permits.desks.making!)
  await pick(page, receipt)
  await press(page, '1')
  await focusOn(page, field.blankNo!)
  await page.keyboard.type(blankNo)
  await press(page, 'Enter')
  await focusOn(page, words.steps.confirm.replace('{{step}}', step.make!))
  await press(page, 'F9')
  await sees(page, words.result.done.replace('{{step}}', step.make!))
  await sees(page, coreText('zh-CN', `print.${ended}`, { why: '' }))
}

/** The holder lays the card on the reader and is given the permit. */
export async function issue(clerk: Desk, receipt: string, person: number): Promise<void> {
  const { page } = clerk
  await goTo(page, permits.desks.issuing!)
  await pick(page, receipt)
  await press(page, '1')
  await sees(page, words.identity.lay)
  await layAnew(clerk, person)
  // The page hears of the card a moment after the core.
  await sees(page, new RegExp(words.identity.placed.replace('{{name}}', '.+')))
  await press(page, 'F9')
  await sees(page, words.result.done.replace('{{step}}', step.issue!))
}

/** The texts of all that a simulated printer of the window has printed, oldest first, without white space. */
export async function printed(desk: Desk, printer: 'card-printer' | 'document-printer'): Promise<string[]> {
  const folder = join(desk.window.folder, 'simulated', printer)
  const papers = async () => (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.pdf')).sort()
  // A print goes on while the clerk does.
  await expect.poll(papers, { timeout: PATIENCE }).not.toEqual([])
  const names = await papers()
  return Promise.all(
    names.map(async name => {
      const pdf = await readPdf(await readFile(join(folder, name)))
      const pages = Array.from({ length: pdf.numPages }, async (_, at) => textOf(await pdf.getPage(at + 1)))
      return (await Promise.all(pages)).join('\f')
    }),
  )
}
