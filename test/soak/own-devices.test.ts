import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { coreText } from '../../desktop/src/core/words.ts'
import { type EsclEmulator, esclEmulator } from '../../native-bridges/src/drivers/escl.emulator.ts'
import { drawBlankSide } from '../../native-bridges/src/drivers/invented-pages.ts'
import { type IppSimulator, simulatedIpp } from '../../native-bridges/src/drivers/ipp.simulator.ts'
import { deviceSentence } from '../../native-bridges/src/words.zh-CN.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import {
  APPLICATION,
  accept,
  admitPrinter,
  blankCard,
  data,
  done,
  layCard,
  passed,
  register,
  STATION,
  TERMINAL,
} from '../journeys/permit.ts'
import {
  type Desk,
  eventually,
  expectNoOverflow,
  focusOn,
  goTo,
  openBrowser,
  openDesk,
  PATIENCE,
  press,
  sees,
  status,
  type,
  watch,
  words,
} from '../screens/desk.ts'
import { field, permits, step } from '../screens/permit-steps.ts'
import { numberedPage, numberOf, numbersSeen } from './numbered-pages.ts'

/** Sheets in the feeder, one of them with nothing on it, and after how many the feeder jams. */
const SHEETS = 30
const BLANK = 8
const JAM = 12
const NUMBERS = Array.from({ length: SHEETS }, (_, at) => at + 1).filter(number => number !== BLANK)

const PEOPLE = [1, 3, 4, 5, 6]
const serial = (n: number) => `GZ2600020${n + 1}`
const CARDS = 3

const here = {} as {
  browser: Browser
  centre: Centre
  reviewer: TestWindow
  /** A window with devices of its own, each spoken with by its bytes. */
  desk: Desk
  scanner: EsclEmulator
  cards: IppSimulator
  papers: IppSimulator
  /** The case that was sent back, for its papers were missing. */
  incomplete: string
  /** The cases that wait for their cards, oldest first. */
  waiting: string[]
  faults: unknown[]
}

async function casesOfTheMorning(clerk: TestWindow, reviewer: TestWindow): Promise<void> {
  const { today } = await clerk.call('session.state', {})
  await layCard(clerk, 0)
  await register(clerk, addMonths(today, -8))
  here.incomplete = (await accept(clerk)).id
  here.waiting = []
  for (const [n, person] of PEOPLE.entries()) {
    await layCard(clerk, person)
    await register(clerk, addMonths(today, -8))
    await blankCard(clerk, serial(n))
    here.waiting.push(await passed(clerk, reviewer))
  }
  await done(reviewer, APPLICATION, here.incomplete, 'sendBack', { sendBackReason: '缺房屋租赁合同全文' })
  await reviewer.sync()
}

async function setUpDevices({ window }: Desk): Promise<void> {
  await window.signIn('guofeng')
  const place = { by: 'escl', url: here.scanner.url, name: '窗口扫描仪' } as const
  const defaults = { dpi: 100, colour: 'colour', paper: 'A4', source: 'feeder' } as const
  await window.call('devices.useScanner', { settings: { place, defaults } })
  const printer = async (of: IppSimulator) => {
    const { id, name, kind, uri } = (await of.addresses.list())[0]!
    return { id, name, kind, uri, speaks: 'ipp', dpi: 300, fingerprint: '', x: 0, y: 0 } as const
  }
  const printers = [await printer(here.cards), await printer(here.papers)]
  await window.call('devices.putPrinters', { printers, forms: [] })
  await window.call('session.signOut', {})
}

beforeAll(async () => {
  here.faults = []
  const [browser, at, scanner, cards, papers] = await Promise.all([
    openBrowser(),
    centre({ faults: here.faults }),
    esclEmulator(),
    simulatedIpp({ kind: 'card-printer', id: 'PRN-SIM-0001', name: '窗口制证机', tray: CARDS }),
    simulatedIpp({ kind: 'document-printer', id: 'PRN-A4', name: '窗口打印机', tray: 50 }),
  ])
  Object.assign(here, { browser, centre: at, scanner, cards, papers })
  await admitPrinter(at)
  const clerk = await testWindow({ centre: at, unit: STATION })
  here.reviewer = await testWindow({ centre: at, unit: STATION })
  await clerk.signIn('zhangwei')
  await here.reviewer.signIn('liuqiang')
  await casesOfTheMorning(clerk, here.reviewer)
  await clerk.close()
  here.desk = await openDesk(browser, { centre: at, unit: STATION, demo: undefined, terminal: TERMINAL })
  await setUpDevices(here.desk)
  await here.desk.window.signIn('zhangwei')
  await here.desk.window.sync()
}, 240_000)
afterAll(async () => {
  await here.desk?.close()
  await here.reviewer?.close()
  await here.browser?.close()
  await here.centre?.stop()
  await here.scanner?.close()
  await here.cards?.close()
  await here.papers?.close()
})
beforeEach(() => watch([here.desk]))

const picture = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

