import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { ScannerControls } from '../controls.ts'
import { DeviceError, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { namesIn } from '../kept-files.ts'
import { type SimulatedCable, simulatedCable } from '../simulated-cable.ts'
import { unless } from '../waiting.ts'
import { drawBlankSide, drawInventedPage, INVENTED_PAGES } from './invented-pages.ts'
import type { ScanAsk, ScannedPage, ScannerDriver } from './scanner.ts'

export interface ScannerSimulatorOptions {
  id: string
  name: string
  /** Its images, in the order of their names, lie in the feeder at each scan; invented pages when there are none. */
  folder: string
  /** Milliseconds a page takes. */
  pageMs?: number
}

interface Machine {
  cable: SimulatedCable
  folder: string
  pageMs: number
  laid: Uint8Array[]
  fault: 'empty' | 'jam' | 'cover' | undefined
  afterPages: number
}

/** Reads one side; how big it becomes is the asker's dpi and paper. */
type Side = (ask: ScanAsk) => Promise<Buffer>

const DPI = { least: 75, most: 600 }
/** Inches, upright. */
const PAPER = { A4: [8.27, 11.69], A5: [5.83, 8.27], card: [3.37, 2.13] } as const
const IMAGE = /\.(jpe?g|png|webp|tiff?)$/i
/** Limits before work: bytes of a file, pixels of an image. */
const MOST_BYTES = 64 * 1024 * 1024
const MOST_PIXELS = 50_000_000

/** A scanner with a feeder that takes images for paper. */
export function simulatedScanner(options: ScannerSimulatorOptions): {
  driver: ScannerDriver
  controls: ScannerControls
} {
  const device: DeviceInfo = { id: options.id, name: options.name, kind: 'scanner', simulated: true }
  const { folder, pageMs = 0 } = options
  const machine: Machine = { cable: simulatedCable(device), folder, pageMs, laid: [], fault: undefined, afterPages: 0 }
  const driver = exclusiveDriver<ScanAsk, ScannedPage>({
    kind: 'scanner',
    list: machine.cable.list,
    watch: machine.cable.watch,
    purpose: () => 'scan',
    work: (_device, ask, signal) => scan(machine, ask, signal),
  })
  return { driver, controls: controlsOf(machine) }
}

async function* scan(machine: Machine, ask: ScanAsk, signal: AbortSignal): AsyncGenerator<ScannedPage> {
  if (!(ask.dpi >= DPI.least && ask.dpi <= DPI.most)) throw new DeviceError('protocol', `${ask.dpi} dpi`)
  const laid = machine.laid.length > 0
  const stack = laid ? machine.laid.map(imageSide) : await folderSides(machine.folder)
  const sides = stack.length ? stack : inventedSides(ask)
  for (const [at, side] of sides.entries()) {
    if (ask.source === 'flatbed' && at > 0) return
    // A feeder that is empty after the last page is how every scan ends; before the first it is a fault.
    if (machine.fault && at >= machine.afterPages) {
      if (machine.fault === 'empty' && at > 0) return
      throw new DeviceError(machine.fault, `the simulated scanner was told to fail`, { pages: at })
    }
    await machine.cable.pass(machine.pageMs, signal)
    const page = await unless(
      signal,
      side(ask).then(image => finished(image, ask, at + 1)),
    ).catch(cause => {
      throw cause instanceof DeviceError
        ? cause
        : new DeviceError('unreadable', String(cause), { pages: at }, { cause })
    })
    await machine.cable.pass(0, signal)
    if (laid) machine.laid.shift()
    yield page
  }
}

const imageSide =
  (bytes: Uint8Array): Side =>
  async () =>
    Buffer.from(bytes)

async function folderSides(folder: string): Promise<Side[]> {
  const names = (await namesIn(folder)).filter(name => IMAGE.test(name))
  return names.map(name => async () => {
    const { size } = await stat(join(folder, name))
    if (size > MOST_BYTES) throw new DeviceError('unreadable', `an image of ${size} bytes`, { most: MOST_BYTES })
    return readFile(join(folder, name))
  })
}

function inventedSides({ source }: ScanAsk): Side[] {
  return INVENTED_PAGES.flatMap(page => {
    const front: Side = ({ dpi }) => drawInventedPage(page, dpi)
    return source === 'duplex' ? [front, ({ dpi }) => drawBlankSide(dpi)] : [front]
  })
}

/** The image on the glass, in the colour and at the size that were asked for. @throws what sharp throws for no image. */
async function finished(image: Buffer, { colour, dpi, paper }: ScanAsk, number: number): Promise<ScannedPage> {
  const [width, height] = PAPER[paper].map(inches => Math.round(inches * dpi)) as [number, number]
  const page = sharp(image, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize(width, height, { fit: 'contain', background: '#ffffff' })
    .flatten({ background: '#ffffff' })
    .withDensity(dpi)
  if (colour === 'lineart') {
    const bytes = await page.threshold(160).toColourspace('b-w').png({ compressionLevel: 4 }).toBuffer()
    return { number, mime: 'image/png', bytes: new Uint8Array(bytes) }
  }
  const bytes = await (colour === 'grey' ? page.toColourspace('b-w') : page).jpeg({ quality: 85 }).toBuffer()
  return { number, mime: 'image/jpeg', bytes: new Uint8Array(bytes) }
}

function controlsOf(machine: Machine): ScannerControls {
  return {
    lay(images) {
      machine.laid = [...images]
    },
    fault(fault, afterPages = 0) {
      machine.fault = fault
      machine.afterPages = afterPages
    },
    slow(ms) {
      machine.pageMs = ms
    },
    unplug: machine.cable.unplug,
    plugIn: machine.cable.plugIn,
  }
}
