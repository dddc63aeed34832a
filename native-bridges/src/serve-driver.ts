import { claim } from './claim.ts'
import { DeviceError, type Driver } from './driver.ts'
import { BEAT, type FromDriver, type ToDriver } from './hosted-messages.ts'

/** Milliseconds in which running jobs may end once the core is gone. */
const FAREWELL = 1000

/** Lets a driver answer the process that started this one, until that one is gone. */
export function serveDriver(driver: Driver<unknown, unknown>): void {
  const line = parentLine()
  const jobs = new Map<number, { pieces: AsyncIterator<unknown>; stop: AbortController }>()
  const say = line.send
  const end = (job: number, message: FromDriver) => {
    if (jobs.delete(job)) say(message)
  }
  const next = async (job: number) => {
    const running = jobs.get(job)
    try {
      const { done, value } = (await running?.pieces.next()) ?? { done: true }
      if (done) end(job, { say: 'ended', job })
      else say({ say: 'piece', job, piece: value })
    } catch (error) {
      end(job, { say: 'failed', job, ...faultOf(error) })
    }
  }
  const stop = async (job: number) => {
    const running = jobs.get(job)
    running?.stop.abort()
    // A job that waits to be asked on hears no signal: it is ended where it stands.
    await running?.pieces.return?.().catch(() => undefined)
    end(job, { say: 'failed', job, fault: 'cancelled', detail: 'the caller stopped the job', facts: {} })
  }
  driver.watch?.(event => say({ say: 'event', event }))
  line.listen(async message => {
    if (message.say === 'list')
      say({ say: 'listed', question: message.question, devices: await driver.list().catch(() => []) })
    if (message.say === 'run') {
      const controller = new AbortController()
      const pieces = claimed(driver, message.deviceId, message.ask, controller.signal)
      jobs.set(message.job, { pieces, stop: controller })
    }
    if (message.say === 'next') await next(message.job)
    if (message.say === 'stop') await stop(message.job)
  })
  line.gone(async () => {
    setTimeout(() => process.exit(), FAREWELL).unref()
    await Promise.all([...jobs.keys()].map(stop))
    process.exit()
  })
  setInterval(() => say({ say: 'alive' }), BEAT)
  say({ say: 'ready' })
}

/** The driver's job, with the device held against other programs of this machine too. */
async function* claimed(driver: Driver<unknown, unknown>, deviceId: string, ask: unknown, signal: AbortSignal) {
  const device = (await driver.list()).find(({ id }) => id === deviceId)
  // Each program has simulated devices of its own, whatever they are called.
  const held = device && !device.simulated ? await claim(`${driver.kind}/${deviceId}`) : undefined
  try {
    yield* driver.run(deviceId, ask, signal)
  } finally {
    await held?.release()
  }
}

function faultOf(error: unknown) {
  if (error instanceof DeviceError) return { fault: error.fault, detail: error.detail, facts: error.facts }
  const detail = error instanceof Error ? error.message : String(error)
  return { fault: 'broken' as const, detail, facts: {} }
}

/** Electron's utility processes have a port, forked ones a channel. */
interface ParentPort {
  postMessage(message: FromDriver): void
  on(event: 'message', listener: (message: { data: ToDriver }) => void): void
}

function parentLine() {
  const { parentPort } = process as typeof process & { parentPort?: ParentPort }
  if (parentPort)
    return {
      send: (message: FromDriver) => parentPort.postMessage(message),
      listen: (listener: (message: ToDriver) => void) => parentPort.on('message', ({ data }) => listener(data)),
      // Electron ends its utility processes with itself.
      gone: () => undefined,
    }
  if (!process.send) throw new Error('A driver is started by the core, not by hand')
  return {
    send: (message: FromDriver) => void (process.connected && process.send!(message, undefined, {}, () => undefined)),
    listen: (listener: (message: ToDriver) => void) => void process.on('message', listener),
    gone: (listener: () => void) => void process.once('disconnect', listener),
  }
}
