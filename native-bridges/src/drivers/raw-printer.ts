import { randomUUID } from 'node:crypto'
import { DeviceError, type DeviceFault, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import type { BytePort, BytePorts } from '../ports/byte-port.ts'
import { concat } from '../ports/byte-queue.ts'
import { deadline, pause } from '../waiting.ts'
import type { Label, RawState } from './label.ts'
import type { PrintAsk, PrinterDriver, PrintProgress } from './printer.ts'

/** Milliseconds. */
export interface RawTimes {
  /** For an answer about its state. */
  patience: number
  /** Between two questions while it prints. */
  poll: number
  /** Without an answer while it prints, until nobody knows what becomes of the job. */
  silence: number
}

export interface RawOptions {
  simulated: boolean
  /** Dots per inch of its head: 203, 300 or 600. */
  dpi: number
  times?: RawTimes
}

/** What printers that take bytes as they come have of their own. */
export interface RawLanguage {
  name: string
  /** What silence before a job means. */
  silent: DeviceFault
  /** The question how it is; answered at once, also while it prints. */
  ask: Uint8Array
  /** Throws away what it has not printed yet. */
  cancel: Uint8Array
  /** What was heard since the last question, and of the job since it was sent; nothing until it makes sense. */
  read(heard: Uint8Array, sent: boolean): RawState | undefined
  job(label: Label, dpi: number, copies: number): Promise<Uint8Array>
}

const TIMES: RawTimes = { patience: 1200, poll: 300, silence: 1500 }

/** How often it must say that it is idle after a job: a printer may not have begun when it is asked the first time. */
const IDLE = 2

/**
 * Printers of stickers and tickets that know nothing of jobs: asked how they are, given the bytes, asked until nothing is
 * left. Bytes that were sent are never sent again: silence after them is `uncertain`.
 */
export function rawPrinter(ports: BytePorts, options: RawOptions, language: RawLanguage): PrinterDriver {
  const device = (port: { id: string; name: string }): DeviceInfo => ({
    ...port,
    kind: 'document-printer',
    simulated: options.simulated,
  })
  return exclusiveDriver<PrintAsk, PrintProgress>({
    kind: 'document-printer',
    list: async () => (await ports.list()).map(device),
    watch: ports.watch && (listener => ports.watch!(({ port, state }) => listener({ device: device(port), state }))),
    purpose: () => 'print',
    async *work({ id }, ask, signal) {
      const job = await bytesOf(language, options.dpi, ask)
      const port = await ports.open(id, signal)
      try {
        yield* print({ port, language, times: options.times ?? TIMES, signal, heard: [] }, job, ask.copies)
      } finally {
        await port.close()
      }
    },
  })
}

async function bytesOf(language: RawLanguage, dpi: number, { label, copies }: PrintAsk): Promise<Uint8Array> {
  if (!label) throw new DeviceError('protocol', `${language.name} prints stickers and tickets, no documents`)
  if (!Number.isInteger(copies) || copies < 1 || copies > 99) throw new DeviceError('protocol', `${copies} copies`)
  return language.job(label, dpi, copies)
}

interface Job {
  port: BytePort
  language: RawLanguage
  times: RawTimes
  signal: AbortSignal
  /** What came since the job was sent, or since the line was opened. */
  heard: Uint8Array[]
}

async function* print(job: Job, bytes: Uint8Array, copies: number): AsyncGenerator<PrintProgress> {
  const { port, language, signal } = job
  await ready(job)
  const facts = { job: randomUUID().slice(0, 8), sheets: 0 }
  yield { state: 'queued', ...facts }
  const state = { over: false }
  try {
    job.heard.length = 0
    await port.write(bytes, signal)
    yield* followed(job, facts, copies)
    state.over = true
  } catch (cause) {
    state.over = true
    throw await ended(job, facts, cause)
  } finally {
    if (!state.over) await dropped(port, language)
  }
}

async function ready(job: Job): Promise<void> {
  const found = await looked(job, false)
  const { silent, name } = job.language
  if (!found) throw new DeviceError(silent, `no answer to a question of ${name}`, { sheets: 0, silent: 1 })
  if (found.fault) throw new DeviceError(found.fault.fault, found.fault.detail, { sheets: 0 })
  if (found.busy) throw new DeviceError('busy', 'it is printing for somebody else', { sheets: 0 })
}

async function* followed(
  job: Job,
  facts: { job: string; sheets: number },
  copies: number,
): AsyncGenerator<PrintProgress> {
  let heard = performance.now()
  for (let idle = 0; idle < IDLE; ) {
    const now = await looked(job, true)
    if (!now) {
      if (performance.now() - heard > job.times.silence) throw new DeviceError('uncertain', 'it fell silent')
      continue
    }
    heard = performance.now()
    if (now.left !== undefined) facts.sheets = Math.max(facts.sheets, Math.min(copies, copies - now.left))
    if (now.fault) throw new DeviceError(now.fault.fault, now.fault.detail)
    idle = now.busy ? 0 : idle + 1
    if (now.busy) yield { state: 'printing', ...facts }
    if (idle < IDLE) await pause(job.times.poll, job.signal)
  }
  yield { state: 'done', job: facts.job, sheets: copies }
}

/** How it is now; nothing when it does not say so in time. */
async function looked(job: Job, sent: boolean): Promise<RawState | undefined> {
  const { port, language, times, signal } = job
  const limit = deadline(signal, times.patience)
  const from = job.heard.length
  try {
    await port.write(language.ask, limit.signal)
    for (;;) {
      job.heard.push(await port.read(limit.signal))
      // What answers the question came after it; what tells of the job may have come before.
      const answer = language.read(concat(job.heard.slice(from)), sent)
      if (answer) return answer.busy ? (language.read(concat(job.heard), sent) ?? answer) : answer
    }
  } catch (cause) {
    // A question that was not taken in time is no more than one that was not answered.
    const late = cause instanceof DeviceError && (cause.fault === 'cancelled' || cause.fault === 'uncertain')
    if (signal.aborted || !late) throw cause
    return undefined
  } finally {
    limit.end()
  }
}

/** After the bytes were sent, only what the printer itself said is certain. */
async function ended({ port, language }: Job, facts: { job: string; sheets: number }, cause: unknown) {
  await dropped(port, language)
  const fault = cause instanceof DeviceError ? cause : new DeviceError('broken', String(cause))
  const known = fault.fault === 'absent' ? 'uncertain' : fault.fault
  return new DeviceError(known, fault.detail, { ...facts }, { cause })
}

async function dropped(port: BytePort, { cancel }: RawLanguage): Promise<void> {
  await port.write(cancel, AbortSignal.timeout(300)).catch(() => undefined)
}
