import { constants, existsSync } from 'node:fs'
import { access, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DeviceError, type DeviceFault, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { type LookTimes, lookedFor } from '../looked-for.ts'
import { ownFolder } from '../own-folder.ts'
import { cancelled } from '../waiting.ts'
import { type SaneOptions, saneArguments, saneOptions } from './sane-options.ts'
import { type ProgramEnd, programAnswer, type ScanProgram, startProgram } from './scan-program.ts'
import type { ScanAsk, ScannedPage, ScannerDriver } from './scanner.ts'
import { wholeImage } from './whole-image.ts'

/** A scanner as SANE lists it. */
export interface SaneScanner {
  /** SANE's name of it, such as `fujitsu:fi-7160:12345` or `epson2:libusb:001:004`. */
  device: string
  /** Maker and model. */
  name: string
}

export interface SaneOptionsOfDriver {
  scanner: SaneScanner
  /** The program; `scanimage` of the path when left out. */
  program?: string
  /** Where SANE's configuration lies, when it is not the system's. */
  config?: string
  simulated?: boolean
  times?: Partial<LookTimes>
  /** Milliseconds in which it may end once it said that it does. */
  grace?: number
  /** Whether this account may read and write a device file. */
  mayOpen?: (path: string) => Promise<boolean>
}

/** Milliseconds: network scanners are asked too, and a feeder may warm up before it tells its options. */
const LISTING = 20_000
const ASKING = 20_000
const GRACE = 1500
/** A feeder holds a few hundred sheets; bytes of one page. */
const MOST_PAGES = 1000
const MOST_BYTES = 64 * 1024 * 1024

/** What SANE knows now (sane-utils 1.1, `scanimage -f`). @throws {DeviceError} `absent` without the program */
export async function saneScanners(
  program = 'scanimage',
  config?: string,
  signal?: AbortSignal,
): Promise<SaneScanner[]> {
  const args = ['-f', '%d\t%v\t%m%n']
  const { lines } = await programAnswer({ program, args, env: environment(config) }, LISTING, signal)
  return lines.flatMap(line => {
    const [device, maker, model] = line.split('\t')
    return device && maker !== undefined && model !== undefined ? [{ device, name: `${maker} ${model}`.trim() }] : []
  })
}

const environment = (config?: string): NodeJS.ProcessEnv => ({
  ...process.env,
  LC_ALL: 'C',
  ...(config && { SANE_CONFIG_DIR: config }),
})

/**
 * A scanner through SANE's `scanimage`, the batch of which hands each page out as soon as it is whole. Its id is its name
 * without the number that USB gives anew at each plugging.
 */
export function saneDriver(options: SaneOptionsOfDriver): ScannerDriver {
  const { scanner, program = 'scanimage', config, simulated = false, mayOpen = isOpen } = options
  const here = { ...scanner, busy: false, known: undefined as SaneOptions | undefined }
  const info: DeviceInfo = { id: stableId(scanner.device), name: scanner.name, kind: 'scanner', simulated }
  const look = async () => {
    if (usbNode(here.device) && existsSync(usbNode(here.device)!)) return [info]
    const found = (await saneScanners(program, config)).find(one => same(one, scanner))
    if (found && found.device !== here.device) here.known = undefined
    if (found) here.device = found.device
    return found ? [info] : []
  }
  const present = lookedFor(look, () => here.busy, {
    ...(usbNode(scanner.device) && { every: 900, fresh: 0 }),
    ...options.times,
  })
  const call = (args: string[]) => ({ program, args: ['-d', here.device, ...args], env: environment(config) })
  return exclusiveDriver<ScanAsk, ScannedPage>({
    kind: 'scanner',
    list: present.list,
    watch: present.watch,
    purpose: () => 'scan',
    async *work(_device, ask, signal) {
      here.busy = true
      try {
        here.known ??= saneOptions((await programAnswer(call(['--help']), ASKING, signal)).lines)
        if (!here.known.size) throw new DeviceError('broken', 'it tells no options')
        yield* batch(call(saneArguments(here.known, ask)), ask, signal, options.grace ?? GRACE)
      } catch (cause) {
        here.busy = false
        const error = isDenied(cause, here.device) ? withRights(cause) : cause
        if (!(error instanceof DeviceError) || error.fault !== 'broken' || signal.aborted) throw error
        here.known = undefined
        const node = usbNode(here.device)
        if (node && !(await mayOpen(node)))
          throw new DeviceError('broken', `${node} is not open to this account`, { ...error.facts, rights: 'scanner' })
        // What looks broken may have lost its cable.
        if ((await present.again()).length) throw error
        throw new DeviceError('absent', error.detail, error.facts, { cause: error })
      } finally {
        here.busy = false
      }
    },
  })
}

/** A device file that is not there is no matter of rights. */
const isOpen = (path: string) =>
  access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'EACCES' && error.code !== 'EPERM',
  )

const stableId = (device: string) => device.replace(/libusb:\d+:\d+/, 'libusb')
const same = (one: SaneScanner, other: SaneScanner) =>
  stableId(one.device) === stableId(other.device) && one.name === other.name

