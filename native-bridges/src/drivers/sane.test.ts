import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { saneDriver, saneScanners } from './sane.ts'
import { saneArguments, saneOptions } from './sane-options.ts'
import { type StandIn, standInScanimage } from './scanimage.fixture.ts'
import type { ScanAsk } from './scanner.ts'

const ASK: ScanAsk = { dpi: 75, colour: 'colour', paper: 'A4', source: 'feeder' }
const FLAGS = ['gone', 'fault1', 'fault2', 'hang1', 'hang2', 'garbled', 'miscount', 'stays']
const SCANNER = { device: 'made:up', name: 'Kantan FS-1' }

const heal = (standIn: StandIn) => {
  for (const flag of FLAGS) standIn.take(flag)
}
const leftFolders = async () =>
  (await readdir(tmpdir())).filter(name => name.startsWith(`chuangtai-scan-${process.pid}-`))

describe.skipIf(process.platform === 'win32')('a scanner of SANE', () => {
  let root: string
  let standIn: StandIn
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'sane-'))
    standIn = await standInScanimage(join(root, 'own'))
  })
  beforeEach(() => heal(standIn))
  afterAll(() => rm(root, { recursive: true }))
  const driver = () => saneDriver({ scanner: SCANNER, program: standIn.program, grace: 150, times: { fresh: 0 } })
  const scan = (ask: Partial<ScanAsk> = {}) => run(driver(), 'made:up', { ...ASK, ...ask })

  driverContract('scanner', async () => {
    const peer = await standInScanimage(join(root, 'contract'))
    return {
      driver: saneDriver({ scanner: SCANNER, program: peer.program, simulated: true, times: { every: 30, fresh: 0 } }),
      ask: () => ASK,
      faults: [
        { name: 'no paper', cause: () => peer.put('fault1', '7 0'), fault: 'empty' },
        { name: 'jam at once', cause: () => peer.put('fault1', '6 6'), fault: 'jam' },
        { name: 'jam at the second page', cause: () => peer.put('fault2', '6 6'), fault: 'jam' },
        { name: 'cover', cause: () => peer.put('fault2', '8 8'), fault: 'cover' },
        { name: 'input and output', cause: () => peer.put('fault1', '9 9'), fault: 'broken' },
        { name: 'taken by another', cause: () => peer.put('fault1', '3 3'), fault: 'busy' },
        { name: 'not allowed', cause: () => peer.put('fault1', '11 11'), fault: 'auth' },
        { name: 'no such resolution', cause: () => {}, fault: 'protocol', ask: () => ({ ...ASK, dpi: 80 }) },
        { name: 'a page that is not counted', cause: () => peer.put('miscount'), fault: 'uncertain' },
      ],
      heal: () => heal(peer),
      unplug: () => peer.put('gone'),
      plugIn: () => peer.take('gone'),
      // The driver looks every 30 ms.
      onStep: () => {},
      garble(bytes) {
        peer.put('garbled', bytes)
        return ASK
      },
      garbles: 20,
    }
  })

  test('is found by its name, maker and model', async () => {
    expect(await saneScanners(standIn.program)).toEqual([SCANNER])
  })

  test('is told source, mode, resolution and paper, clamped to what it has', async () => {
    const pages = await scan({ source: 'duplex', dpi: 300, colour: 'grey' })
    expect(pages.map(({ number, mime }) => [number, mime])).toEqual([
      [1, 'image/jpeg'],
      [2, 'image/jpeg'],
    ])
    const call = (await readFile(standIn.calls, 'utf8')).trim().split('\n').at(-1)
    expect(call).toMatch(
      /^-d made:up --source=ADF Duplex --mode=Gray --resolution=300 --page-width=210 -x 210 -y 279.4 --format=jpeg /,
    )
  })

  test('gives one page of the glass, and black and white without loss', async () => {
    expect(await scan({ source: 'flatbed', colour: 'lineart' })).toMatchObject([{ number: 1, mime: 'image/png' }])
  })

  test('that stays after a jam is ended, and the pages before it are good', async () => {
    standIn.put('fault2', '6 6')
    const got: number[] = []
    const scanning = (async () => {
      for await (const { number } of driver().run('made:up', ASK, new AbortController().signal)) got.push(number)
    })()
    await expect(scanning).rejects.toMatchObject({ fault: 'jam', facts: { pages: 1 } })
    expect(got).toEqual([1])
    standIn.take('fault2')
    standIn.put('stays')
    expect(await scan()).toHaveLength(2)
  })

  test('that hangs ends within a second of the signal, and leaves no file behind', async () => {
    standIn.put('hang2')
    const stop = new AbortController()
    const pages = driver().run('made:up', ASK, stop.signal)[Symbol.asyncIterator]()
    await pages.next()
    expect(await leftFolders()).toHaveLength(1)
    const ended = pages.next()
    const started = performance.now()
    setTimeout(() => stop.abort(), 20)
    await expect(ended).rejects.toMatchObject({ fault: 'cancelled' })
    expect(performance.now() - started).toBeLessThan(1000)
    expect(await leftFolders()).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')(
    'on USB whose device file this account may not open names the group, not a broken scanner',
    async () => {
      const device = 'made:libusb:001:004'
      standIn.put('device', device)
      const opened: string[] = []
      const scanner = saneDriver({
        scanner: { device, name: 'Kantan FS-1' },
        program: standIn.program,
        times: { fresh: 0 },
        mayOpen: async path => opened.push(path) === 0,
      })
      try {
        expect(await run(scanner, 'made:libusb', ASK)).toHaveLength(2)
        standIn.put('fault1', '9 9')
        const refused = run(scanner, 'made:libusb', ASK)
        await expect(refused).rejects.toMatchObject({ fault: 'broken', facts: { rights: 'scanner' } })
        expect(opened).toEqual(['/dev/bus/usb/001/004'])
      } finally {
        standIn.take('device')
      }
    },
  )

  test('of a machine without SANE is absent', async () => {
    const none = saneDriver({ scanner: SCANNER, program: join(root, 'nothing') })
    expect(await none.list()).toEqual([])
    await expect(run(none, 'made:up', ASK)).rejects.toMatchObject({ fault: 'absent' })
  })
})

