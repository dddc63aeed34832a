import { beforeAll, describe, expect, test } from 'vitest'
import { run } from './driver.contract.ts'
import type { Driver } from './driver.ts'

/** A machine that nobody can unplug or damage from here. */
export interface HardwareBench<Ask, Piece> {
  driver: Driver<Ask, Piece>
  /** The id of the device that is meant. */
  id: string
  /** A job that succeeds on a well device. */
  ask: Ask
  /** What of the pieces must be the same on each run. */
  alike(pieces: Piece[]): unknown
}

const SECOND = 1000

/** Of what every driver promises, that which can be tried on a real machine without a hand at its cable. */
export function hardwareContract<Ask, Piece>(name: string, make: () => Promise<HardwareBench<Ask, Piece>>): void {
  describe(name, () => {
    let bench: HardwareBench<Ask, Piece>
    beforeAll(async () => {
      bench = await make()
    })
    const job = () => run(bench.driver, bench.id, bench.ask)

    test('lists itself, marked by kind, and knows no other', async () => {
      const device = (await bench.driver.list()).find(({ id }) => id === bench.id)
      expect(device).toMatchObject({ kind: bench.driver.kind, simulated: false })
      await expect(run(bench.driver, 'nobody', bench.ask)).rejects.toMatchObject({ fault: 'absent' })
    })

    test('answers, and answers twice alike', async () => {
      const first = await job()
      expect(first.length).toBeGreaterThan(0)
      expect(bench.alike(await job())).toEqual(bench.alike(first))
    })

    test('stops within a second of the signal, and is usable after', async () => {
      for (const ms of [5, 60, 200]) {
        const stop = new AbortController()
        const asked = run(bench.driver, bench.id, bench.ask, stop.signal).catch(error => error)
        const stopped = await new Promise<number>(resolve =>
          setTimeout(() => {
            stop.abort()
            resolve(performance.now())
          }, ms),
        )
        const outcome = await asked
        expect(performance.now() - stopped).toBeLessThan(SECOND)
        if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ fault: 'cancelled' })
        expect(await job()).not.toHaveLength(0)
      }
    })

    test('refuses a second caller and says who holds it; a caller that walks away leaves it free', async () => {
      const first = bench.driver.run(bench.id, bench.ask, new AbortController().signal)[Symbol.asyncIterator]()
      await first.next()
      await expect(job()).rejects.toMatchObject({ fault: 'busy', facts: { holder: expect.any(String) } })
      await first.return?.()
      expect(await job()).not.toHaveLength(0)
    })
  })
}
