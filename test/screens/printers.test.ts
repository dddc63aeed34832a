import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type IppSimulator, simulatedIpp } from '../../native-bridges/src/drivers/ipp.simulator.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { TERMINAL } from '../journeys/permit.ts'
import { type Desk, expectNoOverflow, openBrowser, openDesk, PATIENCE, sees, signIn, watch, words } from './desk.ts'

const CITY = '330400000000'
const here = {} as { browser: Browser; centre: Centre; desk: Desk; printer: IppSimulator }

beforeAll(async () => {
  here.browser = await openBrowser()
  here.centre = await centre()
  here.printer = await simulatedIpp({ kind: 'document-printer', id: 'PRN-77', name: '窗口打印机', tray: 10 })
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: CITY, demo: undefined, terminal: TERMINAL })
}, 120_000)
afterAll(async () => {
  await here.desk?.close()
  await here.printer?.close()
  await here.browser?.close()
  await here.centre?.stop()
})

test('an administrator sets up a printer, says which form goes to it, and measures how far it is off, all by keyboard', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page } = here.desk
  const { printers } = words
  await watch([here.desk])
  await signIn(page, 'guofeng', PASSWORD, '郭峰')
  await page.getByRole('link', { name: new RegExp(`${words.settings.title}$`) }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: words.settings.devices, exact: true }).focus()
  await page.keyboard.press('Enter')
  await sees(page, printers.none)
  const press = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
  }
  const type = async (name: string, text: string) => {
    await page.getByLabel(name, { exact: true }).focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type(text)
  }
  await press(printers.add)
  await type(printers.id, 'PRN-77')
  await type(printers.name, '窗口打印机')
  await type(printers.uri, (await here.printer.addresses.list())[0]!.uri)
  await type(printers.x, '1.5')
  await page.keyboard.press('Tab')
  const tray = page.getByLabel(new RegExp(`受理凭证.* ${printers.tray}$`)).first()
  await tray.focus()
  await page.keyboard.type('tray-2')
  await sees(page, printers.changed)
  await press(printers.save)
  await expect.poll(() => page.getByText(printers.changed).count(), { timeout: PATIENCE }).toBe(0)
  await press(printers.test)
  await sees(page, /校准页已打印/)
  expect(here.printer.jobs().map(({ title }) => title)).toEqual(['打印机校准页.pdf'])
  await expectNoOverflow(page)
  if (process.env.SCREENSHOTS)
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/printers.png`, fullPage: true })

  await page.reload()
  await page.getByRole('tab', { name: words.settings.devices, exact: true }).click()
  await expect.poll(() => page.getByLabel(printers.x, { exact: true }).inputValue(), { timeout: PATIENCE }).toBe('1.5')
  expect(await tray.inputValue()).toBe('tray-2')

  // What a card printer's registration says of this machine stands beside it.
  const { printers: set, forms, terminal } = await here.desk.window.call('devices.printers', {})
  expect(terminal).toEqual(TERMINAL)
  const card = { ...set[0]!, id: 'PRN-78', name: '制证机', kind: 'card-printer' } as const
  await here.desk.window.call('devices.putPrinters', { printers: [...set, card], forms })
  await page.reload()
  await page.getByRole('tab', { name: words.settings.devices, exact: true }).click()
  await sees(page, printers.terminal.replace('{{ip}}', TERMINAL.ip).replace('{{mac}}', TERMINAL.mac))
  await expectNoOverflow(page)
  if (process.env.SCREENSHOTS)
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/printers-terminal.png`, fullPage: true })
})
