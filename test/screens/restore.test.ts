import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveWeb } from '../../desktop/src/shells/web/serve.ts'
import { SCREEN } from '../../scripts/built.ts'
import { type Day, dayAt } from '../faults/restore.day.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import { openBrowser, openPage, sees, words } from './desk.ts'

// A window whose data was damaged: the start page says so, a backup is chosen by keyboard, and work goes on.

const here = {} as { browser: Browser; folder: string; centre: Centre }

beforeAll(async () => {
  here.browser = await openBrowser()
  here.folder = mkdtempSync(join(tmpdir(), 'chuangtai-restore-'))
  here.centre = await centre({ domains: [libraryLoans] })
}, 120_000)
afterAll(async () => {
  await here.browser?.close()
  await here.centre?.stop()
  rmSync(here.folder, { recursive: true, force: true })
})

async function shown(day: Day) {
  const shell = await serveWeb({ core: day.core, port: 0, rendererDir: SCREEN.folder })
  const opened = await openPage(here.browser, shell.url)
  return {
    ...opened,
    async close() {
      await opened.page.context().close()
      await shell.close()
      await day.close()
    },
  }
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`) })
}

async function signIn(page: Page, login: string): Promise<void> {
  // One who is known here may be filled in already.
  await page.getByRole('textbox', { name: words.signIn.login }).fill(login)
  await page.getByLabel(words.signIn.password, { exact: true }).fill(PASSWORD)
  await page.keyboard.press('Enter')
}

test('an administrator makes a backup in the settings; after damage the start page restores it, by keyboard', async () => {
  const day = await dayAt(here.folder)
  await day.call('session.enrol', { server: here.centre.address, code: await here.centre.code(STATION), name: '窗口' })
  await day.signIn('zhangwei')
  await day.sync()
  await day.shelve()
  await day.call('session.signOut', {})
  const first = await shown(day)
  await signIn(first.page, 'guofeng')
  await (await sees(first.page, words.menu.settings)).click()
  await first.page.getByRole('tab', { name: words.settings.backups }).click()
  await (await sees(first.page, words.backups.make)).click()
  await sees(first.page, '手动')
  await picture(first.page, 'backup-settings')
  await first.close()

  const path = join(here.folder, 'window.sqlite')
  const handle = openSync(path, 'r+')
  const size = statSync(path).size
  writeSync(handle, Buffer.alloc(size - 8192, 0x5a), 0, size - 8192, 8192)
  closeSync(handle)
  const again = await shown(await dayAt(here.folder))
  await sees(again.page, words.backups.title)
  await sees(again.page, /已损坏/)
  await sees(again.page, /读不出的将丢失/)
  await picture(again.page, 'restore-start')
  const restore = again.page.getByRole('button', { name: words.backups.restore, exact: true })
  await restore.focus()
  await again.page.keyboard.press('Enter')
  await sees(again.page, /所有人将退出登录/)
  await picture(again.page, 'restore-sure')
  await again.page.keyboard.press('Enter')
  await sees(again.page, /已从备份恢复/)
  await sees(again.page, words.signIn.title)
  await picture(again.page, 'restore-done')
  await signIn(again.page, 'zhangwei')
  await sees(again.page, words.menu.home)
  expect(again.complaints).toEqual([])
  await again.close()
}, 120_000)
