import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type EsclEmulator, esclEmulator } from '../../native-bridges/src/drivers/escl.emulator.ts'
import { type SimulatedCardReader, simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import { type IppSimulator, simulatedIpp } from '../../native-bridges/src/drivers/ipp.simulator.ts'
import { type SimulatedSeal, simulatedSeal } from '../../native-bridges/src/drivers/seal.simulator.ts'
import type { BytePort } from '../../native-bridges/src/ports/byte-port.ts'
import { hasPtys, type PtyPair, ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'
import { type Centre, centre, PASSWORD, type TestWindow, testWindow } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import { admitSeal, approved, STAMP } from '../journeys/seals.ts'
import { type DrivenWindow, type Held, openWindow } from './devices-desk/drive.ts'
import { type Done, LATE, printForms, readCards, scanPages, stampPapers } from './devices-desk/work.ts'

/** The whole of it; CHUANGTAI_DEVICES says which part of that, for a quick look. */
const PART = Number(process.env.CHUANGTAI_DEVICES ?? 1)
const READS = 1000 * PART
const PAGES = 1000 * PART
const PRINTS = 500 * PART
const STAMPS = 200 * PART
const MACHINE = 'SEAL-SOAK-1'
const TRAY = 100_000
/** Milliseconds between two looks at what the processes hold. */
const LOOK = 15_000
const MB = 1024 * 1024

const here = {} as {
  folder: string
  centre: Centre
  window: DrivenWindow
  /** The approved request by which is stamped, and which is printed. */
  request: string
  reader: SimulatedCardReader
  cable: PtyPair
  line: BytePort
  scanner: EsclEmulator
  printer: IppSimulator
  seal: SimulatedSeal
}

/** A window of the station that has an approved request for so many stamps. */
async function enrolled(): Promise<void> {
  await admitSeal(here.centre, MACHINE)
  const clerk = await testWindow({ centre: here.centre, unit: STATION, folder: here.folder, demo: undefined })
  const reviewer: TestWindow = await testWindow({ centre: here.centre, unit: STATION })
  await clerk.signIn('zhangwei')
  await reviewer.signIn('liuqiang')
  here.request = await approved(clerk, reviewer, 200)
  await clerk.call('session.signOut', {})
  await Promise.all([clerk.close(), reviewer.close()])
}

async function setUp(window: DrivenWindow): Promise<void> {
  await window.call('session.signIn', { login: 'guofeng', password: PASSWORD })
  const { near } = here.cable
  const reader = { port: { id: near, name: '阅读器' }, baudRate: 115_200, reader: '', paths: [near] }
  await window.call('devices.useCardReader', { reader })
  const place = { by: 'escl', url: here.scanner.url, name: '扫描仪' } as const
  const defaults = { dpi: 100, colour: 'colour', paper: 'A4', source: 'feeder' } as const
  await window.call('devices.useScanner', { settings: { place, defaults } })
  const { uri } = (await here.printer.addresses.list())[0]!
  const own = { id: 'PRN-SOAK', name: '打印机', kind: 'document-printer', uri } as const
  const printers = [{ ...own, speaks: 'ipp', dpi: 300, fingerprint: '', x: 0, y: 0 } as const]
  await window.call('devices.putPrinters', { printers, forms: [] })
  const { host, port } = here.seal.addresses.list()[0] as { host: string; port: number }
  await window.call('devices.useSeals', { machine: { id: MACHINE, unit: 1, at: { host, port } } })
  await window.call('session.signOut', {})
  await window.call('session.signIn', { login: 'zhangwei', password: PASSWORD })
}

describe.skipIf(!hasPtys || process.platform !== 'linux')('a window whose devices work all day', () => {
  beforeAll(async () => {
    here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-devices-'))
    here.centre = await centre()
    here.reader = simulatedCardReader({ readMs: 20 })
    here.cable = await ptyPair()
    here.line = await serialPorts({ baudRate: 115_200, paths: [here.cable.far] }).open(
      here.cable.far,
      new AbortController().signal,
    )
    void here.reader.serve(here.line)
    here.scanner = await esclEmulator()
    here.printer = await simulatedIpp({
      kind: 'document-printer',
      id: 'PRN-SOAK',
      name: 'p',
      tray: TRAY,
      sheetMs: 10,
    })
    here.seal = await simulatedSeal({ id: MACHINE, name: '印章机', stampMs: 20 })
    await enrolled()
    here.window = await openWindow(here.folder)
    await setUp(here.window)
    // Their programs start one by one; whoever asks before is told that there is no such device.
    const states = async () => (await here.window.call('status', {})).devices.map(({ state }) => state)
    const all = Array.from({ length: 4 }, () => 'ready')
    await vi.waitFor(async () => expect(await states()).toEqual(all), { timeout: 600_000, interval: 500 })
  }, 1_200_000)
  afterAll(async () => {
    await here.window?.close()
    await here.line?.close()
    await here.cable?.pull()
    await here.scanner?.close()
    await here.printer?.close()
    await here.seal?.close()
    await here.centre?.stop()
    if (here.folder) await rm(here.folder, { recursive: true, force: true })
  })

  test(`${READS} cards, ${PAGES} pages, ${PRINTS} prints and ${STAMPS} stamps, a fault every tenth: nothing lost, nothing doubled, nothing grows`, {
    timeout: 45 * 60_000,
  }, async () => {
    const { window, reader, scanner, printer, seal } = here
    const progress = { cards: 0, pages: 0, prints: 0, stamps: 0 }
    const held: Held[] = []
    // A program that took too long to start on a machine that has no time is started again, and said so.
    const said = window.log.length
    const working = { now: true }
    const looking = (async () => {
      while (working.now) {
        await new Promise(resolve => setTimeout(resolve, Math.max(2000, LOOK * PART)))
        // The clerk's keys, of which the page tells: without them the window locks after ten minutes, and tells of no card.
        await window.call('session.touch', {})
        held.push(await window.measure())
        console.log(JSON.stringify(progress), line(held.at(-1)!))
      }
    })()
    const done = await Promise.all([
      readCards(window, reader, READS, () => progress.cards++),
      scanPages(window, scanner, PAGES, () => progress.pages++),
      printForms(window, printer, here.request, PRINTS, () => progress.prints++),
      stampPapers(window, seal.controls, here.request, STAMPS, () => progress.stamps++),
    ]).finally(() => {
      working.now = false
      console.log(JSON.stringify(progress), window.log.join('\n'))
    })
    await looking
    held.push(await window.measure())
    for (const [at, what] of ['cards', 'pages', 'prints', 'stamps'].entries())
      console.log(`${what}: ${(done[at] as Done).text()}`)
    console.log(`first ${line(held[0]!)}\nlast ${line(held.at(-1)!)}`)
    await expectAllAccounted(done[2]!)
    const late = done.reduce((sum, one) => sum + one.of(LATE), 0)
    expect(late).toBeLessThanOrEqual((READS + PAGES + PRINTS + STAMPS) / 50)
    expectFlat(held)
    expect(window.log.slice(said)).toEqual([])
  })
})

/** What the machines did, by their own books, is what the window says was done. */
async function expectAllAccounted(prints: Done): Promise<void> {
  const { printer, seal, scanner, window } = here
  const jobs = printer.jobs()
  // Stopped jobs were taken back; of one job the answer was lost, and it is none that was told as printed.
  const came = jobs.filter(job => job.state === 9)
  // Of a job that was late nobody was told that it was printed, whether it was or not.
  const more = came.length - prints.of('printed') - prints.of('uncertain')
  expect(more).toBeGreaterThanOrEqual(0)
  expect(more).toBeLessThanOrEqual(prints.of(LATE))
  expect(jobs.length - came.length - prints.of('jam')).toBeGreaterThanOrEqual(0)
  expect(jobs.length).toBeLessThanOrEqual(
    prints.of('printed') + prints.of('uncertain') + prints.of('jam') + prints.of(LATE),
  )
  expect(TRAY - printer.controls.left()).toBe(jobs.reduce((sum, job) => sum + job.sheets, 0))
  expect(came.every(job => job.document.length > 0)).toBe(true)

  const { rows } = await window.call('cases.list', { type: STAMP, limit: 500 })
  expect(rows.filter(row => row.state === 'fell')).toHaveLength(seal.controls.count())
  expect(rows.filter(row => !['fell', 'missed'].includes(row.state))).toEqual([])
  expect(await window.call('seal.open', {})).toEqual([])
  expect(scanner.left()).toBe(0)
}

const line = ({ heap, resident, files, devices }: Held) =>
  [
    `heap ${(heap / MB).toFixed(1)} MB, resident ${(resident / MB).toFixed(0)} MB, ${files} files;`,
    ...devices.map(one => `${one.driver}[${one.pid}] ${(one.resident / MB).toFixed(0)} MB ${one.files} files`),
  ].join(' ')

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** After a fifth to warm up, the second half of the looks holds as much as the first; the same processes all along. */
function expectFlat(all: readonly Held[]): void {
  const held = all.slice(Math.ceil(all.length / 5))
  const [first, last] = [held.slice(0, held.length >> 1), held.slice(held.length >> 1)]
  const grown = (of: (one: Held) => number) => mean(last.map(of)) - mean(first.map(of))
  expect(grown(one => one.heap) / MB).toBeLessThan(16)
  expect(grown(one => one.resident) / MB).toBeLessThan(60)
  expect(Math.abs(grown(one => one.files))).toBeLessThan(4)
  const processes = (one: Held) => one.devices.map(({ driver, pid }) => `${driver} ${pid}`)
  expect(processes(all.at(-1)!)).toEqual(processes(all[0]!))
  expect(
    all
      .at(-1)!
      .devices.map(({ driver }) => driver)
      .sort(),
  ).toEqual(['id-card', 'printer', 'scanner', 'seal'])
  for (const { pid, driver } of all[0]!.devices) {
    const of = (one: Held) => one.devices.find(device => device.pid === pid)!
    expect(grown(one => of(one).resident) / MB, driver).toBeLessThan(20)
    expect(Math.abs(grown(one => of(one).files)), driver).toBeLessThan(4)
  }
}
