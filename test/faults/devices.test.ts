import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CallRefusal } from '../../desktop/src/core/call-refusal.ts'
import { type Devices, openDevices } from '../../desktop/src/core/devices.ts'
import type { Form } from '../../desktop/src/core/form.ts'
import { createPrinter } from '../../desktop/src/core/printing/pdf.ts'
import { testPage } from '../../desktop/src/core/printing/test-page.ts'
import { DeviceError } from '../../native-bridges/src/driver.ts'
import { CALM, type EsclEmulator, type EsclMood, esclEmulator } from '../../native-bridges/src/drivers/escl.emulator.ts'
import { esclDriver } from '../../native-bridges/src/drivers/escl.ts'
import { idCardDriver } from '../../native-bridges/src/drivers/id-card.ts'
import { type IppFault, type IppSimulator, simulatedIpp } from '../../native-bridges/src/drivers/ipp.simulator.ts'
import { ippDriver } from '../../native-bridges/src/drivers/ipp.ts'
import { madePdf } from '../../native-bridges/src/drivers/made-pdf.fixture.ts'
import { printerAt } from '../../native-bridges/src/drivers/printer-place.ts'
import { type RawFault, type RawSimulator, simulatedRaw } from '../../native-bridges/src/drivers/raw.simulator.ts'
import { saneDriver } from '../../native-bridges/src/drivers/sane.ts'
import { type StandIn, standInScanimage } from '../../native-bridges/src/drivers/scanimage.fixture.ts'
import { sealDriver } from '../../native-bridges/src/drivers/seal.ts'
import { zplDriver } from '../../native-bridges/src/drivers/zpl.ts'
import { hasPtys, ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'
import { deviceSentence } from '../../native-bridges/src/words.zh-CN.ts'

/**
 * What goes wrong with devices as it is in offices, and what the clerk is told: by the core, over the devices' own bytes.
 * The truth is there within two seconds of the device's own answer; where silence is all there is, after its limit.
 */

const WITHIN = 2000
/** Shorter than in use, where a printer has 4 s and a busy scanner 10 s (docs/devices.md says why no less). */
const TIMES = {
  ipp: { patience: 1000, document: 5000, poll: 100, silence: 600 },
  escl: { busy: 800, again: 100 },
}

/** Silence, ms, until nobody waits any longer: what a clerk waits for at most is this and the two seconds. */
const SILENCE = {
  /** One question without an answer, then 0.6 s for a last word. */
  ipp: TIMES.ipp.patience + 600,
  /** A Zebra answers `~HS` at once, or never: without paper it says nothing. */
  zplBefore: 1200,
  /** While it prints it may miss one question; the second one unanswered is the end. */
  zplAfter: 2 * 1200 + 300,
  /** A scanner says 503 while it warms up or scans for somebody else. */
  busy: TIMES.escl.busy,
}

const closing: (() => Promise<unknown>)[] = []
const here = {} as {
  scanner: EsclEmulator
  printer: IppSimulator
  zebra: RawSimulator
  sane: StandIn
  forms: { one: Form; two: Form; sticker: Form }
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-sane-'))
  const printer = { kind: 'document-printer', id: 'PRN-1', name: '窗口打印机', tray: 9 } as const
  ;[here.scanner, here.printer, here.zebra, here.sane] = await Promise.all([
    esclEmulator(),
    simulatedIpp({ ...printer, media: ['iso_a4_210x297mm'] }),
    simulatedRaw({ speaks: 'zpl', id: 'PRN-9', name: '标签机' }),
    standInScanimage(folder),
  ])
  const form = { name: '表格.pdf', mime: 'application/pdf', template: 'x' } as const
  const size = { width: 70, height: 60 }
  const sheet = testPage('标签', ['当前校准：向右 0 毫米', '用尺量十字中心到纸张左边、上边的距离。'], size)
  const sticker = await createPrinter().renderPdf(sheet, async () => undefined)
  here.forms = {
    one: { ...form, bytes: madePdf(1), paper: 'A4' },
    two: { ...form, bytes: madePdf(2), paper: 'A4' },
    sticker: { ...form, bytes: sticker, paper: size, sheet },
  }
  closing.push(here.scanner.close, here.printer.close, here.zebra.close, () => rm(folder, { recursive: true }))
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** A desk with one device, for one row. */
async function at<T>(drivers: Parameters<typeof openDevices>[0], work: (desk: Devices) => Promise<T>): Promise<T> {
  const desk = await openDevices(
    drivers,
    () => '2026-11-22',
    () => undefined,
  )
  try {
    return await work(desk)
  } finally {
    await desk.close()
  }
}

/** How long something took, ms, without what this machine did not let the process run. */
async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const beat = 20
  let [late, last] = [0, performance.now()]
  const timer = setInterval(() => {
    late += Math.max(0, performance.now() - last - beat)
    last = performance.now()
  }, beat)
  const began = performance.now()
  const answer = await work()
  clearInterval(timer)
  return { answer, ms: performance.now() - began - late }
}

/** Scans a stack; the pages that came, and the sentence with which it ended early. */
async function scanned(desk: Devices): Promise<{ pages: number; text: string }> {
  let pages = 0
  try {
    for await (const _page of desk.scan('zh-CN', { dpi: 75, colour: 'colour', paper: 'A4', source: 'feeder' })) pages++
    return { pages, text: '' }
  } catch (error) {
    if (!(error instanceof CallRefusal)) throw error
    return { pages, text: String(error.values.text ?? error.say) }
  }
}

/** Something of the office's network that is no device: answers everything with a page. Its port. */
async function webPage(): Promise<number> {
  const page = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'))
  page.listen(0, '127.0.0.1')
  await once(page, 'listening')
  closing.push(async () => page.close())
  return (page.address() as AddressInfo).port
}

/** The light of the device and what stands beside it. */
const shown = (desk: Devices) => desk.states('zh-CN').map(({ state, text }) => ({ state, text }))[0]

interface ScanRow {
  what: string
  mood: Partial<EsclMood>
  pages?: number
  says: RegExp
  silence?: number
}

const SCANS: ScanRow[] = [
  { what: 'jammed at once', mood: { fault: 'jam' }, says: /卡纸，还没有页面进来.*从第1页起重新放入/ },
  { what: 'jammed midway', mood: { fault: 'jam', afterPages: 1 }, pages: 1, says: /卡纸，前1页已保留.*从第2页起/ },
  { what: 'cover open', mood: { fault: 'cover' }, says: /盖板打开.*合好盖板/ },
  { what: 'no paper', mood: { sheets: 0 }, says: /没有纸.*放入材料/ },
  { what: 'permission denied', mood: { fault: 'refused' }, says: /拒绝了本机.*使用权限/ },
  { what: 'taken by another', mood: { fault: 'taken' }, says: /正在使用中.*等它结束/, silence: SILENCE.busy },
  { what: 'cut off midway', mood: { fault: 'cut', afterPages: 1 }, pages: 1, says: /没有正常应答/ },
]

describe('a scanner', () => {
  test.each(SCANS)('$what', async ({ mood, pages = 0, says, silence = 0 }) => {
    const driver = esclDriver({ url: here.scanner.url, id: 'S', name: '扫描仪' }, { times: TIMES.escl })
    await at({ scanner: driver }, async desk => {
      Object.assign(here.scanner.mood, CALM, { fault: undefined }, mood)
      const { answer, ms } = await timed(() => scanned(desk))
      expect(answer).toEqual({ pages, text: expect.stringMatching(says) })
      expect(ms).toBeLessThan(silence + WITHIN)
      expect(shown(desk)).toEqual({ state: 'fault', text: answer.text })
      // Scanning uses nothing up: it may always be done again.
      Object.assign(here.scanner.mood, CALM, { fault: undefined })
      expect(await scanned(desk)).toEqual({ pages: 2, text: '' })
      expect(shown(desk)?.state).toBe('ready')
      expect(here.scanner.left()).toBe(0)
    })
  })

  test('that is none: a printer and a web page at its address are told as such', async () => {
    const [printer] = await here.printer.addresses.list()
    const urls = [
      `http://127.0.0.1:${new URL(printer!.uri.replace('ipp', 'http')).port}/eSCL`,
      `http://127.0.0.1:${await webPage()}/eSCL`,
    ]
    for (const url of urls)
      await at({ scanner: esclDriver({ url, id: 'S', name: '扫描仪' }) }, async desk => {
        const { answer, ms } = await timed(() => scanned(desk))
        expect(answer.text).toMatch(/这个地址上的设备不是扫描仪/)
        expect(ms).toBeLessThan(WITHIN)
      })
  })
})

interface SaneRow {
  what: string
  put: [string, string?]
  says: RegExp
}

const SANE: SaneRow[] = [
  { what: 'permission denied', put: ['fault1', '11 11'], says: /没有使用扫描仪的权限.*usermod -aG scanner/ },
  { what: 'taken by another program', put: ['fault1', '3 3'], says: /正在使用中/ },
  { what: 'jammed', put: ['fault2', '6 6'], says: /卡纸，前1页已保留/ },
  { what: 'cover open', put: ['fault1', '8 8'], says: /盖板打开/ },
  { what: 'no paper', put: ['fault1', '7 0'], says: /没有纸/ },
]

describe.skipIf(process.platform === 'win32')('a scanner of SANE', () => {
  test.each(SANE)('$what', async ({ put, says }) => {
    const { program } = here.sane
    const scanner = saneDriver({ scanner: { device: 'made:up', name: 'Kantan FS-1' }, program, times: { fresh: 0 } })
    await at({ scanner }, async desk => {
      here.sane.put(...put)
      const { answer, ms } = await timed(() => scanned(desk))
      expect(answer.text).toMatch(says)
      expect(ms).toBeLessThan(WITHIN)
      here.sane.take(put[0])
      expect((await scanned(desk)).pages).toBe(2)
    })
  })
})

interface PrintRow {
  what: string
  fault?: IppFault
  form?: 'one' | 'two'
  paper?: 'A5'
  tray?: 0
  says: RegExp
  ended: 'nothing' | 'void' | 'uncertain'
  silence?: number
}

const PRINTS: PrintRow[] = [
  { what: 'cover open', fault: 'cover', says: /盖板打开，没有打印/, ended: 'nothing' },
  { what: 'no paper', tray: 0, says: /打印机里没有纸。请放入纸张后再打印/, ended: 'nothing' },
  { what: 'wrong paper', paper: 'A5', says: /没有A5纸，没有打印/, ended: 'nothing' },
  { what: 'no toner', fault: 'toner', says: /耗材不足，没有打印/, ended: 'nothing' },
  { what: 'refused', fault: 'refuse', says: /拒绝了本机，没有打印/, ended: 'nothing' },
  { what: 'paused at its panel', fault: 'paused', says: /按机器面板提示/, ended: 'nothing' },
  { what: 'jammed', fault: 'jam', says: /卡纸，已打印0张/, ended: 'void' },
  {
    what: 'out of paper after one of two sheets',
    fault: 'paper-out-midway',
    form: 'two',
    says: /没有纸了，已打印1张.*只补打缺的/,
    ended: 'uncertain',
  },
  { what: 'silent midway', fault: 'uncertain', says: /没有回音，不能确定/, ended: 'uncertain', silence: SILENCE.ipp },
]

describe('a printer', () => {
  test.each(PRINTS)('$what', async ({ fault, form = 'one', paper, tray, says, ended, silence = 0 }) => {
    const { controls, jobs } = here.printer
    const driver = ippDriver('document-printer', here.printer.addresses, TIMES.ipp)
    await at({ documentPrinter: driver }, async desk => {
      controls.refill((tray ?? 9) - controls.left())
      controls.fault(fault)
      const before = jobs().length
      const asked = { ...here.forms[form], ...(paper && { paper }) }
      const { answer, ms } = await timed(() => desk.print('document', asked, 'zh-CN'))
      expect(answer).toMatchObject({ ended, text: expect.stringMatching(says) })
      expect(ms).toBeLessThan(silence + WITHIN)
      expect(shown(desk)).toEqual({ state: 'fault', text: answer.text })
      controls.fault(undefined)
      controls.refill(9 - controls.left())
      // It is never sent a second time by itself, and nothing of it waits in the printer to come out later.
      await new Promise(resolve => setTimeout(resolve, 100))
      expect(jobs().length - before).toBe(ended === 'nothing' ? 0 : 1)
      if (!silence) expect(jobs().filter(job => job.state < 7)).toEqual([])
      if (ended !== 'nothing') return
      // Where nothing was printed it may be printed again, and comes out once.
      const again = await desk.print('document', { ...asked, paper: 'A4' }, 'zh-CN')
      expect(again.ended).toBe('good')
      expect(jobs().length - before).toBe(1)
    })
  })

  test('that is none: what stands at its address is told, and nothing is sent there', async () => {
    const asked = here.scanner.jobs.length
    for (const port of [here.scanner.port, await webPage()]) {
      const uri = `ipp://127.0.0.1:${port}/ipp/print`
      const address = { id: 'P', name: '打印机', kind: 'document-printer', simulated: false, uri } as const
      await at({ documentPrinter: printerAt({ speaks: 'ipp', address }) }, async desk => {
        const { answer, ms } = await timed(() => desk.print('document', here.forms.one, 'zh-CN'))
        expect(answer).toMatchObject({ ended: 'nothing', text: expect.stringMatching(/这个地址上的设备不是打印机/) })
        expect(ms).toBeLessThan(WITHIN)
      })
    }
    expect(here.scanner.jobs.length).toBe(asked)
  })
})

interface StickerRow {
  what: string
  fault: RawFault
  says: RegExp
  ended: 'nothing' | 'uncertain'
  silence?: number
}

const STICKERS: StickerRow[] = [
  { what: 'head open', fault: 'head', says: /盖板打开，没有打印/, ended: 'nothing' },
  { what: 'paused', fault: 'pause', says: /按机器面板提示/, ended: 'nothing' },
  {
    what: 'out of labels: it says nothing',
    fault: 'paper',
    says: /没有回答.*先看有没有纸/,
    ended: 'nothing',
    silence: SILENCE.zplBefore,
  },
  {
    what: 'out of labels midway',
    fault: 'paper-midway',
    says: /没有回音，不能确定/,
    ended: 'uncertain',
    silence: SILENCE.zplAfter,
  },
]

describe('a sticker printer', () => {
  test.each(STICKERS)('$what', async ({ fault, says, ended, silence = 0 }) => {
    const documentPrinter = zplDriver(here.zebra.ports, { simulated: false, dpi: 203 })
    await at({ documentPrinter }, async desk => {
      const before = here.zebra.jobs().length
      here.zebra.fault(fault)
      const { answer, ms } = await timed(() => desk.print('document', here.forms.sticker, 'zh-CN'))
      here.zebra.fault(undefined)
      expect(answer).toMatchObject({ ended, text: expect.stringMatching(says) })
      expect(ms).toBeLessThan(silence + WITHIN)
      expect(here.zebra.jobs().length - before).toBe(ended === 'nothing' ? 0 : 1)
    })
  })

  test('that is set up with the language of another: not called out of paper', async () => {
    const at9100 = `socket://127.0.0.1:${here.zebra.port}`
    const place = { speaks: 'tspl', id: 'PRN-9', name: '标签机', at: at9100, dpi: 203 } as const
    const before = here.zebra.jobs().length
    await at({ documentPrinter: printerAt(place) }, async desk => {
      const { answer } = await timed(() => desk.print('document', here.forms.sticker, 'zh-CN'))
      expect(answer).toMatchObject({
        ended: 'nothing',
        text: expect.stringMatching(/没有回答.*核对打印机的地址和语言/),
      })
    })
    expect(here.zebra.jobs().length).toBe(before)
  })
})

describe('a seal machine', () => {
  const machine = (port: number) => {
    const address = { id: 'SEAL-1', name: '印章机', simulated: false, unit: 1, host: '127.0.0.1', port }
    // It answers something at once, or nobody takes the connection: a busy machine has all the time for either.
    return sealDriver({ list: () => [address] }, { patience: 20_000, poll: 50, stamp: 5000 })
  }

  test('that is none: what stands at its address is told, and nothing fell', async () => {
    for (const port of [here.scanner.port, await webPage()])
      await at({ seal: machine(port) }, async desk => {
        const { answer, ms } = await timed(() => desk.seals.prepare('SEAL-1').catch(error => error))
        expect(answer).toBeInstanceOf(DeviceError)
        expect(deviceSentence('seal', answer.fault, answer.facts)).toMatch(/没有盖章.*核对印章机的地址和型号/)
        expect(ms).toBeLessThan(WITHIN)
        expect(shown(desk)?.state).toBe('fault')
      })
  })

  test('that nobody is at: told at once', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address() as AddressInfo
    await new Promise(resolve => free.close(resolve))
    await at({ seal: machine(port) }, async desk => {
      const { answer, ms } = await timed(() => desk.seals.prepare('SEAL-1').catch(error => error))
      expect(deviceSentence('seal', answer.fault, answer.facts)).toMatch(/没有找到印章机.*电源和网线/)
      expect(ms).toBeLessThan(WITHIN)
    })
  })
})

