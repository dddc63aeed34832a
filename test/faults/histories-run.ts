import fc from 'fast-check'
import { type Happening, happen, histories, worlds } from './history.ts'
import { checkEnd, checkPulled, heal } from './history-check.ts'
import { checkSecretEnd, checkSecretPulled, secretHistories } from './secret-histories.ts'
import { type Planted, type SimulatedCentre, simulatedCentre } from './simulated-centre.ts'

export interface Histories {
  /**
   * Runs that many random histories and throws on the first that breaks a promise, made as short as it can be, with the
   * seed and path that replay it (HISTORY_SEED and HISTORY_PATH in the environment).
   */
  run(count: number, seed?: number): Promise<void>
  /** The same with histories about a field that one of two windows may not see. */
  secrets(count: number, seed?: number): Promise<void>
  /** Runs this one. */
  replay(history: readonly Happening[]): Promise<void>
  /** How many histories it takes to notice a fault that was planted; undefined when `count` are not enough. */
  notice(planted: Planted, count: number, seed: number): Promise<number | undefined>
  close(): void
}

/** One centre and four windows, simulated, for any number of histories. */
export async function openHistories(): Promise<Histories> {
  const centre: SimulatedCentre = await simulatedCentre()
  const fresh = await worlds(centre)
  const one = async (history: readonly Happening[], planted?: Planted) => {
    const world = await fresh(planted)
    world.pulled = (station, answer) => checkPulled(world, station, answer)
    for (const what of history) await happen(world, what)
    await heal(world)
    await checkEnd(world)
  }
  const secret = async (history: readonly Happening[]) => {
    const world = await fresh()
    world.pulled = async (station, answer) => {
      await checkPulled(world, station, answer)
      await checkSecretPulled(world, station, answer)
    }
    for (const what of history) await happen(world, what)
    await heal(world)
    await checkEnd(world)
    await checkSecretEnd(world)
  }
  const { HISTORY_SEED: seed, HISTORY_PATH: path } = process.env
  return {
    run: (count, given) =>
      fc.assert(
        fc.asyncProperty(histories, history => one(history)),
        {
          numRuns: count,
          ...(given !== undefined && { seed: given }),
          ...(seed && { seed: Number(seed) }),
          ...(path && { path }),
        },
      ),
    secrets: (count, given) =>
      fc.assert(fc.asyncProperty(secretHistories, secret), {
        numRuns: count,
        ...(given !== undefined && { seed: given }),
        ...(seed && { seed: Number(seed) }),
        ...(path && { path }),
      }),
    replay: history => one(history),
    async notice(planted, count, given) {
      const property = fc.asyncProperty(histories, history => one(history, planted))
      const { failed, numRuns } = await fc.check(property, { numRuns: count, seed: given, endOnFailure: true })
      return failed ? numRuns : undefined
    },
    close: () => centre.close(),
  }
}
