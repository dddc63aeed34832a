import type { Browser, Locator, Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import { zhCN } from '../../desktop/src/renderer/words/zh-CN.ts'
import { serveWeb } from '../../desktop/src/shells/web/serve.ts'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { launchChromium } from '../chromium.ts'
import { type TestWindow, testWindow } from '../harness.ts'
import { layCard } from '../journeys/permit.ts'

/** What the screen says, as its word file has it. */
export const words = zhCN

/** How long a step may take on a slow machine that does much else, ms. */
export const PATIENCE = 45_000

/** The window of a person at a desk: its core, the browser shell that serves it, and the page in a real Chromium. */
export interface Desk {
  window: TestWindow
  page: Page
  /** What the page complained of: errors that it threw or logged, the content policy, requests that failed. */
  complaints: string[]
  close(): Promise<void>
}

/** Builds the screen if it is stale and starts the browser of a test file. */
export async function openBrowser(): Promise<Browser> {
  await buildIfStale(SCREEN)
  return launchChromium()
}

/** Opens a window's core in this process and its page. A process holds at most four windows at once. */
export async function openDesk(browser: Browser, options: Parameters<typeof testWindow>[0]): Promise<Desk> {
  const window = await testWindow(options)
  const shell = await serveWeb({ core: window.core, port: 0, rendererDir: SCREEN.folder })
  const { page, complaints } = await openPage(browser, shell.url)
  return {
    window,
    page,
    complaints,
    async close() {
      await page.context().close()
      await shell.close()
      await window.close()
    },
  }
}

/** A page of its own profile at the address, as large as the smallest screens of government windows. */
export async function openPage(browser: Browser, url: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('requestfailed', request => complaints.push(`${request.url()}: ${request.failure()?.errorText}`))
  await page.goto(url)
  return { page, complaints }
}

/** Expects of each page that it never complained; when the test fails, says what stood on the screens. */
export async function watch(pages: readonly { page: Page; complaints: string[] }[]): Promise<void> {
  onTestFailed(async () => {
    for (const { page, complaints } of pages) {
      if (page.isClosed()) continue
      const text = await page.locator('body').textContent({ timeout: 5000 }).catch(String)
      console.error(`${page.url()}\n${text}\n${complaints.join('\n')}`)
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/failed-${Date.now()}.png` })
    }
  })
}

/** Waits until an expectation holds. */
export const eventually = (check: () => Promise<unknown>) =>
  expect.poll(async () => check().then(() => 'holds', String), { timeout: PATIENCE, interval: 100 }).toBe('holds')

/** Waits until a text stands somewhere on the page, and answers where. */
export async function sees(page: Page, text: string | RegExp): Promise<Locator> {
  const found = page.getByText(text).filter({ visible: true }).first()
  await found.waitFor()
  return found
}

/** Waits until a text stands nowhere on the page any more. */
export const seesNo = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor({ state: 'detached' })

/** What has the focus, by the name that a screen reader would say. Run in the page, whose types this world does not have. */
const FOCUSED = `(() => {
  const at = document.activeElement
  return at ? at.getAttribute('aria-label') ?? at.innerText?.replace(/\\s+/g, ' ') ?? at.tagName : ''
})()`

/** Waits until the focus stands on a field or button of that name by itself: the next key goes there. */
export const focusOn = (page: Page, name: string) =>
  expect
    .poll(() => page.evaluate<string>(FOCUSED), { timeout: PATIENCE, message: `the focus on ${name}` })
    .toMatch(new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\S+)?$`))

/** Keys that the screen shows on a button, which may not stand there yet, or do something else still. */
const SHOWN_KEYS = /^(F\d+|\d)$/

/** Run in the page: whether a key has a button that can be pressed; where none is needed, none that cannot may be there. */
const PRESSABLE = (key: string) => `(() => {
  const all = [...document.querySelectorAll('[data-key="${key}"]')].filter(button => button.offsetParent !== null)
  const free = all.filter(button => !button.disabled && !button.classList.contains('ant-btn-loading'))
  return free.length > 0 || (${!SHOWN_KEYS.test(key)} && all.length === 0)
})()`

/** Presses keys one after the other; one that the screen shows on a button as soon as the person could. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    if (SHOWN_KEYS.test(key) || key === 'Escape')
      await expect
        .poll(() => page.evaluate<boolean>(PRESSABLE(key)), { timeout: PATIENCE, message: `a button for ${key}` })
        .toBe(true)
    await page.keyboard.press(key)
  }
}

/** Types into the field that has the focus, which must be the one of that name, and goes on with Enter. */
export async function type(page: Page, field: string, text: string): Promise<void> {
  await focusOn(page, field)
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

/** Types the beginning of a word of a dictionary into the list that has the focus, and takes what it offers. */
export async function choose(page: Page, field: string, typed: string, word: string): Promise<void> {
  await focusOn(page, field)
  await page.keyboard.type(typed)
  await page.locator('.ant-select-item-option-active').getByText(word, { exact: true }).waitFor()
  await page.keyboard.press('Enter')
}

/** Signs in by keyboard: the focus stands in the first empty field. */
export async function signIn(page: Page, login: string, password: string, name: string): Promise<void> {
  await focusOn(page, words.signIn.login)
  await page.keyboard.type(login)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await sees(page, words.home.title.replace('{{name}}', name).split('{{')[0]!)
}

/** Goes to a desk of the menu. */
export async function goTo(page: Page, desk: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: desk }).click()
}

/** Lays a card on the simulated reader; one that lies there is taken away first. */
export async function layAnew({ window }: Desk, person: number): Promise<void> {
  const gone = () => window.notices.filter(n => n.topic === 'card' && n.state === 'removed').length
  const before = gone()
  const { onReader } = await window.call('demo.state', {})
  await window.call('demo.card', { person: null })
  if (onReader !== null) await expect.poll(gone, { timeout: PATIENCE }).toBeGreaterThan(before)
  await layCard(window, person)
}

/** The bar below everything. */
export const status = (page: Page) => page.getByRole('contentinfo')

/** Turns the switch of the simulated network in the demo's panel. */
export async function plug(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.demo.devices }).click()
  await page.getByRole('switch', { name: words.demo.network }).click()
  await page.getByRole('button', { name: words.demo.fold }).click()
}

/** Expects that nothing of the page is wider than the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const wider = await page.evaluate<
    string[]
  >(`[document.documentElement, document.body, ...document.querySelectorAll('main')]
    .filter(part => part.scrollWidth > part.clientWidth)
    .map(part => part.tagName + ' ' + part.scrollWidth + ' > ' + part.clientWidth)`)
  expect(wider).toEqual([])
}

/**
 * Chooses a file of so many bytes. It is made in the page, because a browser is given no such file from outside; the
 * page then counts in `window.filesRead` how many files were read into its memory.
 */
export async function giveLargeFile(
  page: Page,
  input: string,
  { name, type, bytes }: { name: string; type: string; bytes: number },
): Promise<void> {
  await page.evaluate(`(() => {
    window.filesRead = 0
    const { arrayBuffer } = Blob.prototype
    Blob.prototype.arrayBuffer = function () {
      window.filesRead++
      return arrayBuffer.call(this)
    }
    const files = new DataTransfer()
    files.items.add(new File([new Uint8Array(${bytes})], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }))
    const input = document.querySelector(${JSON.stringify(input)})
    input.files = files.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })()`)
}