/** A quarter of what is waited for in use. */
const HASTE = 0.25
/** Three questions of 0.8 s, and what is waited for between them, until a card reader is given up. */
const NO_ANSWER = (3 * 800 + 2 * 400) * HASTE

describe.skipIf(!hasPtys)('a card reader', () => {
  test('that is another device on its line, or none that answers', async () => {
    const cable = await ptyPair()
    const line = { baudRate: 115_200, paths: [cable.near, cable.far] }
    const other = await serialPorts(line).open(cable.far, new AbortController().signal)
    const driver = idCardDriver(serialPorts({ ...line, only: [cable.near] }), { simulated: false, patience: HASTE })
    const read = async () => {
      try {
        for await (const _piece of driver.run(cable.near, { mode: 'once' }, new AbortController().signal)) break
      } catch (error) {
        if (error instanceof DeviceError) return deviceSentence('id-card', error.fault, error.facts)
        throw error
      }
      return 'read'
    }
    const silent = await timed(read)
    expect(silent.answer).toMatch(/身份证阅读器没有正常应答/)
    expect(silent.ms).toBeLessThan(NO_ANSWER + WITHIN)
    // A code reader whose line it is: it sends codes, whatever it is asked.
    const scanning = setInterval(() => {
      void other
        .write(new TextEncoder().encode('6901234567892\r\n'), new AbortController().signal)
        .catch(() => undefined)
    }, 100)
    const chatty = await timed(read)
    clearInterval(scanning)
    expect(chatty.answer).toMatch(/回答无法识别.*设备型号设置是否正确/)
    expect(chatty.ms).toBeLessThan(NO_ANSWER + WITHIN)
    await other.close()
    await cable.pull()
  })
})