test('thirty pages out of a feeder that jams midway are filed: each once, in their order, the blank one left out', {
  timeout: 4 * PATIENCE,
}, async () => {
  const { page, window } = here.desk
  const pages = Array.from({ length: SHEETS }, (_, at) =>
    at + 1 === BLANK ? drawBlankSide(100) : numberedPage(at + 1),
  )
  here.scanner.mood.paper = await Promise.all(pages)
  await goTo(page, permits.desks.sentBack!)
  await page.getByRole('article').getByText('缺房屋租赁合同全文').first().waitFor()
  await press(page, 'e')
  const evidence = page.locator('[data-field=evidence]')
  await evidence.getByRole('button', { name: words.file.scan }).focus()

  Object.assign(here.scanner.mood, { fault: 'jam', afterPages: JAM })
  await press(page, 'F6')
  await evidence.getByText(deviceSentence('scanner', 'jam', { pages: JAM })).waitFor()
  await evidence.getByText(words.file.blanks.replace('{{count}}', '1')).waitFor()
  const before = NUMBERS.filter(number => number <= JAM)
  // The lease that was there stays the first.
  await expect.poll(() => numbersSeen(page), { timeout: PATIENCE }).toEqual([0, ...before])
  await picture(page, 'scan-jam')

  // The clerk takes the jammed sheet out and lays it in again, with those behind it.
  expect(here.scanner.mood.paper).toHaveLength(SHEETS - JAM)
  Object.assign(here.scanner.mood, { fault: undefined, afterPages: 0 })
  await focusOn(page, words.file.scan)
  await press(page, 'F6')
  await expect.poll(() => numbersSeen(page), { timeout: PATIENCE }).toEqual([0, ...NUMBERS])
  expect(await evidence.getByRole('alert').count()).toBe(0)
  await expectNoOverflow(page)
  await picture(page, 'scan-thirty')
  expect(here.scanner.left()).toBe(0)

  // What finds no room any more is told, not dropped.
  const more = Array.from({ length: 25 }, (_, at) => at + 1)
  here.scanner.mood.paper = await Promise.all(more.map(number => numberedPage(number, 70)))
  await press(page, 'F6')
  await evidence.getByText(words.file.full.replace('{{most}}', '50').replace('{{count}}', '5')).waitFor()
  expect(await evidence.locator('.file-tile').count()).toBe(50)
  await picture(page, 'scan-full')

  await press(page, 'F9')
  await page.getByRole('button', { name: words.case.back }).waitFor()
  await window.sync()
  await here.reviewer.sync()
  // What is filed is at the centre: another window has it, page for page.
  const { sections } = await here.reviewer.call('cases.open', { id: here.incomplete })
  const hashes = sections.flatMap(s => s.cells).find(cell => cell.name === 'evidence')!.value as string[]
  const filed: number[] = []
  for (const hash of hashes) filed.push(await numberOf((await here.reviewer.call('files.get', { hash })).bytes))
  expect(filed).toEqual([0, ...NUMBERS, ...more.slice(0, 20)])
})

test('the printer runs out of cards after three of five permits: the rest waits, and goes on when cards are in', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page, window } = here.desk
  const receipts = await Promise.all(here.waiting.map(async id => String((await data(window, id)).receiptNo)))
  const confirm = words.steps.confirm.replace('{{step}}', step.make!)
  const print = async (n: number) => {
    await page.getByRole('article').getByText(receipts[n]!).first().waitFor()
    await page.locator('.steps-panel').getByRole('button').first().waitFor()
    await press(page, '1')
    await type(page, field.blankNo!, serial(n))
    await focusOn(page, confirm)
    await press(page, 'F9')
  }
  const good = coreText('zh-CN', 'print.good')
  const came = () => here.cards.jobs().filter(job => job.state === 9).length
  await goTo(page, permits.desks.making!)
  for (let n = 0; n < CARDS; n++) {
    await print(n)
    await expect.poll(came, { timeout: PATIENCE }).toBe(n + 1)
    await sees(page, good)
  }
  expect(here.cards.controls.left()).toBe(0)

  await print(CARDS)
  const why = deviceSentence('card-printer', 'empty')
  await sees(page, coreText('zh-CN', 'print.nothing', { why }))
  await sees(page, words.result.undone.replace('{{step}}', step.make!))
  await page.getByRole('article').getByText(permits.records.application!.states.passed!).first().waitFor()
  await status(page).locator('.device-mark .tone-back-bad').first().waitFor()
  await picture(page, 'cards-out')
  // Nothing waits in the printer that could come out by itself, and nobody is asked what came out.
  expect(here.cards.jobs().filter(job => job.state < 7)).toEqual([])
  expect(await window.call('print.open', {})).toEqual([])
  expect(await page.getByText(words.print.ask).count()).toBe(0)

  here.cards.controls.refill(10)
  for (const n of [CARDS, CARDS + 1]) {
    await print(n)
    await expect.poll(came, { timeout: PATIENCE }).toBe(n + 1)
  }
  await eventually(async () => expect(await page.getByRole('article').count()).toBe(0))
  await picture(page, 'cards-done')

  expect(here.cards.jobs().map(job => job.sheets)).toEqual(PEOPLE.map(() => 1))
  expect(here.cards.controls.left()).toBe(CARDS + 10 - PEOPLE.length)
  const ask = { domain: 'residence-permits', balance: 'cards', unit: STATION }
  const { counts, differences } = await window.call('balance.run', ask)
  const count = (name: string) => counts.find(one => one.name === name)?.count
  expect(['made', 'goodPrints', 'voidPrints', 'blanksUsed', 'waiting'].map(count)).toEqual([5, 5, 0, 5, 0])
  expect(differences.filter(one => one.rows.length).map(one => one.name)).toEqual(['waitingForHolder'])
  const prints = await window.call('cases.list', { type: 'residence-permits.print' })
  expect(prints.rows.map(row => row.state).sort()).toEqual(['good', 'good', 'good', 'good', 'good', 'nothing'])
  expect(here.desk.complaints).toEqual([])
  expect(here.faults).toEqual([])
})
