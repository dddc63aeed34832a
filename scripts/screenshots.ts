// `node scripts/screenshots.ts`: the pictures under docs/screens, taken of the demo in a real Chromium.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright-core'
import { launchChromium } from '../test/chromium.ts'
import { film } from '../test/screens/camera-film.ts'
import { ROOT } from './run.ts'

const FOLDER = join(ROOT, 'docs/screens')
const PASSWORD = 'Chuangtai-2026'
/** The smallest screen that desks have. */
const SIZE = { width: 1366, height: 768 }

const data = mkdtempSync(join(tmpdir(), 'chuangtai-screens-'))
mkdirSync(FOLDER, { recursive: true })
const { url, child } = await startDemo()
const paper = join(data, 'paper.mjpeg')
writeFileSync(paper, await film('SL33040251000026000001'))
const browser = await launchChromium([
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${paper}`,
])
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
  const mask = [page.getByText(data), page.locator('.camera-side .ant-select-content')]
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
  await papers(page)
  await citizen(page)
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
  await open(page, '用印台账', 'seal-ledger')
  await open(page, '设置', 'settings')
  await page.getByRole('tab', { name: '设备', exact: true }).click()
  await shoot(page, 'devices')
  await signOut(page)
}

/** The portrait, pages out of the scanner, and pages under the camera, filed in the form that is open. */
async function papers(page: Page): Promise<void> {
  await page.keyboard.press('F4')
  await page.locator('[data-field=photo] img').waitFor()
  await page.keyboard.press('F6')
  await page.locator('[data-field=evidence] img').nth(1).waitFor()
  await shoot(page, 'scan')
  await page.keyboard.press('F10')
  await page.locator('.camera-shots img').first().waitFor()
  await shoot(page, 'camera')
  await page.keyboard.press('Escape')
}

/** The second screen: waiting, what was entered, and the signature under it. */
async function citizen(page: Page): Promise<void> {
  const opening = page.context().waitForEvent('page')
  await page.getByRole('button', { name: '对外屏' }).click()
  const second = await opening
  await second.setViewportSize(SIZE)
  await second.locator('.citizen-waiting').waitFor()
  await shoot(second, 'citizen-waiting')
  await page.keyboard.press('F7')
  await second.getByRole('button', { name: '都对，去签名' }).waitFor()
  await shoot(second, 'citizen')
  await page.keyboard.press('F7')
  await second.close()
}

async function reviewer(page: Page): Promise<void> {
  await signIn(page, '刘强')
  await open(page, '待审核', 'review')
  await open(page, '待批用印', 'seal-approval')
  await open(page, '好差评', 'ratings')
  await signOut(page)
}

async function administrator(page: Page): Promise<void> {
  await signIn(page, '郭峰')
  await open(page, '设置', 'administrator')
  await page.getByText('English', { exact: true }).first().click()
  await shoot(page, 'administrator-en')
}