/** Run in a process of its own, perhaps as another account: opens a line and says why it could not. */
const OPENS = `import { serialPorts } from '${new URL('../../native-bridges/src/ports/serial.ts', import.meta.url)}'
const [path] = process.argv.slice(-1)
serialPorts({ baudRate: 9600, paths: [path] }).open(path, new AbortController().signal).then(
  () => console.log('{}'),
  ({ fault, facts }) => console.log(JSON.stringify({ fault, facts })),
).finally(() => process.exit())`

describe.skipIf(!hasPtys)('a serial line', () => {
  test('that another program has open is busy, and the program is named', async () => {
    const cable = await ptyPair()
    const holds = `import fcntl,sys;f=open(sys.argv[1],'rb+',0);fcntl.flock(f,2);print('held',flush=True);sys.stdin.read()`
    const other = spawn('python3', ['-c', holds, cable.near], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const lines = serialPorts({ baudRate: 9600, paths: [cable.near] })
    const { answer, ms } = await timed(() => lines.open(cable.near, new AbortController().signal).catch(error => error))
    expect(answer).toBeInstanceOf(DeviceError)
    expect(deviceSentence('id-card', answer.fault, answer.facts)).toMatch(/被程序 python3\S* 占用/)
    expect(ms).toBeLessThan(WITHIN)
    other.stdin.end()
    await once(other, 'exit')
    await (await lines.open(cable.near, new AbortController().signal)).close()
    await cable.pull()
  })

  test('that this account may not open names the group', async () => {
    const cable = await ptyPair()
    const { chmod } = await import('node:fs/promises')
    await chmod(cable.near, 0o000)
    const root = process.getuid?.() === 0
    const child = spawn(process.execPath, ['--input-type=module', '-e', OPENS, '--', cable.near], {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(root && { uid: 65_534, gid: 65_534 }),
    })
    const [said] = (await once(child.stdout!, 'data')) as [Buffer]
    const { fault, facts } = JSON.parse(said.toString()) as Pick<DeviceError, 'fault' | 'facts'>
    expect(deviceSentence('id-card', fault, facts)).toMatch(/没有使用身份证阅读器的权限.*usermod -aG dialout/)
    await cable.pull()
  })
})
