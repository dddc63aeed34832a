import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CoreOptions } from '../../desktop/src/core/core.ts'
import { openCore } from '../../desktop/src/core/open.ts'
import { openProtected } from '../../desktop/src/core/open-protected.ts'
import { serveWeb } from '../../desktop/src/shells/web/serve.ts'
import { SCREEN } from '../../scripts/built.ts'
import { openBrowser, openPage, words } from './desk.ts'

// A machine without a keyring: the screen asks how the key of the data is kept, and then for the passphrase.

let browser: Browser
let folder: string

beforeAll(async () => {
  browser = await openBrowser()
  folder = mkdtempSync(join(tmpdir(), 'chuangtai-keys-'))
}, 120_000)

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A window as the browser shell opens it, with no bus of a desktop to ask for a keyring. */
async function start() {
  const bus = process.env.DBUS_SESSION_BUS_ADDRESS
  process.env.DBUS_SESSION_BUS_ADDRESS = 'unix:path=/nowhere'
  const about: CoreOptions = { folder, shell: 'web', version: 'test', log: error => console.error(error) }
  const core = await openProtected(about, {}, openCore)
  if (bus === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS
  else process.env.DBUS_SESSION_BUS_ADDRESS = bus
  const shell = await serveWeb({ core, port: 0, rendererDir: SCREEN.folder })
  const opened = await openPage(browser, shell.url)
  return {
    ...opened,
    async stop() {
      await opened.page.context().close()
      await shell.close()
      await core.close()
    },
  }
}

const PASSPHRASE = '云江窗口三号 2026 早安'

test('by keyboard alone: a passphrase is chosen, the window opens, and the next start asks for it', async () => {
  const first = await start()
  const { page } = first
  await page.getByText(words.keys.choiceTitle).waitFor()
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, 'keys-choice.png') })
  // The first choice has the cursor; from there to the two fields and on with Enter.
  await page.keyboard.press('Tab')
  await page.keyboard.type('太短了')
  await page.keyboard.press('Tab')
  if ((await page.evaluate('document.activeElement.tagName')) !== 'INPUT') await page.keyboard.press('Tab')
  await page.keyboard.type('太短了')
  await page.keyboard.press('Enter')
  await page.getByText(/至少要 12 个字符/).waitFor()
  expect(readdirSync(folder)).not.toContain('window.sqlite')
  await page.getByLabel(words.keys.againLabel).fill(`${PASSPHRASE}!`)
  await page.getByLabel(words.keys.passphraseLabel, { exact: true }).last().fill(PASSPHRASE)
  await page.getByText(words.keys.differ).waitFor()
  await page.getByLabel(words.keys.againLabel).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.getByText(words.enrol.title).waitFor()
  await first.stop()
  expect(first.complaints).toEqual([])

  const second = await start()
  await second.page.getByText(words.keys.passphraseTitle).waitFor()
  if (process.env.PICTURES) await second.page.screenshot({ path: join(process.env.PICTURES, 'keys-passphrase.png') })
  await second.page.keyboard.type('云江窗口四号 2026 早安')
  await second.page.keyboard.press('Enter')
  await second.page.getByText(/启动口令不正确/).waitFor()
  await second.page.getByLabel(words.keys.passphraseLabel).fill(PASSPHRASE)
  await second.page.keyboard.press('Enter')
  await second.page.getByText(words.enrol.title).waitFor()
  await second.stop()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter(e => e.isFile()))
    expect(readFileSync(join(entry.parentPath, entry.name)).includes(PASSPHRASE)).toBe(false)
}, 120_000)
