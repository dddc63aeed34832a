import { readFile } from 'node:fs/promises'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { layCard, register, STATION } from '../journeys/permit.ts'
import {
  type Desk,
  eventually,
  expectNoOverflow,
  focusOn,
  openBrowser,
  openDesk,
  press,
  sees,
  signIn,
  status,
  watch,
  words,
} from './desk.ts'

const { carry } = words

describe('a stick between a window without a line and one with it, by keyboard', () => {
  let browser: Browser
  let at: Centre
  let far: Desk
  let near: Desk
  beforeAll(async () => {
    browser = await openBrowser()
    at = await centre()
    far = await openDesk(browser, { centre: at, unit: STATION })
    near = await openDesk(browser, { centre: at, unit: STATION })
    // Told only when it is waited for, the browser would now and then open a choice of its own first.
    for (const { page } of [far, near]) page.on('filechooser', () => {})
  }, 120_000)
  afterAll(async () => {
    await far?.close()
    await near?.close()
    await browser?.close()
    await at?.stop()
  })

  const shot = async (page: Page, name: string) => {
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/carry-${name}.png` })
  }
  const downloaded = async (page: Page, key: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, key)])
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) }
  }
  /** Chooses a file: the focus stands on the place for it and Enter opens the browser's own choice. */
  const choose = async (page: Page, name: string, bytes: Buffer) => {
    await page.getByRole('button', { name: carry.drop }).focus()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Enter')])
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes })
  }

  test('unsent work is saved, handed on, and its receipt imported; a damaged one says so', {
    timeout: 120_000,
  }, async () => {
    await watch([far, near])
    await signIn(far.page, 'zhangwei', PASSWORD, '张伟')
    await signIn(near.page, 'lijing', PASSWORD, '李静')
    const { today } = await far.window.call('session.state', {})
    await far.window.plug(false)
    await layCard(far.window, 0)
    // The card opens the intake desk by itself, which takes the focus: whatever is pressed before would be lost.
    await far.page.waitForURL(/intake/)
    await sees(far.page, /请先办理居住登记/)
    await far.page.waitForFunction('document.activeElement !== document.body')
    await register(far.window, addMonths(today, -2))
    const waiting = status(far.page).getByRole('button', { name: carry.out })
    await waiting.focus()
    await press(far.page, 'Enter')
    await sees(far.page, carry.outHint)
    await expectNoOverflow(far.page)
    const stick = await downloaded(far.page, 'F8')
    expect(stick.name).toMatch(/^窗台数据包-.*-1\.ctcarry$/)
    await sees(far.page, carry.open)
    await shot(far.page, 'out')

    await status(near.page).getByRole('button', { name: carry.title }).click()
    const damaged = Buffer.from(stick.bytes)
    damaged[damaged.length - 100]! ^= 1
    await choose(near.page, stick.name, damaged)
    await sees(near.page, carry.kinds.package.replace('{{sequence}}', '1'))
    await focusOn(near.page, carry.bring)
    await press(near.page, 'Enter')
    await sees(near.page, '文件被改动过或已损坏')
    await shot(near.page, 'damaged')
    await press(near.page, 'Escape')

    await choose(near.page, stick.name, stick.bytes)
    await focusOn(near.page, carry.bring)
    await shot(near.page, 'look')
    await press(near.page, 'Enter')
    await sees(near.page, '中心已收下')
    await focusOn(near.page, carry.saveReceipt)
    await shot(near.page, 'brought')
    const receipt = await downloaded(near.page, 'Enter')
    expect(receipt.name).toMatch(/^窗台回执-.*-1\.ctreceipt$/)

    await choose(far.page, receipt.name, receipt.bytes)
    await focusOn(far.page, carry.take)
    await press(far.page, 'F9')
    await sees(far.page, '的回执已导入')
    await sees(far.page, /已收到回执：中心接收 \d+ 项，退回 0 项/)
    await shot(far.page, 'taken')
    await expectNoOverflow(far.page)
    await eventually(async () => expect((await far.window.call('status', {})).unsent).toBe(0))
    expect(far.complaints).toEqual([])
    expect(near.complaints).toEqual([])
  })
})

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}
