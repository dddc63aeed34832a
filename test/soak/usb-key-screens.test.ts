import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyAuthority } from '../fixtures/key-authority.ts'
import { PIN, SOFT_HSM, type SoftKey, softKeys } from '../fixtures/soft-key.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import {
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
} from '../screens/desk.ts'

// A USB key as it is seen: set up and registered by two officers, and signing in, all by keyboard.

describe.skipIf(!SOFT_HSM)('the screens of USB keys (skipped without softhsm2)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usb-key-screens-'))
  let browser: Browser
  let place: Centre
  let desk: Desk
  let key: SoftKey
  beforeAll(async () => {
    const authority = await keyAuthority('云江测试根')
    writeFileSync(join(folder, 'authorities.pem'), authority.pem)
    key = softKeys(folder)('云江政务 0412', await authority.issue('王芳'))
    key.pull()
    browser = await openBrowser()
    place = await centre({ config: { CHUANGTAI_KEY_AUTHORITIES: join(folder, 'authorities.pem') } })
    desk = await openDesk(browser, { centre: place, unit: '330402510000', keyLook: 200 })
  }, 120_000)
  afterAll(async () => {
    await desk?.close()
    await browser?.close()
    await place?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const home = (name: string) => words.home.title.replace('{{name}}', name).split('{{')[0]!
  const shot = async (name: string) => {
    await expectNoOverflow(desk.page)
    if (process.env.SCREENSHOTS) await desk.page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
  }
  const press = async (name: string) => {
    await desk.page.getByRole('button', { name }).first().focus()
    await desk.page.keyboard.press('Enter')
  }
  const open = async (title: string) => {
    await desk.page.getByRole('link', { name: new RegExp(`${title}$`) }).focus()
    await desk.page.keyboard.press('Enter')
  }
  const typePin = async (pin: string) => {
    await focusOn(desk.page, words.usbKey.pin)
    await desk.page.keyboard.type(pin)
    await desk.page.keyboard.press('Enter')
  }

  test('a library is set, a certificate registered, and its holder comes in, is locked out and back by PIN', {
    timeout: 6 * PATIENCE,
  }, async () => {
    const { page, window } = desk
    await watch([desk])
    await signIn(page, 'guofeng', PASSWORD, '郭峰')
    await open(words.settings.title)
    await page.getByRole('textbox', { name: words.usbKey.module }).focus()
    await page.keyboard.type(SOFT_HSM!)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await window.call('usbKey.settings', {})).module).toBe(SOFT_HSM)
    await shot('usb-key-settings')
    await window.call('session.signOut', {})
    await sees(page, words.usbKey.name)
    await page.getByRole('textbox', { name: words.signIn.login }).fill('hejing')
    await page.getByRole('textbox', { name: words.signIn.password }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await sees(page, home('何静'))
    await open(words.people.title)
    await page.getByRole('searchbox', { name: words.people.filter }).focus()
    await page.keyboard.type('wangfang')
    await press(words.usbKey.name)
    await sees(page, words.usbKey.insert)
    key.put()
    await sees(page, 'CN=王芳')
    await shot('usb-key-register')
    await press(words.usbKey.register)
    await sees(page, words.usbKey.end)
    await shot('usb-key-registered')
    await window.call('session.signOut', {})

    await sees(page, '王芳 · 云江政务 0412')
    await shot('usb-key-sign-in')
    await typePin('000000')
    await sees(page, '剩余次数不多')
    await shot('usb-key-wrong-pin')
    await typePin(PIN)
    await sees(page, home('王芳'))
    key.pull()
    await sees(page, words.usbKey.none)
    await shot('usb-key-pulled')
    key.put()
    await sees(page, '王芳 · 云江政务 0412')
    await typePin(PIN)
    await sees(page, home('王芳'))
  })
})
