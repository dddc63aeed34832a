import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zhCN } from '../../desktop/src/core/words.zh-CN.ts'
import { esclEmulator } from '../../native-bridges/src/drivers/escl.emulator.ts'
import { simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import { drawInventedPage, INVENTED_PAGES } from '../../native-bridges/src/drivers/invented-pages.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import type { BytePort } from '../../native-bridges/src/ports/byte-port.ts'
import { hasPtys, type PtyPair, ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'
import { deviceSentence } from '../../native-bridges/src/words.zh-CN.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import {
  type Desk,
  expectNoOverflow,
  openBrowser,
  openDesk,
  PATIENCE,
  sees,
  signIn,
  status,
  watch,
  words,
} from './desk.ts'
import { openIntake } from './permit-steps.ts'

/** What a clerk may wait after the reader's last byte until the form says what the card says, in ms. */
const FILLED = 300

describe.skipIf(!hasPtys)('a window without simulated devices', () => {
  const here = {} as {
    browser: Browser
    centre: Centre
    desk: Desk
    cable: PtyPair
    device: BytePort
    folder: string
    /** When the last byte of a card went out, in ms. */
    lastByte: number
  }
  /** The line by the name that it has whatever is plugged in, as udev gives it. */
  const line = () => join(here.folder, 'reader')

  async function plugIn() {
    here.cable = await ptyPair()
    const { near, far } = here.cable
    await rm(line(), { force: true })
    await symlink(near, line())
    here.device = await serialPorts({ baudRate: 115_200, paths: [far] }).open(far, new AbortController().signal)
    const { write } = here.device
    let due = 0
    here.device.write = async (bytes, signal) => {
      await write(bytes, signal)
      // A card's answer, and the one on its new address; those after it only ask whether the card still lies there.
      if (bytes.length > 1000) due = 2
      if (due-- > 0) here.lastByte = Date.now()
    }
    void reader.serve(here.device)
  }
  const reader = simulatedCardReader()
  beforeAll(async () => {
    here.browser = await openBrowser()
    here.centre = await centre()
    here.folder = await mkdtemp('/dev/shm/chuangtai-lines-')
    await plugIn()
    here.desk = await openDesk(here.browser, { centre: here.centre, unit: STATION, demo: undefined })
  }, 120_000)
  afterAll(async () => {
    await here.desk?.close()
    await here.device?.close()
    await here.cable?.pull()
    await here.browser?.close()
    await here.centre?.stop()
    await rm(here.folder, { recursive: true, force: true })
  })

  test('an administrator finds the reader on its serial line and sets it up, all by keyboard; a card laid down is shown', {
    timeout: 6 * PATIENCE,
  }, async () => {
    const { page } = here.desk
    await watch([here.desk])
    await signIn(page, 'guofeng', PASSWORD, '郭峰')
    await page.getByRole('link', { name: new RegExp(`${words.settings.title}$`) }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: words.settings.devices, exact: true }).focus()
    await page.keyboard.press('Enter')
    await sees(page, words.cardReader.none)
    await page.getByLabel(words.cardReader.path).focus()
    await page.keyboard.type(line())
    await page.keyboard.press('Enter')
    await sees(page, words.cardReader.searching)
    await sees(page, /找到阅读器：115200 波特，模块号 \d\d\.\d\d-/)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/card-reader-found.png` })
    // The button of the reader that was found has the focus.
    await page.keyboard.press('Enter')
    await sees(page, new RegExp(`${line()}，115200 波特`))
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

    await setUpPhotoProgram(here.desk)
    await setUpScanner(here.desk)

    reader.controls.takeAway()
    await page.getByRole('button', { name: words.head.signOut }).click()
  })

  test('a card that is laid down fills the form', { timeout: 6 * PATIENCE }, async () => {
    const { page } = here.desk
    await watch([here.desk])
    // The name of whoever was here last stands there.
    await page.getByLabel(words.signIn.login).fill('')
    await page.getByLabel(words.signIn.login).focus()
    await signIn(page, 'zhangwei', PASSWORD, '张伟')
    const [person] = INVENTED_PEOPLE
    const waits: number[] = []
    for (let turn = 0; turn < 5; turn++) {
      await openIntake(page)
      const filled = page.evaluate<number>(FILLS)
      reader.controls.put(person!.card)
      waits.push((await filled) - here.lastByte)
      if (turn === 0) await showsPhoto(here.desk)
      const gone = () => here.desk.window.notices.filter(n => n.topic === 'card' && n.state === 'removed').length
      const before = gone()
      reader.controls.takeAway()
      await expect.poll(gone).toBe(before + 1)
    }
    console.log(`the form says the number ${waits.join(', ')} ms after the reader's last byte`)
    expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(10 * FILLED)
  })

  test('unplugged, it is said within two seconds; plugged in again, it reads without a restart', {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { page } = here.desk
    const light = status(page).locator('.device-mark .dot')
    await expect.poll(() => light.getAttribute('class')).toContain('good')
    await here.cable.pull()
    await expect.poll(() => light.getAttribute('class')).not.toContain('good')
    await plugIn()
    await expect.poll(() => light.getAttribute('class')).toContain('good')
    const placed = () => here.desk.window.notices.filter(n => n.topic === 'card' && n.state === 'placed').length
    const before = placed()
    reader.controls.put(INVENTED_PEOPLE[1]!.card)
    await expect.poll(placed, { timeout: PATIENCE }).toBe(before + 1)
  })
})

