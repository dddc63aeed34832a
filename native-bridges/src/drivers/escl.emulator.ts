import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import sharp from 'sharp'
import { textOf } from './escl-xml.ts'
import { drawInventedPage, INVENTED_PAGES } from './invented-pages.ts'

/** What can go wrong with it, on command. */
export interface EsclMood {
  /** Pages in its feeder; each job takes them anew. */
  sheets: number
  /** Instead of those, sheets that lie in its feeder (JPEG): whoever scans them uses them up, and a jam leaves the rest. */
  paper?: Uint8Array[] | undefined
  /** At the page after `afterPages`: jammed, hatch open, a connection cut, half a picture, an aborted job; before: refused, in use. */
  fault?: 'jam' | 'cover' | 'hatch' | 'cut' | 'half' | 'aborted' | 'refused' | 'taken' | undefined
  afterPages: number
  /** How many requests for a page hear 503 first, and whether they hear for how long. */
  waits: number
  retryAfter?: string | undefined
  /** Counts one page more than it gave. */
  miscounts: boolean
  location: 'absolute' | 'relative'
  /** Takes a connection and never answers a request for a page. */
  silent: boolean
  /** Sends these bytes for a page. */
  garbage?: Uint8Array | undefined
}

export interface EsclEmulator {
  port: number
  url: string
  mood: EsclMood
  /** Method and path of every request. */
  asked: string[]
  /** Bodies of the jobs that were asked for. */
  jobs: string[]
  /** Jobs that nobody deleted. */
  left(): number
  /** Hears before each answer. */
  onRequest: (() => void) | undefined
  /** Cuts the cable, and puts it back. */
  unplug(): Promise<void>
  plugIn(): Promise<void>
  close(): Promise<void>
}

interface Job {
  given: number
  duplex: boolean
  grey: boolean
  dpi: number
  feeder: boolean
  waited: number
}

interface Machine {
  mood: EsclMood
  jobs: Map<string, Job>
  last: { number: number; finished: string }
  page(job: Job): Promise<Buffer>
}

export const CALM: EsclMood = {
  sheets: 2,
  afterPages: 0,
  waits: 0,
  miscounts: false,
  location: 'relative',
  silent: false,
}

/** A scanner that speaks eSCL, on the loopback unless it is told where, with a glass, a feeder for both sides, and faults on command. */
export async function esclEmulator(tls?: { key: string; cert: string }, host = '127.0.0.1'): Promise<EsclEmulator> {
  const machine: Machine = { mood: { ...CALM }, jobs: new Map(), last: { number: 0, finished: '' }, page: drawn() }
  const sockets = new Set<Socket>()
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    emulator.asked.push(`${request.method} ${request.url}`)
    emulator.onRequest?.()
    void served(machine, emulator, request, response).catch(() => response.destroy())
  }
  const server = tls ? createSecureServer(tls, answer) : createServer(answer)
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  })
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, host, resolve))
  const cut = () => {
    const closed = new Promise<void>(resolve => (server.listening ? server.close(() => resolve()) : resolve()))
    for (const socket of sockets) socket.destroy()
    return closed
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const emulator: EsclEmulator = {
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/eSCL`,
    mood: machine.mood,
    asked: [],
    jobs: [],
    left: () => machine.jobs.size,
    onRequest: undefined,
    unplug: cut,
    plugIn: () => listen(port),
    close: cut,
  }
  return emulator
}

/** Drawn once for each kind. */
function drawn(): Machine['page'] {
  const kept = new Map<string, Promise<Buffer>>()
  return job => {
    const key = `${job.dpi} ${job.grey}`
    const made = kept.get(key) ?? make(job)
    kept.set(key, made)
    return made
  }
}

async function make({ dpi, grey }: Job): Promise<Buffer> {
  const page = sharp(await drawInventedPage(INVENTED_PAGES[0]!, dpi))
  return (grey ? page.toColourspace('b-w') : page.toColourspace('srgb')).jpeg({ quality: 80 }).toBuffer()
}

async function served(machine: Machine, log: EsclEmulator, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? '').replace(/^\/eSCL\//, '')
  const xml = (text: string) => response.writeHead(200, { 'content-type': 'text/xml' }).end(text)
  if (path === 'ScannerCapabilities') return xml(CAPABILITIES)
  if (path === 'ScannerStatus') return xml(statusOf(machine))
  if (path === 'ScanJobs' && request.method === 'POST') return created(machine, log, request, response)
  const [, name = '', next] = /^ScanJobs\/(job-\d+)(\/NextDocument)?$/.exec(path) ?? []
  const job = machine.jobs.get(name)
  if (!job) return response.writeHead(404).end()
  if (request.method === 'DELETE') {
    machine.jobs.delete(name)
    return response.writeHead(200).end()
  }
  if (request.method === 'GET' && next) return document(machine, job, response)
  return response.writeHead(405).end()
}

async function created(machine: Machine, log: EsclEmulator, request: IncomingMessage, response: ServerResponse) {
  const body = (await request.toArray()).join('')
  log.jobs.push(body)
  const feeder = textOf(body, 'InputSource') === 'Feeder'
  const { fault, afterPages } = machine.mood
  if (fault === 'refused') return response.writeHead(401).end()
  if (fault === 'taken') return response.writeHead(503).end()
  if ((feeder && isEmpty(machine.mood)) || (fault && fault in STOPPED && afterPages === 0))
    return response.writeHead(409).end()
  const name = `job-${++machine.last.number}`
  machine.jobs.set(name, {
    given: 0,
    feeder,
    duplex: textOf(body, 'Duplex') === 'true',
    grey: textOf(body, 'ColorMode') === 'Grayscale8',
    dpi: Number(textOf(body, 'XResolution')),
    waited: 0,
  })
  machine.last.finished = name
  const there = `/eSCL/ScanJobs/${name}`
  const location = machine.mood.location === 'relative' ? there : `http://SCANNER-OF-THE-OFFICE.local${there}`
  return response.writeHead(201, { location }).end()
}

async function document(machine: Machine, job: Job, response: ServerResponse) {
  const { mood } = machine
  if (mood.silent) return
  if (job.waited < mood.waits) {
    job.waited++
    return response.writeHead(503, mood.retryAfter ? { 'retry-after': mood.retryAfter } : {}).end()
  }
  const paper = job.feeder ? mood.paper : undefined
  const pages = paper ? job.given + paper.length : job.feeder ? mood.sheets * (job.duplex ? 2 : 1) : 1
  const failing = mood.fault !== undefined && job.given >= mood.afterPages
  if (failing && mood.fault === 'cut') return response.destroy()
  if (failing && mood.fault === 'aborted') return response.writeHead(404).end()
  if (failing && mood.fault !== 'half') return response.writeHead(409).end()
  if (job.given >= pages) return response.writeHead(404).end()
  const page = mood.garbage ?? paper?.shift() ?? (await machine.page(job))
  job.given++
  job.waited = 0
  const bytes = failing ? page.subarray(0, page.length / 2) : page
  return response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length }).end(bytes)
}

