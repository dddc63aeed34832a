// `node scripts/screenshots.ts`: the pictures under docs/screens, taken of the demo in a real Chromium.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright-core'
import { launchChromium } from '../test/chromium.ts'
import { ROOT } from './run.ts'

const FOLDER = join(ROOT, 'docs/screens')
const PASSWORD = 'Chuangtai-2026'
/** The smallest screen that desks have. */
const SIZE = { width: 1366, height: 768 }

const data = mkdtempSync(join(tmpdir(), 'chuangtai-screens-'))
mkdirSync(FOLDER, { recursive: true })
const { url, child } = await startDemo()
const browser = await launchChromium()
try {
  const page = await browser.newPage({ viewport: SIZE })
  await page.goto(url)
  await clerk(page)
  await reviewer(page)
  await administrator(page)
} finally {
  await browser.close()
  child.kill('SIGINT')
  await once(child, 'exit')
  rmSync(data, { recursive: true, force: true })
}

async function startDemo(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'scripts/start.ts'), '--data', data, '--port', '0', '--shell', 'web'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\S+#token=\S+/.exec(line)
    if (found) return { url: found[0], child }
  }
  throw new Error('The demo ended before it named its address')
}

/** Everything quiet: what was asked for has come, and nothing moves any more. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    () =>
      !(globalThis as unknown as { document: { querySelector(s: string): unknown } }).document.querySelector(
        '[aria-busy=true], .waiting, .ant-spin',
      ),
  )
  await page.waitForTimeout(600)
  // The folder of this machine is nobody's business.
  const mask = [page.getByText(data)]
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled', mask, maskColor: '#e8ebf0' })
  console.log(name)
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByText(name, { exact: true }).first().click()
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page
    .getByRole('link', { name: /待办/ })
    .or(page.getByRole('menuitem', { name: /待办/ }))
    .first()
    .waitFor()
}

async function signOut(page: Page): Promise<void> {
  await page.getByText('退出', { exact: true }).click()
  await page.locator('input[type=password]').waitFor()
}

async function open(page: Page, menu: string, name: string): Promise<void> {
  await page.locator('.side-menu, nav, aside').getByText(menu, { exact: true }).first().click()
  await shoot(page, name)
}

async function clerk(page: Page): Promise<void> {
  await page.locator('input[type=password]').waitFor()
  await shoot(page, 'sign-in')
  await signIn(page, '张伟')
  await shoot(page, 'work-list')
  await page.keyboard.press('F1')
  await shoot(page, 'intake')
  await page.getByRole('button', { name: '模拟设备' }).click()
  await page.getByLabel('放上谁的证件').first().click()
  await page.locator('.ant-select-item-option').first().click()
  await page.getByText('申请人', { exact: true }).first().waitFor()
  await page.getByText('收起', { exact: true }).click()
  await shoot(page, 'intake-form')
  await page.keyboard.press('Escape')
  await open(page, '待制证', 'card-making')
  await open(page, '待领证', 'issue')
  await open(page, '办件查询', 'applications')
  await open(page, '居住证台账', 'permits')
  await open(page, '空白证卡', 'blank-cards')
  await open(page, '日结平衡', 'balance')
  await open(page, '统计', 'statistics')
  await open(page, '流动人口登记', 'registrations')
  await page
    .getByRole('link', { name: /导入/ })
    .or(page.getByRole('button', { name: /导入/ }))
    .first()
    .click()
  await shoot(page, 'import')
  await open(page, '退回', 'inbox')
  await open(page, '设置', 'settings')
  await signOut(page)
}

async function reviewer(page: Page): Promise<void> {
  await signIn(page, '刘强')
  await open(page, '待审核', 'review')
  await signOut(page)
}

async function administrator(page: Page): Promise<void> {
  await signIn(page, '郭峰')
  await open(page, '设置', 'administrator')
  await page.getByText('English', { exact: true }).first().click()
  await shoot(page, 'administrator-en')
}
