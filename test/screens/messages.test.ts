import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import {
  choose,
  type Desk,
  expectNoOverflow,
  focusOn,
  openBrowser,
  openDesk,
  PATIENCE,
  sees,
  signIn,
  watch,
  words,
} from './desk.ts'

const CITY = '330400000000'
const here = {} as { browser: Browser; centre: Centre; desk: Desk; peer: Server; folder: string }
/** What the SMS gateway heard, and what it answers. */
const gateway = { heard: [] as string[], code: 'LIMIT', status: 200 }

/** A centre with a gateway for SMS and a file in the place of one for mail, and its administrator's window. */
beforeAll(async () => {
  here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-messages-'))
  here.peer = createServer(async (req, res) => {
    gateway.heard.push(await text(req))
    res.writeHead(gateway.status).end(JSON.stringify({ code: gateway.code }))
  })
  await new Promise<void>(resolve => here.peer.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(here.peer.address() as AddressInfo).port}/`
  const sms = { kind: 'sms', url, body: { to: '{phone}', text: '{text}' }, success: { pointer: '/code', equals: 'OK' } }
  const mail = { kind: 'file', path: join(here.folder, 'mail.ndjson'), channel: 'mail' }
  here.browser = await openBrowser()
  const config = { CHUANGTAI_MESSAGES: JSON.stringify({ gateways: { 短信网关: sms, 邮件: mail } }) }
  here.centre = await centre({ config })
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: CITY })
}, 120_000)
afterAll(async () => {
  await here.desk?.close()
  await here.browser?.close()
  await here.centre?.stop()
  here.peer?.close()
  await rm(here.folder, { recursive: true, force: true })
})

const said = words.messages
const shot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS)
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: name.endsWith('whole') })
}

/** Presses a button by the keyboard alone. */
const go = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).focus()
  await page.keyboard.press('Enter')
}

/** Sends a test message by that gateway to a person who has an address for it. */
async function tried(page: Page, name: string): Promise<void> {
  await go(page, `${said.test} ${name}`)
  await choose(page, said.testTo, '刘强', '刘强 桂花路派出所')
  await focusOn(page, said.send)
  await page.keyboard.press('Enter')
}

test('an administrator says where people are reached, tries a gateway, and settles what was not sent: by keyboard', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page } = here.desk
  await watch([here.desk])
  await signIn(page, 'guofeng', PASSWORD, '郭峰')
  await page.getByRole('link', { name: words.menu.messages }).focus()
  await page.keyboard.press('Enter')
  await sees(page, said.noUnsent)
  await shot(page, 'messages-empty')

  await go(page, `${said.edit} 刘强`)
  await focusOn(page, said.phone)
  await page.keyboard.type('0571-88000001')
  await page.keyboard.press('Enter')
  await sees(page, '手机号码不对')
  await page.getByLabel(said.phone, { exact: true }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('139 0571 0001')
  await page.keyboard.press('Tab')
  await page.keyboard.type('liuqiang@example.org')
  await page.keyboard.press('Enter')
  await sees(page, '139****0001')
  await sees(page, 'l***@example.org')
  expect(await page.locator('body').textContent()).not.toContain('13905710001')

  // The gateway refuses: why stands there, and the message waits for its next try.
  await tried(page, '短信网关')
  await sees(page, '网关拒收，答复“LIMIT”')
  await expectNoOverflow(page)
  await shot(page, 'messages-refused')
  expect(JSON.parse(gateway.heard[0]!)).toEqual({ to: '13905710001', text: expect.stringContaining('测试消息') })

  // One that may have arrived is not sent again before somebody says so.
  gateway.status = 504
  await tried(page, '短信网关')
  await sees(page, said.state.uncertain)
  await shot(page, 'messages-uncertain')
  Object.assign(gateway, { status: 200, code: 'OK' })
  await go(page, `${said.again} 刘强`)
  await sees(page, said.againSure)
  await shot(page, 'messages-sure')
  await page.getByRole('tooltip').getByRole('button').last().focus()
  await page.keyboard.press('Enter')
  await sees(page, said.state.sent)
  await sees(page, said.noUnsent)

  await tried(page, '邮件')
  await expect.poll(() => readFile(join(here.folder, 'mail.ndjson'), 'utf8').catch(() => '')).toContain('liuqiang@')

  await page.getByLabel(said.dailyAt).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('0700')
  await page.keyboard.press('Enter')
  await sees(page, '免打扰时段内')
  await page.getByLabel(said.dailyAt).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('10：30')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await here.desk.window.call('messages.view', {})).whole?.rules.dailyAt).toBe('10:30')
  await expectNoOverflow(page)
  await shot(page, 'messages-done-whole')
})
