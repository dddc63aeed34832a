import { DeviceError, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import type { Presence } from '../presence.ts'
import { pause } from '../waiting.ts'
import { abortedFault, reasonFault } from './ipp-faults.ts'
import { jobAttributes } from './ipp-job.ts'
import { type IppEndpoint, type IppTimes, REACHED } from './ipp-link.ts'
import type { IppAttributes } from './ipp-message.ts'
import { IPP_OPERATION, type IppJobState, type IppPrinter, ippPrinter } from './ipp-printer.ts'
import { pdfPages } from './pdf-pages.ts'
import type { PrintAsk, PrinterDriver, PrintProgress } from './printer.ts'

export interface IppAddress extends IppEndpoint {
  /** The code on the machine, which print terminals are registered by. */
  id: string
  name: string
  kind: 'card-printer' | 'document-printer'
  simulated: boolean
}

/** Milliseconds. */
export interface IppDriverTimes extends IppTimes {
  /** Between two looks at a job. */
  poll: number
  /** How long looks at a job may fail before nobody knows what becomes of it. */
  silence: number
}

const TIMES: IppDriverTimes = { patience: 4000, document: 30_000, poll: 500, silence: 1200 }
/** Milliseconds a cancelled job may take to say what came of it. */
const LAST_WORD = 600

const JOB = { stopped: 6, cancelled: 7, aborted: 8, completed: 9 } as const

/**
 * Printers of paper and cards over IPP/2.0 (RFC 8010, RFC 8011): a printer itself, or a queue of CUPS. A job is created,
 * then its PDF is sent, then it is looked at until the printer calls it ended. What is sent is never sent again: silence
 * after that is `uncertain`. A job that a fault stops is cancelled, so that it does not come out when nobody waits for it.
 */
export function ippDriver(
  kind: IppAddress['kind'],
  addresses: Pick<Presence<IppAddress>, 'list'> & Partial<Presence<IppAddress>>,
  times: IppDriverTimes = TIMES,
): PrinterDriver {
  return exclusiveDriver<PrintAsk, PrintProgress>({
    kind,
    list: async () => (await addresses.list()).map(infoOf),
    watch:
      addresses.watch &&
      (listener => addresses.watch!(({ device, state }) => listener({ device: infoOf(device), state }))),
    purpose: () => 'print',
    async *work({ id }, ask, signal) {
      const address = (await addresses.list()).find(each => each.id === id)
      if (!address) throw new DeviceError('absent', `no printer ${id}`)
      yield* print({ printer: ippPrinter(address, times), times, signal }, ask, sheetsOf(ask, kind))
    },
  })
}

const infoOf = ({ id, name, kind, simulated }: IppAddress): DeviceInfo => ({ id, name, kind, simulated })

interface Job {
  printer: IppPrinter
  times: IppDriverTimes
  signal: AbortSignal
}

async function* print(job: Job, ask: PrintAsk, wanted: number): AsyncGenerator<PrintProgress> {
  const { printer, signal } = job
  const { attributes } = await ready(job)
  const made = jobAttributes(attributes, ask)
  const number = takesJobs(attributes)
    ? await printer.create(made, ask.title, signal)
    : await printer
        .print(made, ask.title, ask.pdf, signal)
        .catch(error => Promise.reject(afterSending(error, undefined)))
  const facts = { job: String(number), sheets: 0 }
  const state = { over: false, sent: !takesJobs(attributes) }
  try {
    yield { state: 'queued', ...facts }
    if (!state.sent)
      await printer.send(number, ask.pdf, signal).catch(error => Promise.reject(afterSending(error, facts)))
    state.sent = true
    yield* followed(job, number, facts, wanted)
    state.over = true
  } catch (cause) {
    const fault = cause instanceof DeviceError ? cause : new DeviceError('broken', String(cause), {}, { cause })
    state.over = true
    const last = await stopped(printer, number)
    throw state.sent ? ended(fault, facts, last) : fault
  } finally {
    // The caller walked away.
    if (!state.over) await stopped(printer, number)
  }
}

/** The printer as it is, if it could print now. @throws {DeviceError} that says why it could not */
async function ready({ printer, signal }: Job): Promise<{ attributes: IppAttributes }> {
  const found = await printer.look(signal, ['printer-description', 'job-template'])
  const fault = reasonFault(found.reasons, found.stopped)
  if (fault) throw new DeviceError(fault, `the printer says ${found.reasons.join(', ') || 'stopped'}`, { sheets: 0 })
  if (!found.accepts) throw new DeviceError('broken', 'the printer takes no jobs', { sheets: 0 })
  return found
}

/** A printer that does not say what it can is taken to know what every IPP/2.0 printer must. */
function takesJobs(attributes: IppAttributes): boolean {
  const operations = attributes['operations-supported']
  return !operations || operations.includes(IPP_OPERATION.createJob)
}

/** What was sent may be printed, unless the printer itself refused it or it never got there. */
function afterSending(error: unknown, facts: { job: string; sheets: number } | undefined): DeviceError {
  const fault = error instanceof DeviceError ? error : new DeviceError('broken', String(error))
  const refused = fault.facts.status !== undefined
  const neverThere = fault.fault === 'absent' && fault.facts[REACHED] === undefined
  // Another machine stands there: it was hung up on before anything was said.
  if (fault.facts.fingerprint !== undefined || fault.facts.certificate !== undefined) return fault
  if (refused || neverThere) return new DeviceError(fault.fault, fault.detail, {}, { cause: error })
  const known = fault.fault === 'cancelled' ? 'cancelled' : 'uncertain'
  return new DeviceError(known, fault.detail, facts ?? {}, { cause: error })
}

/** Looks at the job until the printer calls it ended. */
async function* followed(
  job: Job,
  number: number,
  facts: { job: string; sheets: number },
  wanted: number,
): AsyncGenerator<PrintProgress> {
  for (let told = -1; ; ) {
    const now = await looked(job, number)
    facts.sheets = Math.max(facts.sheets, now.sheets ?? 0)
    if (now.state === JOB.completed) {
      if (now.reasons.includes('job-completed-with-errors')) throw new DeviceError('uncertain', 'completed with errors')
      return yield { state: 'done', job: facts.job, sheets: Math.max(wanted, facts.sheets) }
    }
    if (now.state === JOB.cancelled) throw new DeviceError('cancelled', 'the job was cancelled at the printer')
    if (now.state === JOB.aborted) throw new DeviceError(abortedFault(now.reasons), now.reasons.join(', '))
    const fault = await faultNow(job, now)
    if (fault) throw fault
    if (now.state === 5 && told !== facts.sheets) {
      told = facts.sheets
      yield { state: 'printing', ...facts }
    }
    await pause(job.times.poll, job.signal)
  }
}

/** Asking changes nothing, so it may be asked again; for as long as a clerk can wait to hear that nobody answers. */
async function looked({ printer, times, signal }: Job, number: number): Promise<IppJobState> {
  for (const since = performance.now(); ; ) {
    try {
      return await printer.job(number, signal)
    } catch (cause) {
      if (signal.aborted || !(cause instanceof DeviceError)) throw cause
      if (cause.facts.status !== undefined || performance.now() - since > times.silence)
        throw new DeviceError('uncertain', `nobody says what became of the job: ${cause.detail}`, {}, { cause })
      await pause(Math.min(times.poll, 200), signal)
    }
  }
}

/** What keeps a job from going on: asked of the printer, which knows more than the job. */
async function faultNow({ printer, signal }: Job, now: IppJobState): Promise<DeviceError | undefined> {
  const found = await printer.look(signal).catch(() => undefined)
  if (signal.aborted) return new DeviceError('cancelled', 'the caller stopped the job')
  const fault = found && reasonFault(found.reasons, found.stopped || now.state === JOB.stopped)
  return (
    fault && new DeviceError(fault === 'absent' ? 'uncertain' : fault, `the printer says ${found.reasons.join(', ')}`)
  )
}

/** The fault of a job that was taken back, with how many sheets had come out by then. */
function ended(fault: DeviceError, facts: { job: string; sheets: number }, last: IppJobState | undefined): DeviceError {
  const known = last?.state === JOB.completed ? 'uncertain' : fault.fault
  const sheets = Math.max(facts.sheets, last?.sheets ?? 0)
  return new DeviceError(known, fault.detail, { job: facts.job, sheets }, { cause: fault })
}

/**
 * Takes a job back, so that it does not come out when nobody waits for it any more: a queue would print it once its printer
 * is well again. Nothing when nobody answers.
 */
async function stopped(printer: IppPrinter, number: number): Promise<IppJobState | undefined> {
  const signal = AbortSignal.timeout(LAST_WORD)
  await printer.cancel(number, signal).catch(() => undefined)
  return printer.job(number, signal).catch(() => undefined)
}

/** @throws {DeviceError} `unreadable` for what is no PDF, `protocol` for what this printer cannot do. */
function sheetsOf({ pdf, copies, paper, duplex }: PrintAsk, kind: IppAddress['kind']): number {
  if ((paper === 'card') !== (kind === 'card-printer')) throw new DeviceError('protocol', `no ${paper} in a ${kind}`)
  if (!Number.isInteger(copies) || copies < 1 || copies > 99) throw new DeviceError('protocol', `${copies} copies`)
  const pages = pdfPages(pdf)
  if (!pages) throw new DeviceError('unreadable', 'the document is no PDF, or has no page')
  return copies * Math.ceil(pages / (duplex ? 2 : 1))
}
