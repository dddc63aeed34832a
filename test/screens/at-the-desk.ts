import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { PASSWORD } from '../harness.ts'
import { type Desk, openDesk, PATIENCE, press } from './desk.ts'

/** A desk at which a test goes where it likes: from page to page, from field to field. */
export interface Seat extends Desk {
  /** Signs in by keyboard, whoever sat there before. */
  signIn(login: string): Promise<void>
  /** Opens a page by its path, as a bookmark would. */
  go(path: string): Promise<void>
  type(text: string): Promise<void>
  press(...keys: string[]): Promise<void>
  /** Waits until the field of that name has the focus. */
  at(field: string): Promise<void>
}

/** What will be so before long, also on a machine with much else to do. */
export const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: PATIENCE })

/** Run in the page, whose types this world does not have. */
const FOCUSED = `document.activeElement?.closest('[data-field]')?.dataset.field ?? ''`

export async function sitDown(browser: Browser, options: Parameters<typeof openDesk>[1]): Promise<Seat> {
  const desk = await openDesk(browser, options)
  const { page } = desk
  const seat: Seat = {
    ...desk,
    signIn: login => signIn(seat, login),
    go: async path => {
      await page.evaluate(`location.hash = ${JSON.stringify(path)}`)
    },
    type: text => page.keyboard.type(text),
    press: (...keys) => press(page, ...keys),
    at: field => soon(() => page.evaluate(FOCUSED)).toBe(field),
  }
  return seat
}

async function signIn({ page, type, press }: Seat, login: string): Promise<void> {
  await page.locator('.gate, .shell').first().waitFor()
  if (await page.locator('.shell').isVisible()) {
    await page.getByRole('button', { name: '退出' }).click()
    await page.locator('.gate').waitFor()
  }
  await page.getByRole('textbox', { name: '用户名' }).focus()
  await press('Control+A')
  await type(login)
  await page.getByRole('textbox', { name: '密码' }).focus()
  await type(PASSWORD)
  await press('Enter')
  await page.locator('.shell').waitFor()
}
