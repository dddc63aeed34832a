import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zhCN } from '../../desktop/src/core/words.zh-CN.ts'
import { simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import type { BytePort } from '../../native-bridges/src/ports/byte-port.ts'
import { hasPtys, type PtyPair, ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { type Desk, expectNoOverflow, openBrowser, openDesk, PATIENCE, sees, signIn, watch, words } from './desk.ts'

const CITY = '330400000000'

describe.skipIf(!hasPtys)('a window without simulated devices', () => {
  const here = {} as {
    browser: Browser
    centre: Centre
    desk: Desk
    cable: PtyPair
    device: BytePort
  }
  const reader = simulatedCardReader()
  beforeAll(async () => {
    here.browser = await openBrowser()
    here.centre = await centre()
    here.cable = await ptyPair()
    const { far } = here.cable
    here.device = await serialPorts({ baudRate: 115_200, paths: [far] }).open(far, new AbortController().signal)
    void reader.serve(here.device)
    here.desk = await openDesk(here.browser, { centre: here.centre, unit: CITY, demo: undefined })
  }, 120_000)
  afterAll(async () => {
    await here.desk?.close()
    await here.device?.close()
    await here.cable?.pull()
    await here.browser?.close()
    await here.centre?.stop()
  })

  test('an administrator finds the reader on its serial line and sets it up, all by keyboard; a card laid down is shown', {
    timeout: 6 * PATIENCE,
  }, async () => {
    const { page } = here.desk
    await watch([here.desk])
    await signIn(page, 'guofeng', PASSWORD, '郭峰')
    await page.getByRole('link', { name: words.settings.title }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: words.settings.devices, exact: true }).focus()
    await page.keyboard.press('Enter')
    await sees(page, words.cardReader.none)
    await page.getByLabel(words.cardReader.path).focus()
    await page.keyboard.type(here.cable.near)
    await page.keyboard.press('Enter')
    await sees(page, words.cardReader.searching)
    await sees(page, /找到阅读器：115200 波特，模块号 \d\d\.\d\d-/)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/card-reader-found.png` })
    // The button of the reader that was found has the focus.
    await page.keyboard.press('Enter')
    await sees(page, new RegExp(`${here.cable.near}，115200 波特`))
    await expectNoOverflow(page)

    const [person] = INVENTED_PEOPLE
    reader.controls.put(person!.card)
    const placed = () =>
      here.desk.window.notices.flatMap(n => (n.topic === 'card' && n.state === 'placed' && n.card ? [n.card.name] : []))
    await expect.poll(placed, { timeout: PATIENCE }).toEqual([person!.card.name])

    await page.getByRole('button', { name: words.devices.test }).focus()
    await page.keyboard.press('Enter')
    await sees(page, zhCN['devices.tested.card']!)
    await page.getByText(words.devices.lastUse).waitFor()
    await page.locator('.device-entry summary').click()
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/device-centre.png` })
    await expectNoOverflow(page)

    await page.getByRole('button', { name: words.cardReader.remove }).focus()
    await page.keyboard.press('Enter')
    await sees(page, words.cardReader.none)
  })
})
