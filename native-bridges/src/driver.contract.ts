import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DeviceError, type DeviceEvent, type DeviceFault, type Driver } from './driver.ts'

/** One device on the bench, with hands that can do to it what happens at a desk. */
export interface ContractBench<Ask, Piece> {
  driver: Driver<Ask, Piece>
  /** A job that succeeds on a well device; a new one each time. */
  ask(): Ask
  /** What of the pieces must be the same on each run; the pieces themselves when left out. */
  alike?(pieces: Piece[]): unknown
  faults: readonly { name: string; cause(): void; fault: DeviceFault; ask?(): Ask }[]
  /** Undoes every fault and garbling. */
  heal(): void
  unplug(): void
  plugIn(): void
  /** Besides `absent`: what an unplugged cable may end in, for jobs that cannot be taken back. */
  mayBeUncertain?: boolean
  /** Is called before each exchange with the device, for drivers that speak with one. */
  onStep(listener: (() => void) | undefined): void
  /** How many steps at the end have no work after them; 1, the last piece, when left out. */
  lastSteps?: number
  /** Makes the device send, or be given, these bytes; a job that meets them. */
  garble(bytes: Uint8Array): Ask
  /** How many random inputs are tried; each may cost the driver's timeouts. */
  garbles?: number
  close?(): Promise<void>
}

const SECOND = 1000
const SEED = 20260101
/** Drivers that have to look for themselves do so twice in two seconds. */
const NOTICED = { timeout: 5 * SECOND, interval: 10 }

/** What every driver promises, tried on one: driver and device together. */
export function driverContract<Ask, Piece>(name: string, make: () => Promise<ContractBench<Ask, Piece>>): void {
  describe(`${name} keeps the contract`, () => {
    let bench: ContractBench<Ask, Piece>
    beforeAll(async () => {
      bench = await make()
    })
    beforeEach(() => bench.heal())
    afterAll(() => bench.close?.())

    test('answers, and answers twice alike', async () => {
      const alike = bench.alike ?? ((pieces: Piece[]) => pieces)
      const first = await job(bench)
      expect(first.length).toBeGreaterThan(0)
      expect(alike(await job(bench))).toEqual(alike(first))
    })

    test('lists itself, marked by kind, and knows no other', async () => {
      const devices = await bench.driver.list()
      expect(devices).toEqual([{ ...devices[0], kind: bench.driver.kind, simulated: true }])
      expect(devices[0]!.id).not.toBe('')
      await expect(run(bench.driver, 'nobody', bench.ask())).rejects.toMatchObject({ fault: 'absent' })
    })

    test('a fault is told by its name and leaves the device usable', async () => {
      for (const { name: what, cause, fault, ask } of bench.faults) {
        cause()
        const failed = await job(bench, ask?.()).catch(error => error)
        expect(failed, what).toBeInstanceOf(DeviceError)
        expect(failed.fault, what).toBe(fault)
        bench.heal()
        expect(await job(bench), what).not.toHaveLength(0)
      }
    })

    test('stops within a second of the signal, at every step, and is usable after', async () => {
      const steps = await countSteps(bench)
      let ended = 0
      for (let step = 0; step < steps; step++) {
        const stop = new AbortController()
        let stopped = 0
        const outcome = await atStep(bench, step, stop.signal, () => {
          stopped = performance.now()
          stop.abort()
        })
        expect(stopped, `step ${step} is reached`).toBeGreaterThan(0)
        expect(performance.now() - stopped).toBeLessThan(SECOND)
        expectFault(outcome, ['cancelled', ...(bench.mayBeUncertain ? ['uncertain' as const] : [])])
        if (Array.isArray(outcome)) ended++
        expect(await settled(bench)).not.toHaveLength(0)
      }
      // Only a signal that came with the last of the work may find it done.
      expect(ended).toBeLessThanOrEqual(bench.lastSteps ?? 1)
    })

    test('refuses to start on a signal that has aborted', async () => {
      const outcome = run(bench.driver, await idOf(bench), bench.ask(), AbortSignal.abort())
      await expect(outcome).rejects.toMatchObject({ fault: 'cancelled' })
    })

    test('refuses a second caller and says who holds it', async () => {
      const id = await idOf(bench)
      const stop = new AbortController()
      const first = bench.driver.run(id, bench.ask(), stop.signal)[Symbol.asyncIterator]()
      await first.next()
      const second = await run(bench.driver, id, bench.ask()).catch(error => error)
      expect(second).toMatchObject({ fault: 'busy', facts: { holder: expect.any(String), since: expect.any(String) } })
      await first.return?.()
      expect(await settled(bench)).not.toHaveLength(0)
    })

    test('a caller that walks away leaves it free', async () => {
      for await (const _piece of bench.driver.run(await idOf(bench), bench.ask(), never())) break
      expect(await settled(bench)).not.toHaveLength(0)
    })

    test('survives random bytes', { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async bytes => {
          const started = performance.now()
          const outcome = await job(bench, bench.garble(bytes)).catch(error => error)
          if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(DeviceError)
          expect(performance.now() - started).toBeLessThan(10 * SECOND)
        }),
        { seed: SEED, numRuns: bench.garbles ?? 60 },
      )
      bench.heal()
      expect(await settled(bench)).not.toHaveLength(0)
    })

    test('survives unplugging at every step, and comes back without a restart', { timeout: 60_000 }, async () => {
      const steps = await countSteps(bench)
      for (let step = 0; step < steps; step++) {
        let pulled = 0
        const outcome = await atStep(bench, step, never(), () => {
          pulled = performance.now()
          bench.unplug()
        })
        expect(performance.now() - pulled).toBeLessThan(2 * SECOND)
        if (!Array.isArray(outcome)) {
          expectFault(outcome, ['absent', ...(bench.mayBeUncertain ? ['uncertain' as const] : [])])
        }
        expect(await bench.driver.list()).toEqual([])
        bench.plugIn()
        expect(await settled(bench), `after step ${step}`).not.toHaveLength(0)
      }
    })

    test('tells of work, unplugging and coming back', async () => {
      const events: DeviceEvent['state'][] = []
      const unwatch = bench.driver.watch?.(({ state }) => events.push(state))
      expect(unwatch).toBeDefined()
      await job(bench)
      expect(events).toEqual(['busy', 'ready'])
      bench.unplug()
      await expect.poll(() => events, NOTICED).toContain('removed')
      bench.plugIn()
      await expect.poll(() => events, NOTICED).toContain('attached')
      await settled(bench)
      expect(events.slice(0, 4)).toEqual(['busy', 'ready', 'removed', 'attached'])
      unwatch?.()
      const before = events.length
      await job(bench)
      expect(events).toHaveLength(before)
    })
  })
}

