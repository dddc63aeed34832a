import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { PrinterControls } from '../controls.ts'
import { simulatedCable } from '../simulated-cable.ts'
import type { IppAddress } from './ipp.ts'
import { IPP_GROUP, type IppAttributes, type IppWrittenAttributes, ippMessage, readIpp } from './ipp-message.ts'
import { IPP_OPERATION } from './ipp-printer.ts'
import { pdfPages } from './pdf-pages.ts'

export type IppFault = 'jam' | 'cover' | 'uncertain' | 'toner' | 'paused' | 'refuse' | 'paper-out-midway'

export interface IppSimulator {
  addresses: {
    list(): Promise<IppAddress[]>
    watch(listener: (event: { device: IppAddress; state: 'attached' | 'removed' }) => void): () => void
  }
  controls: Omit<PrinterControls, 'fault'> & { fault(fault: IppFault | undefined): void }
  /** Every job that came in, with the bytes of its document as they came. */
  jobs(): readonly SimulatedJob[]
  /** Everything it answers from now on is these bytes; undefined heals. */
  lie(bytes: Uint8Array | undefined): void
  close(): Promise<void>
}

export interface SimulatedJob {
  id: number
  title: string
  document: Uint8Array
  /** What was asked of the printer for it, such as `sides`. */
  asked: IppAttributes
  state: number
  reasons: string[]
  sheets: number
}

export interface IppSimulatorOptions {
  kind: IppAddress['kind']
  id: string
  name: string
  /** Blank cards or sheets in the tray. */
  tray: number
  sheetMs?: number
  /** False for one that knows Print-Job alone. */
  takesJobs?: boolean
  /** The papers that it has; A4 and A5, or cards, when left out. */
  media?: readonly string[]
  onRequest?: () => void
}

interface Machine {
  options: IppSimulatorOptions
  jobs: SimulatedJob[]
  tray: number
  sheetMs: number
  fault: IppFault | undefined
  lie: Uint8Array | undefined
  silent: boolean
}

/** An IPP printer on the loopback address that prints at its own pace, has a tray that runs out, and goes wrong on command. */
export async function simulatedIpp(options: IppSimulatorOptions): Promise<IppSimulator> {
  const { tray, sheetMs = 0 } = options
  const machine: Machine = { options, jobs: [], tray, sheetMs, fault: undefined, lie: undefined, silent: false }
  const sockets = new Set<Socket>()
  const open = async (port: number) => {
    const server = createServer((request, response) => void answered(machine, request, response))
    server.on('connection', socket => sockets.add(socket.on('close', () => sockets.delete(socket))))
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    return server
  }
  let server: Server | undefined = await open(0)
  const { port } = server.address() as AddressInfo
  const { kind, id, name } = options
  const address: IppAddress = { id, name, kind, simulated: true, uri: `ipp://127.0.0.1:${port}/ipp/print` }
  const cable = simulatedCable({ id, name, kind, simulated: true })
  const shut = () => {
    server?.close()
    server = undefined
    for (const socket of sockets) socket.destroy()
  }
  return {
    addresses: {
      list: async () => (await cable.list()).map(() => address),
      watch: listener =>
        cable.watch(
          ({ state }) =>
            state !== 'dismissed' && state !== 'busy' && state !== 'ready' && listener({ device: address, state }),
        ),
    },
    controls: {
      left: () => machine.tray,
      refill(sheets) {
        machine.tray += sheets
      },
      slow(ms) {
        machine.sheetMs = ms
      },
      fault(fault) {
        machine.fault = fault
        machine.silent = false
      },
      unplug() {
        cable.unplug()
        shut()
      },
      plugIn: () =>
        void open(port).then(opened => {
          server = opened
          cable.plugIn()
        }),
    },
    jobs: () => machine.jobs,
    lie(bytes) {
      machine.lie = bytes
    },
    close: async () => shut(),
  }
}

async function answered(machine: Machine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  machine.options.onRequest?.()
  const parts: Buffer[] = []
  try {
    for await (const part of request) parts.push(part as Buffer)
    if (machine.silent) return
    const bytes = machine.lie ?? answerTo(machine, Buffer.concat(parts))
    response.writeHead(200, { 'content-type': 'application/ipp' }).end(bytes)
  } catch {
    response.writeHead(400).end()
  }
}

