import { DeviceError } from '../driver.ts'
import { statusFault } from './ipp-faults.ts'
import { type IppEndpoint, type IppTimes, ippExchange, REACHED, urlOf } from './ipp-link.ts'
import {
  IPP_GROUP,
  type IppAnswer,
  type IppAttributes,
  type IppValue,
  type IppWritten,
  type IppWrittenAttributes,
  ippMessage,
} from './ipp-message.ts'

/** RFC 8011, 5.4.15: operations. */
export const IPP_OPERATION = {
  printJob: 0x02,
  createJob: 0x05,
  sendDocument: 0x06,
  cancelJob: 0x08,
  getJob: 0x09,
  getPrinter: 0x0b,
} as const

/** What a printer says of itself. */
export interface IppPrinterState {
  stopped: boolean
  accepts: boolean
  reasons: string[]
  attributes: IppAttributes
}

/** What a printer says of a job: RFC 8011, 5.3.7. */
export interface IppJobState {
  state: number
  reasons: string[]
  /** Sheets that have come out, where the printer counts them. */
  sheets: number | undefined
}

/** One printer, asked by one question at a time; every call is one exchange, and none is repeated. */
export interface IppPrinter {
  look(signal: AbortSignal, wanted?: readonly string[]): Promise<IppPrinterState>
  create(job: IppWrittenAttributes, title: string, signal: AbortSignal): Promise<number>
  send(job: number, document: Uint8Array, signal: AbortSignal): Promise<void>
  /** Both at once, for printers that know nothing else. */
  print(job: IppWrittenAttributes, title: string, document: Uint8Array, signal: AbortSignal): Promise<number>
  job(job: number, signal: AbortSignal): Promise<IppJobState>
  cancel(job: number, signal: AbortSignal): Promise<void>
}

const STATES = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs']
const PDF = { 'document-format': { as: 'mime', value: 'application/pdf' } } as const

export function ippPrinter(at: IppEndpoint, times: IppTimes): IppPrinter {
  let request = 0
  const uri: IppWritten = { as: 'uri', value: nameOf(at.uri) }
  const ask = async (
    code: number,
    operation: IppWrittenAttributes,
    signal: AbortSignal,
    more: { job?: IppWrittenAttributes; document?: Uint8Array } = {},
  ): Promise<IppAnswer> => {
    const number = ++request
    const head = {
      'attributes-charset': { as: 'charset', value: 'utf-8' },
      'attributes-natural-language': { as: 'language', value: 'zh-cn' },
      'printer-uri': uri,
    } as const
    const user = { 'requesting-user-name': { as: 'name', value: 'chuangtai' } } as const
    const groups = [
      { tag: IPP_GROUP.operation, attributes: { ...head, ...operation, ...user } },
      ...(more.job ? [{ tag: IPP_GROUP.job, attributes: more.job }] : []),
    ]
    const message = ippMessage({ version: [2, 0], code, request: number, groups })
    const whole = more.document ? Buffer.concat([message, more.document]) : message
    const patience = more.document ? times.document : times.patience
    const answer = await ippExchange(at, whole, { patience, signal })
    if (answer.request !== number) throw new DeviceError('protocol', `an answer to ${answer.request}`, { [REACHED]: 1 })
    if (answer.status > 0xff)
      throw new DeviceError(statusFault(answer.status), `IPP status ${answer.status.toString(16)}`, {
        status: answer.status,
      })
    return answer
  }
  const named = (title: string): IppWrittenAttributes => ({ 'job-name': { as: 'name', value: title.slice(0, 120) } })
  const jobId = (job: number): IppWrittenAttributes => ({ 'job-id': { as: 'integer', value: job } })
  return {
    async look(signal, wanted = STATES) {
      const asked = { 'requested-attributes': wanted.map(value => ({ as: 'keyword', value }) as const) }
      return printerState(attributesOf(await ask(IPP_OPERATION.getPrinter, asked, signal), IPP_GROUP.printer))
    },
    create: async (job, title, signal) => idOf(await ask(IPP_OPERATION.createJob, named(title), signal, { job })),
    async send(job, document, signal) {
      const operation = { ...jobId(job), ...PDF, 'last-document': { as: 'boolean', value: true } } as const
      await ask(IPP_OPERATION.sendDocument, operation, signal, { document })
    },
    print: async (job, title, document, signal) =>
      idOf(await ask(IPP_OPERATION.printJob, { ...named(title), ...PDF }, signal, { job, document })),
    async job(job, signal) {
      return jobState(attributesOf(await ask(IPP_OPERATION.getJob, jobId(job), signal), IPP_GROUP.job))
    },
    async cancel(job, signal) {
      await ask(IPP_OPERATION.cancelJob, jobId(job), signal)
    },
  }
}

/** RFC 8011: what the printer is called in its own messages, `ipp` or `ipps` whatever carries them. */
function nameOf(uri: string): string {
  const { host, port, path, secure } = urlOf(uri)
  const named = host.includes(':') ? `[${host}]` : host
  return `${secure ? 'ipps' : 'ipp'}://${named}:${port}${path}`
}

const attributesOf = ({ groups }: IppAnswer, tag: number): IppAttributes =>
  groups.find(group => group.tag === tag)?.attributes ?? {}

function idOf(answer: IppAnswer): number {
  const [id] = attributesOf(answer, IPP_GROUP.job)['job-id'] ?? []
  if (typeof id !== 'number') throw new DeviceError('protocol', 'the printer gave the job no number', { [REACHED]: 1 })
  return id
}

function printerState(attributes: IppAttributes): IppPrinterState {
  const [state] = attributes['printer-state'] ?? []
  const [accepts] = attributes['printer-is-accepting-jobs'] ?? []
  return {
    stopped: state === 5,
    accepts: accepts !== false,
    reasons: texts(attributes['printer-state-reasons']),
    attributes,
  }
}

function jobState(attributes: IppAttributes): IppJobState {
  const [state] = attributes['job-state'] ?? []
  if (typeof state !== 'number' || state < 3 || state > 9)
    throw new DeviceError('protocol', `job state ${String(state)}`)
  const [sheets] = attributes['job-media-sheets-completed'] ?? []
  return {
    state,
    reasons: texts(attributes['job-state-reasons']),
    sheets: typeof sheets === 'number' && sheets >= 0 ? sheets : undefined,
  }
}

/** The texts among an attribute's values. */
export const texts = (values: readonly IppValue[] | undefined): string[] =>
  (values ?? []).filter(value => typeof value === 'string')
