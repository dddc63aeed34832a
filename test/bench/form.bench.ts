import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { zhCN } from '../../desktop/src/renderer/words/zh-CN.ts'
import { serveWeb } from '../../desktop/src/shells/web/serve.ts'
import { simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import type { BytePort } from '../../native-bridges/src/ports/byte-port.ts'
import { ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { residencePermits } from '../../shared-types/src/domains/residence-permits/index.ts'
import { launchChromium } from '../chromium.ts'
import { centre, testWindow } from '../harness.ts'
import { familyCpu } from './family.ts'
import { atMost, type Row, told } from './measure.ts'

const STATION = '330402510000'
const ROUNDS = 25
/** Of them before anything counts: code is read and made fast. */
const WARM = 5
/** What a clerk may wait after the reader's last byte until the form says what the card says, ms. */
const FILLED = 300
/** An answer that holds a card is longer; after it comes one more, on the new address. */
const CARD_BYTES = 1000
const words = zhCN

/** When the number stands in the field, by the clock that both processes have. */
const FILLS = `new Promise(resolve => {
  const look = () => {
    const field = document.querySelector('input[aria-label=${JSON.stringify(words.intake.number)}]')
    if (field && field.value) resolve(Date.now())
    else requestAnimationFrame(look)
  }
  look()
})`

/** A window with a card reader on a pseudo terminal, its page in Chromium: from the reader's last byte to the form. */
async function run(): Promise<Row[]> {
  await buildIfStale(SCREEN)
  const [browser, at, cable] = [await launchChromium(), await centre(), await ptyPair()]
  const line = { baudRate: 115_200, paths: [cable.near, cable.far] }
  const device = await serialPorts(line).open(cable.far, new AbortController().signal)
  const reader = simulatedCardReader({ readMs: 300 })
  const last = { at: 0, cpu: 0 }
  void reader.serve(noted(device, last))
  const window = await testWindow({ centre: at, unit: STATION, demo: undefined })
  await window.signIn('guofeng')
  const settings = {
    port: { id: cable.near, name: '阅读器' },
    baudRate: line.baudRate,
    reader: '',
    paths: [cable.near],
  }
  await window.call('devices.useCardReader', { reader: settings })
  await window.call('session.signOut', {})
  await window.signIn('zhangwei')
  const shell = await serveWeb({ core: window.core, port: 0, rendererDir: SCREEN.folder })
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  await page.goto(shell.url)
  const [walls, costs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    await openIntake(page)
    const filled = page.evaluate<number>(FILLS)
    reader.controls.put(INVENTED_PEOPLE[round % 2]!.card)
    walls.push((await filled) - last.at)
    costs.push((familyCpu() - last.cpu) / 1000)
    const removed = () => window.notices.filter(n => n.topic === 'card' && n.state === 'removed').length
    const before = removed()
    reader.controls.takeAway()
    await until(() => removed() > before)
  }
  await page.close()
  await shell.close()
  await window.close()
  await device.close()
  await cable.pull()
  await browser.close()
  await at.stop()
  await rm(window.folder, { recursive: true, force: true })
  const middle = (values: number[]) => values.slice(WARM).toSorted((a, b) => a - b)[(ROUNDS - WARM) >> 1]!
  return [
    atMost("form: filled after the reader's last byte, the middle of 20", middle(walls), 'ms', FILLED),
    told('form: the same at its best', Math.min(...walls.slice(WARM)), 'ms'),
    told('form: CPU time of window, page and all else of it meanwhile, the middle', middle(costs), 'ms'),
  ]
}

/** The line, with when the last byte of each card went over it. */
function noted(line: BytePort, last: { at: number; cpu: number }): BytePort {
  let due = 0
  return {
    ...line,
    async write(bytes, signal) {
      await line.write(bytes, signal)
      if (bytes.length > CARD_BYTES) due = 2
      if (due-- > 0) Object.assign(last, { at: Date.now(), cpu: familyCpu() })
    },
  }
}

/** The empty intake desk, from wherever the page is. */
async function openIntake(page: Page): Promise<void> {
  const start = page.getByRole('main').getByRole('button', { name: residencePermits.words['zh-CN'].desks.intake! })
  await until(async () => {
    await page.keyboard.press('Alt+0')
    await start.waitFor({ timeout: 5000 })
    await page.keyboard.press('F1')
    const field = page.getByLabel(words.intake.number).and(page.locator(':focus'))
    await field.waitFor({ timeout: 5000 })
    return (await field.inputValue()) === ''
  })
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const late = Date.now() + 120_000; ; ) {
    if (await Promise.resolve(holds()).catch(() => false)) return
    if (Date.now() > late) throw new Error('waited in vain')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

export default { name: 'form', run }