function usbNode(device: string): string | undefined {
  const usb = /libusb:(\d{3}):(\d{3})/.exec(device)
  return usb && process.platform === 'linux' ? `/dev/bus/usb/${usb[1]}/${usb[2]}` : undefined
}

async function* batch(
  call: { program: string; args: string[]; env: NodeJS.ProcessEnv },
  ask: ScanAsk,
  signal: AbortSignal,
  grace: number,
): AsyncGenerator<ScannedPage> {
  const folder = await ownFolder('scan')
  const format = ask.colour === 'lineart' ? 'png' : 'jpeg'
  const args = [`--format=${format}`, `--batch=${join(folder.path, '%d')}.${format}`, '--batch-print']
  const only = ask.source === 'flatbed' ? ['--batch-count=1'] : []
  let running: ScanProgram | undefined
  const stop = () => void running?.stop()
  try {
    if (signal.aborted) throw cancelled()
    running = await startProgram({ ...call, args: [...call.args, ...args, ...only] })
    signal.addEventListener('abort', stop, { once: true })
    const told: Told = { pages: 0, terminated: undefined, status: 0, counted: 0, made: false }
    const make = () => {
      told.made = true
      stop()
    }
    for await (const line of running.lines) {
      if (signal.aborted) throw cancelled()
      note(told, line, () => setTimeout(make, grace))
      if (!line.startsWith(folder.path)) continue
      yield await page(line.trim(), folder.path, told.pages + 1, format)
      told.pages++
      if (told.pages > MOST_PAGES)
        throw new DeviceError('protocol', `more than ${MOST_PAGES} pages`, { pages: told.pages })
    }
    clearTimeout(told.terminated)
    if (signal.aborted) throw cancelled()
    judge(await running.ended, told)
  } finally {
    signal.removeEventListener('abort', stop)
    await running?.stop()
    await folder.remove()
  }
}

interface Told {
  pages: number
  terminated: NodeJS.Timeout | undefined
  /** The last status of SANE that it named; 5 is a page's end. */
  status: number
  counted: number
  /** It did not end by itself. */
  made: boolean
}

/** After a jam some backends never come back from being told to stop (seen with the test backend): it is given `grace`. */
function note(told: Told, line: string, later: () => NodeJS.Timeout): void {
  const status = /^Scanned page \d+\. \(scanner status = (\d+)\)/.exec(line)
  if (status) told.status = Number(status[1])
  const end = /^Batch terminated, (\d+) pages? scanned/.exec(line)
  if (!end) return
  told.counted = Number(end[1])
  told.terminated = later()
}

async function page(path: string, folder: string, number: number, format: 'png' | 'jpeg'): Promise<ScannedPage> {
  const pages = number - 1
  if (basename(path) !== `${number}.${format}` || path !== join(folder, basename(path)))
    throw new DeviceError('uncertain', `page ${number} was to come, not ${basename(path)}`, { pages })
  const bytes = await readFile(path)
  await rm(path)
  const mime = `image/${format}` as const
  if (bytes.length > MOST_BYTES || wholeImage(bytes) !== mime)
    throw new DeviceError('unreadable', `page ${number} is no whole ${format} of ${bytes.length} bytes`, { pages })
  return { number, mime, bytes: new Uint8Array(bytes) }
}

/** Status numbers of the SANE standard 1.06, 4.2.7, which `scanimage` exits with. */
const STATUS: Readonly<Record<number, DeviceFault>> = {
  2: 'cancelled',
  3: 'busy',
  4: 'protocol',
  6: 'jam',
  7: 'empty',
  8: 'cover',
  9: 'broken',
  10: 'broken',
  11: 'auth',
}

const NO_MORE_PAPER = 7

function judge({ code, said }: ProgramEnd, told: Told): void {
  const { pages } = told
  const detail = `scanimage ended with ${code}: ${lastLine(said)}`
  // When it did not end by itself, what it said last counts.
  const status = told.made || code === null ? told.status : code
  if (status !== 0 && status !== 5) throw new DeviceError(early(said) ?? STATUS[status] ?? 'broken', detail, { pages })
  if (!pages) throw new DeviceError('empty', detail, { pages })
  const ranOut = told.counted === pages + 1 && told.status === NO_MORE_PAPER
  if (told.counted !== pages && !ranOut) throw new DeviceError('uncertain', `${told.counted} pages counted`, { pages })
}

/** Refused by this system, not by a machine on the network that has rules of its own. */
const isDenied = (error: unknown, device: string): error is DeviceError =>
  error instanceof DeviceError && error.fault === 'auth' && !/^(net|airscan|escl):|:net:|:tcp|ip=/.test(device)

/** The fact `rights` names the group that may. */
const withRights = ({ fault, detail, facts, cause }: DeviceError) =>
  new DeviceError(fault, detail, { ...facts, rights: 'scanner' }, { cause })

/** It exits with 1 for everything before the first page; only its words tell which. */
function early(said: string): DeviceFault | undefined {
  if (/open of device .* failed: Access to resource has been denied/.test(said)) return 'auth'
  if (/open of device .* failed: Device busy/.test(said)) return 'busy'
  return /setting of option|unrecognized option/.test(said) ? 'protocol' : undefined
}

const lastLine = (said: string) => said.trim().split('\n').slice(-2).join(' / ').slice(0, 300)