const isEmpty = ({ paper, sheets }: EsclMood) => (paper ? paper.length : sheets) === 0

const STOPPED: Readonly<Partial<Record<NonNullable<EsclMood['fault']>, string>>> = {
  jam: 'ScannerAdfJam',
  cover: 'ScannerAdfDoorOpen',
  hatch: 'ScannerAdfHatchOpen',
}

function statusOf({ mood, jobs, last }: Machine): string {
  const job = jobs.get(last.finished)
  const stopped = mood.fault !== undefined && (job?.given ?? 0) >= mood.afterPages
  const adf = (stopped && STOPPED[mood.fault!]) || (isEmpty(mood) ? 'ScannerAdfEmpty' : 'ScannerAdfLoaded')
  const state = stopped && mood.fault === 'aborted' ? 'Aborted' : 'Completed'
  const info = job
    ? `<scan:Jobs><scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/${last.finished}</pwg:JobUri><pwg:ImagesCompleted>${job.given + (mood.miscounts ? 1 : 0)}</pwg:ImagesCompleted><pwg:JobState>${state}</pwg:JobState></scan:JobInfo></scan:Jobs>`
    : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus ${NAMESPACES}><pwg:Version>2.63</pwg:Version><pwg:State>Idle</pwg:State><scan:AdfState>${adf}</scan:AdfState>${info}</scan:ScannerStatus>`
}

const NAMESPACES =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'

const input = (name: string, height: number) => `<scan:${name}>
<scan:MinWidth>118</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>118</scan:MinHeight><scan:MaxHeight>${height}</scan:MaxHeight>
<scan:MaxScanRegions>1</scan:MaxScanRegions>
<scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions>${[75, 100, 200, 300].map(dpi => `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`).join('')}</scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles>
<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>
</scan:${name}>`

const CAPABILITIES = `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities ${NAMESPACES}><pwg:Version>2.63</pwg:Version>
<pwg:MakeAndModel>Chuangtai eSCL emulator</pwg:MakeAndModel><pwg:SerialNumber>EMU-0001</pwg:SerialNumber>
<scan:UUID>5a0c6a4e-7b1d-4f2a-9c3e-000000000001</scan:UUID>
<scan:Platen>${input('PlatenInputCaps', 3508)}</scan:Platen>
<scan:Adf>${input('AdfSimplexInputCaps', 4200)}${input('AdfDuplexInputCaps', 4200)}<scan:FeederCapacity>50</scan:FeederCapacity>
<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions></scan:Adf>
</scan:ScannerCapabilities>`