function answerTo(machine: Machine, bytes: Uint8Array): Uint8Array {
  const message = readIpp(bytes)
  const operation = message.groups.find(group => group.tag === IPP_GROUP.operation)?.attributes ?? {}
  const [id] = operation['job-id'] ?? []
  const [title] = operation['job-name'] ?? ['']
  const job = machine.jobs.find(each => each.id === id)
  const say = (code: number, attributes: IppWrittenAttributes = {}, tag: number = IPP_GROUP.job) =>
    ippMessage({
      version: [2, 0],
      code,
      request: message.request,
      groups: [
        {
          tag: IPP_GROUP.operation,
          attributes: {
            'attributes-charset': { as: 'charset', value: 'utf-8' },
            'attributes-natural-language': { as: 'language', value: 'en' },
          },
        },
        { tag, attributes },
      ],
    })
  if (message.status === IPP_OPERATION.getPrinter) return say(0, printerAttributes(machine), IPP_GROUP.printer)
  if (message.status === IPP_OPERATION.createJob || message.status === IPP_OPERATION.printJob) {
    if (machine.fault === 'refuse') return say(0x0401)
    const asked = message.groups.find(group => group.tag === IPP_GROUP.job)?.attributes ?? {}
    const made = newJob(machine, String(title), asked)
    if (message.status === IPP_OPERATION.printJob) begin(machine, made, message.rest)
    return say(0, jobAttributes(made))
  }
  if (!job) return say(0x0406)
  if (message.status === IPP_OPERATION.sendDocument) begin(machine, job, message.rest)
  if (message.status === IPP_OPERATION.cancelJob) {
    if (job.state >= 7) return say(0x0404)
    job.state = 7
  }
  return say(0, jobAttributes(job))
}

function newJob({ jobs }: Machine, title: string, asked: IppAttributes): SimulatedJob {
  const job = { id: jobs.length + 1, title, document: new Uint8Array(), asked, state: 3, reasons: [], sheets: 0 }
  jobs.push(job)
  return job
}

const keywords = (...values: string[]) => values.map(value => ({ as: 'keyword', value }) as const)

function printerAttributes({ fault, options, tray, jobs }: Machine): IppWrittenAttributes {
  const held = jobs.some(job => job.state === 6)
  const reasons: Partial<Record<IppFault, string>> = {
    jam: 'media-jam-error',
    cover: 'cover-open-error',
    toner: 'toner-empty-error',
    paused: 'paused',
  }
  // A jam is found while a sheet moves; the rest at once.
  const now = fault === 'jam' && !held ? undefined : fault && reasons[fault]
  const reason = now ?? (tray > 0 ? 'none' : 'media-empty-error')
  const operations = [2, 8, 9, 0x0b, ...(options.takesJobs === false ? [] : [5, 6])]
  return {
    'printer-state': { as: 'enum', value: reason === 'none' ? 3 : 5 },
    'printer-state-reasons': keywords(reason),
    'printer-is-accepting-jobs': { as: 'boolean', value: true },
    'document-format-supported': [{ as: 'mime', value: 'application/pdf' }],
    'operations-supported': operations.map(value => ({ as: 'enum', value }) as const),
    'media-supported': keywords(...(options.media ?? MEDIA[options.kind])),
    'media-source-supported': keywords('tray-1', 'tray-2'),
    'sides-supported': keywords('one-sided', 'two-sided-long-edge', 'two-sided-short-edge'),
  }
}

const MEDIA = {
  'card-printer': ['iso_id-1_53.98x85.6mm'],
  'document-printer': ['iso_a4_210x297mm', 'iso_a5_148x210mm'],
} as const

const jobAttributes = ({ id, state, reasons, sheets }: SimulatedJob): IppWrittenAttributes => ({
  'job-id': { as: 'integer', value: id },
  'job-state': { as: 'enum', value: state },
  'job-state-reasons': keywords(...(reasons.length ? reasons : ['none'])),
  'job-media-sheets-completed': { as: 'integer', value: sheets },
})

function begin(machine: Machine, job: SimulatedJob, document: Uint8Array): void {
  job.document = document.slice()
  const pages = pdfPages(document)
  if (!pages) {
    job.state = 8
    job.reasons = ['document-format-error']
    return
  }
  job.state = 5
  sheet(machine, job, sheetsFor(pages, job.asked))
}

/** Both sides of a sheet are one sheet (RFC 8011, 5.2.8), and of a card one card. */
function sheetsFor(pages: number, { sides = [], copies = [] }: IppAttributes): number {
  return Math.ceil(pages / (String(sides[0]).startsWith('two-sided') ? 2 : 1)) * Number(copies[0] ?? 1)
}

function sheet(machine: Machine, job: SimulatedJob, wanted: number): void {
  setTimeout(() => {
    if (job.state === 7) return
    if (machine.fault === 'uncertain') machine.silent = true
    if (machine.fault === 'paper-out-midway' && job.sheets > 0) machine.tray = 0
    if (machine.fault === 'jam' || machine.tray <= 0) {
      job.state = 6
      job.reasons = ['printer-stopped']
      return
    }
    machine.tray--
    job.sheets++
    if (job.sheets < wanted) return sheet(machine, job, wanted)
    job.state = 9
    job.reasons = ['job-completed-successfully']
  }, machine.sheetMs)
}
