import { DeviceError, type DeviceInfo } from '../../../native-bridges/src/driver.ts'
import type { SealDriver, SealProgress } from '../../../native-bridges/src/drivers/seal.ts'
import type { DeviceStates } from './device-states.ts'

/** How one stamp ended. Only what the machine itself said before anything moved is `nothing`; what nobody knows is `uncertain`. */
export type StampEnd =
  | { ended: 'done'; after: number }
  | { ended: 'nothing'; fault: DeviceError }
  | { ended: 'uncertain'; fault: DeviceError }

/** A machine that could stamp now: nothing falls until `stamp`, and nothing at all after `leave`. */
export interface PreparedStamp {
  device: DeviceInfo
  /** The machine's own counter. */
  before: number
  /** Lets one stamp fall. Never throws, and is never repeated. */
  stamp(): Promise<StampEnd>
  leave(): Promise<void>
}

/** The seal machines of the desk. Their functions throw DeviceErrors: `absent` when there is none of this id. */
export interface SealMachines {
  prepare(id: string): Promise<PreparedStamp>
  count(id: string): Promise<number>
}

/** Milliseconds after which a stamp is given up, whatever its machine says. */
const PATIENCE = 30_000

export function sealMachines(driver: SealDriver | undefined, states: DeviceStates, stop: AbortSignal): SealMachines {
  /** Whoever asks while the counter is being read hears the same answer. */
  const counting = new Map<string, Promise<number>>()
  const until = () => AbortSignal.any([stop, AbortSignal.timeout(PATIENCE)])
  const found = async (id: string) => {
    const device = (await driver?.list())?.find(each => each.id === id)
    if (!driver || !device) throw new DeviceError('absent', `no seal machine ${id}`)
    return { driver, device }
  }
  /** Whatever the work throws is how the machine is. */
  const noted = async <T>(device: DeviceInfo, work: Promise<T>): Promise<T> => {
    try {
      const done = await work
      states.note(device, 'ready')
      return done
    } catch (error) {
      const fault = faultOf(error)
      states.note(device, 'fault', fault)
      throw fault
    }
  }
  return {
    async prepare(id) {
      const { driver, device } = await found(id)
      const job = driver.run(id, { action: 'stamp', task: crypto.randomUUID() }, until())[Symbol.asyncIterator]()
      const before = await noted(device, prepared(job))
      return {
        device,
        before,
        stamp: () =>
          noted(device, fallen(job, before)).then(
            (after): StampEnd => ({ ended: 'done', after }),
            (fault: DeviceError): StampEnd => ({ ended: isNothing(fault) ? 'nothing' : 'uncertain', fault }),
          ),
        leave: async () => void (await job.return?.()),
      }
    },
    count(id) {
      const asked = counting.get(id)
      if (asked) return asked
      const count = found(id)
        .then(({ driver, device }) => noted(device, counted(driver, id, until())))
        .finally(() => counting.delete(id))
      counting.set(id, count)
      return count
    },
  }
}

const faultOf = (error: unknown): DeviceError =>
  error instanceof DeviceError ? error : new DeviceError('uncertain', String(error))

async function prepared(job: AsyncIterator<SealProgress>): Promise<number> {
  const next = await job.next()
  if (next.done || next.value.state !== 'prepared') throw new DeviceError('protocol', 'the machine was not prepared')
  return next.value.before
}

/** The counter after the one stamp. @throws {DeviceError} */
async function fallen(job: AsyncIterator<SealProgress>, before: number): Promise<number> {
  let after: number | undefined
  for (let next = await job.next(); !next.done; next = await job.next())
    if (next.value.state === 'finished') after = next.value.after
  if (after === before + 1) return after
  throw new DeviceError('uncertain', `the counter went from ${before} to ${after}`, { before })
}

async function counted(driver: SealDriver, id: string, signal: AbortSignal): Promise<number> {
  for await (const piece of driver.run(id, { action: 'count' }, signal))
    if (piece.state === 'counted') return piece.count
  throw new DeviceError('protocol', 'the machine told no count')
}

/** The driver looks at lid and paper before it lets the stamp fall, and `auth` is the machine's own refusal of it. */
const isNothing = ({ fault }: DeviceError): boolean => fault === 'cover' || fault === 'empty' || fault === 'auth'