describe('options', () => {
  const of = (text: string) => saneOptions(text.split('\n'))

  test('of makers are understood in their own words', () => {
    const epson = of(
      '    --source Flatbed|Automatic Document Feeder [Flatbed]\n    --adf-mode Simplex|Duplex [inactive]\n' +
        '    --mode Lineart|Gray|Color [Lineart]\n    --resolution 50..600dpi [75]\n    -x 0..215.9mm [215.9]',
    )
    expect(saneArguments(epson, { ...ASK, source: 'duplex' })).toEqual([
      '--source=Automatic Document Feeder',
      '--adf-mode=Duplex',
      '--mode=Color',
      '--resolution=75',
      '-x',
      '210',
    ])
    const brother = of(
      '    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color[Fast] [24bit Color[Fast]]\n' +
        '    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(left aligned,Duplex) [FlatBed]',
    )
    expect(saneArguments(brother, { ...ASK, source: 'duplex', colour: 'lineart' })).toEqual([
      '--source=Automatic Document Feeder(left aligned,Duplex)',
      '--mode=Black & White',
    ])
    expect(saneArguments(brother, ASK)[0]).toBe('--source=Automatic Document Feeder(left aligned)')
  })

  test('that a scanner has not are refused, not left out', () => {
    const glass = of('    --source Flatbed [Flatbed]\n    --mode Color [Color]\n    --resolution 100|200dpi [100]')
    expect(() => saneArguments(glass, ASK)).toThrow(/protocol/)
    expect(() => saneArguments(glass, { ...ASK, source: 'flatbed' })).toThrow(/75 dpi/)
    expect(() => saneArguments(glass, { ...ASK, source: 'duplex' })).toThrow(/protocol/)
  })
})