/** All pieces of one run. @throws what the run throws. */
export async function run<Ask, Piece>(
  driver: Driver<Ask, Piece>,
  id: string,
  ask: Ask,
  signal = never(),
): Promise<Piece[]> {
  const pieces: Piece[] = []
  for await (const piece of driver.run(id, ask, signal)) pieces.push(piece)
  return pieces
}

const never = () => new AbortController().signal

async function idOf<Ask, Piece>({ driver }: ContractBench<Ask, Piece>): Promise<string> {
  return (await driver.list())[0]!.id
}

async function job<Ask, Piece>(bench: ContractBench<Ask, Piece>, ask = bench.ask()): Promise<Piece[]> {
  return run(bench.driver, await idOf(bench), ask)
}

/** A good job on a device that may need a moment to be found again. */
async function settled<Ask, Piece>(bench: ContractBench<Ask, Piece>): Promise<Piece[]> {
  await expect.poll(() => bench.driver.list(), { timeout: 2 * SECOND, interval: 5 }).not.toEqual([])
  return job(bench)
}

/** A step is an exchange with the device or a piece taken from the driver. */
async function countSteps<Ask, Piece>(bench: ContractBench<Ask, Piece>): Promise<number> {
  let steps = 0
  bench.onStep(() => steps++)
  steps += (await job(bench)).length
  bench.onStep(undefined)
  return steps
}

/** Runs a job and does `what` at its step; the pieces, or the error it ended with. */
async function atStep<Ask, Piece>(
  bench: ContractBench<Ask, Piece>,
  step: number,
  signal: AbortSignal,
  what: () => void,
): Promise<Piece[] | Error> {
  let left = step
  const tick = () => {
    if (left-- === 0) what()
  }
  const pieces: Piece[] = []
  bench.onStep(tick)
  try {
    for await (const piece of bench.driver.run(await idOf(bench), bench.ask(), signal)) {
      pieces.push(piece)
      tick()
    }
    return pieces
  } catch (error) {
    return error as Error
  } finally {
    bench.onStep(undefined)
  }
}

/** A job that had nothing left to do when it happened may also have ended well. */
function expectFault(outcome: unknown, allowed: readonly DeviceFault[]): void {
  if (Array.isArray(outcome)) return
  expect(outcome).toBeInstanceOf(DeviceError)
  expect(allowed).toContain((outcome as DeviceError).fault)
}
