import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { serveWeb, type WebShell } from '../../desktop/src/shells/web/serve.ts'
import { SCREEN } from '../../scripts/built.ts'
import { PASSWORD, type TestWindow } from '../harness.ts'

/** A person before a window's screen, in a real browser of the size that offices have. */
export interface Seat {
  page: Page
  shell: WebShell
  /** What the browser complained of: thrown errors, refused content, failed requests. */
  complaints: string[]
  /** Signs in by keyboard, whoever sat there before. */
  signIn(login: string): Promise<void>
  /** Opens a page by its path, as a bookmark would. */
  go(path: string): Promise<void>
  type(text: string): Promise<void>
  press(...keys: string[]): Promise<void>
  /** Name of the field that has the focus, '' when none has. */
  field(): Promise<string>
  /** Waits until the field has the focus. */
  at(field: string): Promise<void>
  close(): Promise<void>
}

/** What will be so before long, also on a machine with much else to do. */
export const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 20_000 })

export const SIZE = { width: 1366, height: 768 }

/** Serves the window's screen and opens it. The screen must have been built. */
export async function sitDown(browser: Browser, window: TestWindow): Promise<Seat> {
  const shell = await serveWeb({ core: window.core, port: 0, rendererDir: SCREEN.folder })
  const page = await browser.newPage({ viewport: SIZE, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.stack ?? String(error)))
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  await page.goto(shell.url)
  await page.locator('.gate, .shell').first().waitFor()
  const seat: Seat = {
    page,
    shell,
    complaints,
    signIn: login => signIn(seat, login),
    go: async path => {
      await page.evaluate(`location.hash = ${JSON.stringify(path)}`)
    },
    type: text => page.keyboard.type(text),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
    },
    field: () => page.evaluate(FOCUSED),
    at: field => soon(() => page.evaluate(FOCUSED)).toBe(field),
    close: async () => {
      await page.close()
      await shell.close()
    },
  }
  return seat
}

/** Run in the page, whose types this world does not have. */
const FOCUSED = `document.activeElement?.closest('[data-field]')?.dataset.field ?? ''`

async function signIn({ page, type, press }: Seat, login: string): Promise<void> {
  if (await page.locator('.shell').isVisible()) {
    await page.getByRole('button', { name: '退出' }).click()
    await page.locator('.gate').waitFor()
  }
  const name = page.getByRole('textbox', { name: '用户名' })
  await name.focus()
  await press('Control+A')
  await type(login)
  await page.getByRole('textbox', { name: '密码' }).focus()
  await type(PASSWORD)
  await press('Enter')
  await page.locator('.shell').waitFor()
}
