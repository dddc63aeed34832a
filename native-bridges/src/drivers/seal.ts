import { DeviceError, type DeviceEvent, type DeviceInfo, type Driver } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { pause } from '../waiting.ts'
import { openSeal, type SealEndpoint, type SealLine } from './seal-line.ts'
import { SEAL_STATE } from './seal-registers.ts'

/** A stamp belongs to a task, whose approved 用印 request is used once; `count` only reads the counter. */
export type SealAsk = { action: 'stamp'; task: string } | { action: 'count' }

/**
 * `prepared` waits: the stamp falls when the next piece is asked for, so the clerk can lay the paper
 * straight, and nothing falls when the signal aborts instead. Counts are the machine's own counter.
 */
export type SealProgress =
  | { state: 'counted'; count: number }
  | { state: 'prepared'; task: string; before: number }
  | { state: 'stamped'; task: string; before: number; after: number }
  | { state: 'finished'; task: string; before: number; after: number }

export type SealAddress = SealEndpoint & {
  /** The code on the machine. */
  id: string
  name: string
  simulated: boolean
}

export type SealDriver = Driver<SealAsk, SealProgress>

/** Where the machines are; they come and go with the desk's configuration. */
export interface SealAddresses {
  list(): readonly SealAddress[] | Promise<readonly SealAddress[]>
  watch?(listener: (event: DeviceEvent) => void): () => void
}

/** Milliseconds. */
export interface SealTimes {
  /** For the connection, and for one exchange. */
  patience: number
  /** Between two looks at a stamping machine. */
  poll: number
  /** For a stamp to fall. */
  stamp: number
}

const TIMES: SealTimes = { patience: 800, poll: 50, stamp: 5000 }

/**
 * Seal machines over Modbus TCP or RTU by the registers of seal-registers.ts. A task is used up when its
 * stamp is triggered: a second run of it is refused with `auth`. Silence after that is `uncertain`,
 * with the count `before` in its facts; the stamp is never tried again, `count` tells what happened.
 */
export function sealDriver(addresses: SealAddresses, times = TIMES): SealDriver {
  const used = new Set<string>()
  return exclusiveDriver<SealAsk, SealProgress>({
    kind: 'seal',
    list: async () => (await addresses.list()).map(sealInfo),
    watch: addresses.watch,
    purpose: ({ action }) => action,
    async *work({ id }, ask, signal) {
      const address = (await addresses.list()).find(each => each.id === id)
      if (!address) throw new DeviceError('absent', `no seal machine ${id}`)
      const line = await openSeal(address, times.patience, signal)
      try {
        if (ask.action === 'count') yield { state: 'counted', count: (await line.state(signal)).count }
        else yield* stamp({ line, used, times, signal }, ask.task)
      } finally {
        await line.close()
      }
    },
  })
}

/** What the list says of a machine. */
export function sealInfo({ id, name, simulated }: SealAddress): DeviceInfo {
  return { id, name, kind: 'seal', simulated }
}

interface Job {
  line: SealLine
  /** The tasks whose stamp was triggered by this driver. */
  used: Set<string>
  times: SealTimes
  signal: AbortSignal
}

async function* stamp(job: Job, task: string): AsyncGenerator<SealProgress> {
  const { line, used, signal } = job
  if (used.has(task)) throw new DeviceError('auth', 'the task was used up')
  const before = await ready(line, signal)
  await line.authorise(true, signal)
  try {
    yield { state: 'prepared', task, before }
    if ((await ready(line, signal)) !== before)
      throw new DeviceError('protocol', 'the counter moved by itself', { before })
    used.add(task)
    await trigger(job, task, before)
    const after = await fallen(job, before)
    yield { state: 'stamped', task, before, after }
    yield { state: 'finished', task, before, after }
  } finally {
    // Withdrawn however the task ends; a machine that is gone has lost its authorisation with its power.
    await line.authorise(false, AbortSignal.timeout(300)).catch(() => undefined)
  }
}

/** The counter of a machine that could stamp now. @throws {DeviceError} that says why it could not. */
async function ready(line: SealLine, signal: AbortSignal): Promise<number> {
  const { lid, door, paper } = await line.sensors(signal)
  if (!lid || !door) throw new DeviceError('cover', `lid ${lid ? 'closed' : 'open'}, door ${door ? 'closed' : 'open'}`)
  if (!paper) throw new DeviceError('empty', 'no paper under the seal')
  const { state, error, count } = await line.state(signal)
  if (state === SEAL_STATE.fault) throw new DeviceError('broken', `the machine reports error ${error}`)
  if (state === SEAL_STATE.stamping) throw new DeviceError('busy', 'the machine is stamping')
  return count
}

/** Lets the stamp fall. Only a refusal by the machine is certain; every other failure may have stamped. */
async function trigger({ line, used, signal }: Job, task: string, before: number): Promise<void> {
  try {
    await line.trigger(signal)
  } catch (cause) {
    if (!(cause instanceof DeviceError) || cause.facts.exception === undefined) throw uncertain(cause, before)
    used.delete(task)
    throw new DeviceError('auth', `the machine refused to stamp: ${cause.detail}`, { before }, { cause })
  }
}

/** The counter after the stamp. A fault that the machine reports itself is `broken`, silence is `uncertain`. */
async function fallen({ line, times, signal }: Job, before: number): Promise<number> {
  const until = performance.now() + times.stamp
  while (performance.now() < until) {
    const now = await pause(times.poll, signal)
      .then(() => line.state(signal))
      .catch(cause => {
        throw uncertain(cause, before)
      })
    if (now.state === SEAL_STATE.fault) {
      throw new DeviceError('broken', `error ${now.error} while stamping`, { before, after: now.count })
    }
    if (now.state !== SEAL_STATE.stamping && now.count !== before) return now.count
  }
  throw uncertain(new Error(`the counter stood still for ${times.stamp} ms`), before)
}

function uncertain(cause: unknown, before: number): DeviceError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new DeviceError('uncertain', detail, { before }, { cause })
}