const DECODER = join(import.meta.dirname, '../../native-bridges/src/photo-program.fixture.ts')

/** A program that decodes the photo on the chip: one that is not there is refused, one that is there is used. */
async function setUpPhotoProgram({ page }: Desk): Promise<void> {
  await sees(page, words.cardPhoto.none)
  await page.getByLabel(words.cardPhoto.program).focus()
  await page.keyboard.type('/no/such/program')
  await page.keyboard.press('Enter')
  await sees(page, zhCN['cardPhoto.program']!.replace('{program}', '/no/such/program'))
  await page.getByLabel(words.cardPhoto.program).fill(process.execPath)
  await page.keyboard.press('Tab')
  await page.keyboard.type(`${DECODER}\nwell\n{wlt}\n{picture}`)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await sees(page, words.cardPhoto.is)
  await expectNoOverflow(page)
}

/** The picture stands beside the person whose card it is, in the size that cards have. */
async function showsPhoto({ page }: Desk): Promise<void> {
  const photo = page.getByRole('img', { name: words.intake.photo })
  await photo.waitFor({ timeout: PATIENCE })
  await expect.poll(() => page.evaluate<number>(`document.querySelector('.card-photo').naturalWidth`)).toBe(102)
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/card-photo.png` })
}

/** When the field of the number has a value, in ms since 1970. Run in the page. */
const FILLS = `new Promise(resolve => {
  const look = () => {
    const field = document.querySelector('input[aria-label=${JSON.stringify(words.intake.number)}]')
    if (!field || field.value) resolve(Date.now())
    else requestAnimationFrame(look)
  }
  look()
})`

/** The same JPEG, whose header says (ITU-T T.81, B.2.2) that it has more pixels than are ever decoded. */
function tooLarge(jpeg: Buffer): Buffer {
  const lie = Buffer.from(jpeg)
  const frame = lie.findIndex((byte, at) => byte === 0xff && (lie[at + 1] === 0xc0 || lie[at + 1] === 0xc2))
  lie.writeUInt16BE(60_000, frame + 5)
  lie.writeUInt16BE(60_000, frame + 7)
  return lie
}

/** A scanner of the network, found at its address and set up by keyboard; how it scans is changed, and it is let go. */
async function setUpScanner({ page, window }: Desk): Promise<void> {
  const peer = await esclEmulator()
  try {
    await sees(page, words.scanner.none)
    await page.getByLabel(words.scanner.address, { exact: true }).focus()
    await page.keyboard.type('127.0.0.1:1')
    await page.keyboard.press('Enter')
    await sees(page, deviceSentence('scanner', 'absent'))
    await page.getByLabel(words.scanner.address, { exact: true }).fill(`127.0.0.1:${peer.port}`)
    await page.keyboard.press('Enter')
    await sees(page, 'Chuangtai eSCL emulator')
    // The button of the scanner that was found has the focus.
    await page.keyboard.press('Enter')
    await page.getByLabel(words.scanner.source).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await sees(page, words.scanner.sources.duplex)
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/scanner.png`, fullPage: true })
    await expectNoOverflow(page)
    // A jam after the first page leaves that page good, and says so.
    Object.assign(peer.mood, { fault: 'jam', afterPages: 1 })
    const pages = await window.call('files.scan', {})
    expect(pages).toMatchObject([{ hash: expect.any(String), stopped: expect.stringContaining('前1页已保留') }])
    // A page that nothing can be made of ends its stack at itself: those behind it are laid in again, none is doubled.
    const good = await drawInventedPage(INVENTED_PAGES[0]!, 75)
    peer.mood.paper = [good, await drawInventedPage(INVENTED_PAGES[1]!, 75), tooLarge(good), good]
    Object.assign(peer.mood, { fault: undefined, afterPages: 0 })
    const before = await window.call('files.scan', {})
    expect(before).toMatchObject([
      { hash: expect.any(String) },
      { stopped: expect.stringMatching(/^第 3 页：.*前 2 页已保留/) },
    ])
    const section = page.locator('section', { has: page.getByRole('heading', { name: words.scanner.title }) })
    await section.getByRole('button', { name: words.scanner.remove }).focus()
    await page.keyboard.press('Enter')
    await sees(page, words.scanner.none)
  } finally {
    await peer.close()
  }
}
