import { DeviceError, type DeviceFault, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { presence } from '../presence.ts'
import { cancelled, pause, unless } from '../waiting.ts'
import { type EsclAddress, type EsclAnswer, type EsclRequest, esclRequest } from './escl-line.ts'
import { type EsclCapabilities, esclCapabilities, esclSettings } from './escl-settings.ts'
import { elements, textOf } from './escl-xml.ts'
import type { ScanAsk, ScannedPage, ScannerDriver } from './scanner.ts'
import { wholeImage } from './whole-image.ts'

export interface EsclScanner extends EsclAddress {
  /** Its UUID where it has one, else its address. */
  id: string
  name: string
}

export interface EsclTimes {
  /** Milliseconds a scanner may be silent while it warms up and draws a page in. */
  page: number
  /** Milliseconds that it may say to come back later, one page long. */
  wait: number
  /** The same before it takes the job: then it scans for somebody else. */
  busy: number
  /** Milliseconds before it is asked again when it does not say how long; and the longest pause. */
  again: number
  longest: number
  /** Milliseconds between two looks whether it is there. */
  every?: number
}

const TIMES: EsclTimes = { page: 60_000, wait: 120_000, busy: 10_000, again: 500, longest: 10_000 }
/** Milliseconds for taking a job back: a stopped scan has a second in all. */
const TAKE_BACK = 700
const QUICK = 5000
const HERE = 800
const MOST = { page: 64 * 1024 * 1024, document: 256 * 1024, pages: 1000 }

/** What the scanner at an address says of itself. @throws {DeviceError} as esclRequest, or `protocol` when it is none */
export async function esclAsked(address: EsclAddress, signal: AbortSignal): Promise<EsclCapabilities> {
  const answer = await ask(address, { method: 'GET', path: 'ScannerCapabilities', signal })
  if (answer.status !== 200) throw noScanner(refused(answer, 0), answer.status)
  try {
    return esclCapabilities(answer.body.toString('utf8'))
  } catch (error) {
    throw error instanceof DeviceError ? noScanner(error, answer.status) : error
  }
}

/** What does not even say what it can is no scanner: the fact `http` tells that from one that refuses a job. */
function noScanner(error: DeviceError, http: number): DeviceError {
  return error.fault === 'protocol' ? new DeviceError('protocol', error.detail, { ...error.facts, http }) : error
}

/** A scanner on the network that speaks eSCL (AirScan, Mopria Scan), over HTTP or TLS. */
export function esclDriver(
  scanner: EsclScanner,
  { simulated = false, times = {} }: { simulated?: boolean; times?: Partial<EsclTimes> } = {},
): ScannerDriver {
  const info: DeviceInfo = { id: scanner.id, name: scanner.name, kind: 'scanner', simulated }
  const present = presence([info], () => isHere(scanner), times.every)
  return exclusiveDriver<ScanAsk, ScannedPage>({
    kind: 'scanner',
    list: present.list,
    watch: listener => present.watch(listener),
    purpose: () => 'scan',
    async *work(_device, asked, signal) {
      try {
        yield* scan({ scanner, signal, times: { ...TIMES, ...times } }, asked)
      } catch (error) {
        if (!(error instanceof DeviceError) || error.fault !== 'broken' || signal.aborted) throw error
        // What looks broken may have lost its cable.
        if (await isHere(scanner)) throw error
        throw new DeviceError('absent', error.detail, error.facts, { cause: error })
      }
    },
  })
}

/** Whatever answers there is there: when it is no scanner, whoever scans hears that instead of looking for a cable. */
async function isHere(scanner: EsclScanner): Promise<boolean> {
  const signal = AbortSignal.timeout(HERE)
  try {
    await ask(scanner, { method: 'GET', path: 'ScannerStatus', signal, silence: HERE })
    return true
  } catch {
    return false
  }
}

type Asked = Pick<EsclRequest, 'method' | 'path' | 'signal'> & Partial<EsclRequest>

const ask = (address: EsclAddress, asked: Asked): Promise<EsclAnswer> =>
  esclRequest(address, { silence: QUICK, most: MOST.document, ...asked })

interface Scan {
  scanner: EsclScanner
  signal: AbortSignal
  times: EsclTimes
}

async function* scan(job: Scan, asked: ScanAsk): AsyncGenerator<ScannedPage> {
  const { scanner, signal } = job
  const settings = esclSettings(await esclAsked(scanner, signal), asked)
  const created = create(job, settings)
  let pages = 0
  try {
    const path = await unless(signal, created)
    for (;;) {
      const bytes = await nextDocument(job, path, pages)
      if (!bytes) break
      pages++
      if (pages > MOST.pages) throw new DeviceError('protocol', `more than ${MOST.pages} pages`, { pages })
      yield { number: pages, mime: 'image/jpeg', bytes }
    }
    await judgeEnd(job, path, pages)
  } finally {
    await takeBack(scanner, created)
  }
}

/** A job that was asked for is always deleted: also one whose place was not known yet when the scan was stopped. */
async function takeBack(scanner: EsclScanner, created: Promise<string>): Promise<void> {
  const signal = AbortSignal.timeout(TAKE_BACK)
  try {
    const path = await unless(signal, created)
    await ask(scanner, { method: 'DELETE', path, signal })
  } catch {
    // Nothing was created, the scanner forgot it already, or it is gone: nothing is left to delete.
  }
}

/** The path of the new job on this scanner. A job that the caller leaves meanwhile still has to be known, to be deleted. */
async function create({ scanner, signal, times }: Scan, body: string): Promise<string> {
  const until = performance.now() + times.busy
  const all = new AbortController()
  for (;;) {
    const answer = await ask(scanner, { method: 'POST', path: 'ScanJobs', body, signal: all.signal, silence: QUICK })
    if (answer.status === 201) return pathOf(answer, scanner)
    if (answer.status !== 503 || performance.now() > until) throw await because(scanner, answer, signal)
    await later(answer, times, signal)
  }
}

/** Scanners name their own host in it, which may be none that is known here: its path alone counts. */
function pathOf({ headers }: EsclAnswer, { url }: EsclScanner): string {
  const { location } = headers
  if (!location) throw new DeviceError('protocol', 'it does not say where its job is')
  const base = url.endsWith('/') ? url : `${url}/`
  const there = URL.canParse(location, base) ? new URL(location, base) : undefined
  if (!there || !/^https?:$/.test(there.protocol)) throw new DeviceError('protocol', 'its job is at no address')
  return there.pathname.replace(/\/$/, '')
}

async function nextDocument(job: Scan, path: string, pages: number): Promise<Uint8Array | undefined> {
  const { scanner, signal, times } = job
  const until = performance.now() + times.wait
  for (;;) {
    const asked = { method: 'GET', path: `${path}/NextDocument`, signal, silence: times.page, most: MOST.page } as const
    const answer = await ask(scanner, asked).catch(error => {
      throw counted(error, pages)
    })
    if (answer.status === 404 || answer.status === 409 || answer.status === 410) return undefined
    if (answer.status === 200) return wholePage(answer.body, pages)
    if (answer.status !== 503 || performance.now() > until) throw await because(scanner, answer, signal, pages)
    await later(answer, times, signal)
  }
}

function counted(error: unknown, pages: number): unknown {
  if (!(error instanceof DeviceError)) return error
  return new DeviceError(error.fault, error.detail, { ...error.facts, pages }, { cause: error })
}

function wholePage(bytes: Buffer, pages: number): Uint8Array {
  if (wholeImage(bytes) === 'image/jpeg') return new Uint8Array(bytes)
  throw new DeviceError('unreadable', `${bytes.length} bytes that are no whole JPEG`, { pages })
}

async function later({ headers }: EsclAnswer, { again, longest }: EsclTimes, signal: AbortSignal): Promise<void> {
  const seconds = Number(headers['retry-after'])
  await pause(seconds > 0 ? Math.min(seconds * 1000, longest) : again, signal)
}

const ADF: Readonly<Record<string, DeviceFault>> = {
  ScannerAdfJam: 'jam',
  ScannerAdfMispick: 'jam',
  ScannerAdfMultipickDetected: 'jam',
  // The specification's word, and the one that scanners and clients were seen to use.
  ScannerAdfHatchOpen: 'cover',
  ScannerAdfDoorOpen: 'cover',
  ScannerAdfEmpty: 'empty',
}

/** Why it refused, by what its feeder says, else by its answer. */
async function because(scanner: EsclScanner, answer: EsclAnswer, signal: AbortSignal, pages = 0): Promise<DeviceError> {
  const state = await status(scanner, signal)
  const feeder = ADF[textOf(state, 'AdfState') ?? '']
  if (feeder && (answer.status === 409 || answer.status >= 500)) return new DeviceError(feeder, said(answer), { pages })
  return refused(answer, pages)
}

function refused(answer: EsclAnswer, pages: number): DeviceError {
  const { status } = answer
  if (status === 401 || status === 403) return new DeviceError('auth', said(answer), { pages })
  if (status === 503) return new DeviceError('busy', said(answer), { pages })
  return new DeviceError(status >= 500 ? 'broken' : 'protocol', said(answer), { pages })
}

const said = ({ status }: EsclAnswer) => `it answered ${status}`

async function status(scanner: EsclScanner, signal: AbortSignal): Promise<string> {
  try {
    return (await ask(scanner, { method: 'GET', path: 'ScannerStatus', signal })).body.toString('utf8')
  } catch (error) {
    if (signal.aborted) throw error
    return ''
  }
}

/** No more pages: because all were there, or because something stopped them. @throws {DeviceError} then */
async function judgeEnd({ scanner, signal }: Scan, path: string, pages: number): Promise<void> {
  const state = await status(scanner, signal)
  if (signal.aborted) throw cancelled()
  const feeder = ADF[textOf(state, 'AdfState') ?? '']
  const mine = elements(state, 'JobInfo').find(one => textOf(one, 'JobUri')?.endsWith(path)) ?? ''
  const done = Number(textOf(mine, 'ImagesCompleted') ?? Number.NaN)
  if (feeder && feeder !== 'empty') throw new DeviceError(feeder, 'its feeder stopped', { pages })
  if (pages === 0) throw new DeviceError('empty', 'no page came', { pages })
  if (textOf(mine, 'JobState') === 'Aborted') throw new DeviceError('broken', 'it aborted the job', { pages })
  if (done > pages) throw new DeviceError('uncertain', `it counts ${done} pages`, { pages })
}
