import { DeviceError, type DeviceEvent, type DeviceInfo, type DeviceKind, type Driver } from './driver.ts'
import { type HostedJobs, hostedJobs } from './hosted-jobs.ts'
import type { DriverProcess } from './hosted-messages.ts'
import { cancelled } from './waiting.ts'
import { type HostTimes, type Watchdog, watchdog } from './watchdog.ts'

export interface HostOptions<Ask, Piece> {
  kind: DeviceKind
  /** Starts the process in which the driver runs. */
  start: () => DriverProcess
  /**
   * Whether the device may have done what cannot be taken back, when its process is lost after this was the last piece of
   * the job: then nobody knows, and the fault is `uncertain`. Never, when left out.
   */
  mayHaveActed?: (ask: Ask, last: Piece | undefined) => boolean
  /** Hears how each process ended that was not closed; for the device's log, nothing of a person in it. */
  log?: (how: string) => void
  times?: Partial<HostTimes>
}

const TIMES: HostTimes = { stop: 900, silence: 6000, list: 2000, ready: 15_000, again: 500, longest: 30_000 }

export interface HostedDriver<Ask, Piece> extends Driver<Ask, Piece> {
  close(): Promise<void>
}

/**
 * A driver in a process of its own: when it crashes, hangs or floods, it is killed and started again, and costs its own
 * job alone. Its devices count as gone meanwhile.
 */
export function hosted<Ask, Piece>(options: HostOptions<Ask, Piece>): HostedDriver<Ask, Piece> {
  const times = { ...TIMES, ...options.times }
  const listeners = new Set<(event: DeviceEvent) => void>()
  const known = new Map<string, DeviceInfo>()
  const tell = (event: DeviceEvent) => {
    if (event.state === 'removed') known.delete(event.device.id)
    else known.set(event.device.id, event.device)
    for (const listener of listeners) listener(event)
  }
  const dog = watchdog(options.start, times, {
    opened: process => hostedJobs(process, tell),
    async ready(jobs) {
      for (const device of (await jobs.list(times.list)) ?? [])
        if (!known.has(device.id)) tell({ device, state: 'attached' })
    },
    ended(how) {
      options.log?.(how)
      for (const device of known.values()) tell({ device, state: 'removed' })
    },
  })
  return {
    kind: options.kind,
    list: async () => {
      const devices = await dog.running().then(
        jobs => jobs.list(times.list),
        () => [],
      )
      // A machine that has no time for the answer still has what it had: looking for lines starts programs of the system.
      if (!devices) return [...known.values()]
      for (const device of devices) known.set(device.id, device)
      return devices
    },
    run: (deviceId, ask, signal) => run(dog, options, { deviceId, ask, signal, stop: times.stop }),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: dog.close,
  }
}

interface Job<Ask> {
  deviceId: string
  ask: Ask
  signal: AbortSignal
  stop: number
}

async function* run<Ask, Piece>(
  dog: Watchdog<HostedJobs>,
  { mayHaveActed }: HostOptions<Ask, Piece>,
  { deviceId, ask, signal, stop }: Job<Ask>,
): AsyncGenerator<Piece> {
  if (signal.aborted) throw cancelled()
  const jobs = await dog.running()
  const job = jobs.begin(deviceId, ask)
  const at: { last: Piece | undefined } = { last: undefined }
  const hurry = () => {
    job.stop()
    setTimeout(() => job.over() || dog.kill('a stopped job did not end'), stop).unref()
  }
  signal.addEventListener('abort', hurry, { once: true })
  try {
    for (;;) {
      const next = await job.next()
      if (next.done) return
      at.last = next.piece as Piece
      yield at.last
    }
  } catch (error) {
    if (!(error instanceof DeviceError) || !job.lost()) throw error
    if (mayHaveActed?.(ask, at.last))
      throw new DeviceError('uncertain', error.detail, factsOf(at.last), { cause: error })
    throw signal.aborted ? cancelled() : error
  } finally {
    signal.removeEventListener('abort', hurry)
    if (!job.over()) await walkAway(job, dog, stop)
  }
}

/** The caller took no more: the driver is told, and has as long as after a signal. */
async function walkAway(job: ReturnType<HostedJobs['begin']>, dog: Watchdog<HostedJobs>, stop: number): Promise<void> {
  const timer = setTimeout(() => dog.kill('a job that was left did not end'), stop)
  job.stop()
  await job.ended
  clearTimeout(timer)
}

/** Figures of the last piece that belong to the fault, such as the counter before a stamp. */
function factsOf(piece: unknown): Record<string, number> {
  if (typeof piece !== 'object' || piece === null) return {}
  return Object.fromEntries(
    Object.entries(piece).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
