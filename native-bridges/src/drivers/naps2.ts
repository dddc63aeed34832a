import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeviceError, type DeviceFault, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { namesIn } from '../kept-files.ts'
import { type LookTimes, lookedFor } from '../looked-for.ts'
import { ownFolder } from '../own-folder.ts'
import { cancelled } from '../waiting.ts'
import { programAnswer, startProgram } from './scan-program.ts'
import type { ScanAsk, ScannedPage, ScannerDriver } from './scanner.ts'
import { wholeImage } from './whole-image.ts'

/** The ways in which NAPS2 reaches scanners, those of Windows first. */
export const NAPS2_DRIVERS = ['wia', 'twain', 'escl'] as const

export interface Naps2Scanner {
  driver: (typeof NAPS2_DRIVERS)[number]
  /** As `--listdevices` names it. */
  device: string
}

/** Where its installer puts the program. */
const NAPS2_PROGRAM = 'C:\\Program Files\\NAPS2\\NAPS2.Console.exe'

/** Milliseconds for a list; drivers of makers take their time. */
const LISTING = 30_000

/** The scanners that NAPS2 lists for one of its drivers, a line each. @throws {DeviceError} `absent` without the program */
export async function naps2Scanners(
  driver: Naps2Scanner['driver'],
  program = NAPS2_PROGRAM,
  signal?: AbortSignal,
): Promise<Naps2Scanner[]> {
  const { lines } = await programAnswer({ program, args: ['--listdevices', '--driver', driver] }, LISTING, signal)
  return lines.filter(line => line.trim() && !faultOf(line)).map(line => ({ driver, device: line.trim() }))
}

const SOURCES = { feeder: 'feeder', duplex: 'duplex', flatbed: 'glass' } as const
const DEPTHS = { colour: 'color', grey: 'gray', lineart: 'bw' } as const
const SIZES = { A4: 'a4', A5: 'a5', card: '85.6x54mm' } as const

/** The arguments of NAPS2.Console 7 and 8 for what is asked, its pages to be saved in `folder`. */
export function naps2Arguments({ driver, device }: Naps2Scanner, ask: ScanAsk, folder: string): string[] {
  const type = ask.colour === 'lineart' ? 'png' : 'jpg'
  const what = ['--source', SOURCES[ask.source], '--dpi', String(ask.dpi), '--bitdepth', DEPTHS[ask.colour]]
  const how = ['--pagesize', SIZES[ask.paper], '--jpegquality', '85', '--verbose', '--force']
  const where = join(folder, `$(nnnn).${type}`)
  return ['--output', where, '--noprofile', '--driver', driver, '--device', device, ...what, ...how]
}

/**
 * A scanner through NAPS2.Console. It saves all pages when the last is scanned and always exits with 0: its words, which are
 * English as long as its own language is, say what went wrong.
 */
export function naps2Driver(
  scanner: Naps2Scanner,
  options: { program?: string; simulated?: boolean; times?: Partial<LookTimes> } = {},
): ScannerDriver {
  const { program = NAPS2_PROGRAM, simulated = false, times } = options
  const info: DeviceInfo = {
    id: `naps2:${scanner.driver}:${scanner.device}`,
    name: scanner.device,
    kind: 'scanner',
    simulated,
  }
  const here = { busy: false }
  const look = async () => {
    const found = await naps2Scanners(scanner.driver, program)
    return found.some(({ device }) => device === scanner.device) ? [info] : []
  }
  const present = lookedFor(look, () => here.busy, { every: 30_000, fresh: 30_000, ...times })
  return exclusiveDriver<ScanAsk, ScannedPage>({
    kind: 'scanner',
    list: present.list,
    watch: present.watch,
    purpose: () => 'scan',
    async *work(_device, ask, signal) {
      here.busy = true
      try {
        yield* scan(program, scanner, ask, signal)
      } finally {
        here.busy = false
      }
    },
  })
}

async function* scan(
  program: string,
  scanner: Naps2Scanner,
  ask: ScanAsk,
  signal: AbortSignal,
): AsyncGenerator<ScannedPage> {
  const folder = await ownFolder('scan')
  try {
    const { scanned, fault, said } = await heard(program, naps2Arguments(scanner, ask, folder.path), signal)
    const names = await namesIn(folder.path)
    for (const [at, name] of names.entries()) {
      if (signal.aborted) throw cancelled()
      yield await page(join(folder.path, name), at + 1)
    }
    const pages = names.length
    if (fault && (fault !== 'empty' || !pages)) throw new DeviceError(fault, said, { pages })
    if (!pages) throw new DeviceError('broken', `no page came: ${said}`, { pages })
    if (scanned > pages) throw new DeviceError('uncertain', `${scanned} pages scanned, ${pages} saved`, { pages })
  } finally {
    await folder.remove()
  }
}

/** Runs it to its end, and hears how many pages it scanned and what it complained of. */
async function heard(program: string, args: string[], signal: AbortSignal) {
  if (signal.aborted) throw cancelled()
  const running = await startProgram({ program, args })
  const stop = () => void running.stop()
  signal.addEventListener('abort', stop, { once: true })
  const so: Naps2Heard = { scanned: 0, fault: undefined, said: '' }
  try {
    if (signal.aborted) throw cancelled()
    for await (const line of running.lines) hear(so, line)
    if (signal.aborted) throw cancelled()
    return so
  } finally {
    signal.removeEventListener('abort', stop)
    await running.stop()
  }
}

export interface Naps2Heard {
  /** Pages that it counted. */
  scanned: number
  /** The first that it complained of. */
  fault: DeviceFault | undefined
  /** Its last words. */
  said: string
}

/** Takes one line of the program's output in. */
export function hear(so: Naps2Heard, line: string): void {
  const [, page] = /^Scanned page (\d{1,6})\./.exec(line) ?? []
  if (page) so.scanned = Math.max(so.scanned, Number(page))
  so.fault ??= faultOf(line)
  so.said = line.trim().slice(0, 300) || so.said
}

/** What it says of scanners (its SdkResources), by the words that tell one from the other. */
const WORDS: readonly (readonly [RegExp, DeviceFault])[] = [
  [/^No pages are in the feeder\./, 'empty'],
  [/scanner has a paper jam\./, 'jam'],
  [/scanner's cover is open\./, 'cover'],
  [/^The selected scanner is busy\./, 'busy'],
  [/^The scanner is warming up\./, 'busy'],
  [/^The selected scanner (could not be found|is offline)\./, 'absent'],
  [/^No scanning device was found\./, 'absent'],
  [/^The selected scanner does not support using/, 'protocol'],
  [/^The selected driver is not supported/, 'protocol'],
  [/^Communication with the scanning device was interrupted\./, 'broken'],
  [/^An error occurred with the scanning driver\./, 'broken'],
  [/^An unexpected error occurred\./, 'broken'],
]

const faultOf = (line: string): DeviceFault | undefined => WORDS.find(([form]) => form.test(line.trim()))?.[1]

async function page(path: string, number: number): Promise<ScannedPage> {
  const bytes = await readFile(path)
  const mime = wholeImage(bytes)
  if (!mime) throw new DeviceError('unreadable', `page ${number} is no whole image`, { pages: number - 1 })
  return { number, mime, bytes: new Uint8Array(bytes) }
}
