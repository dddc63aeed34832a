/** What benchmarks measure with: CPU time, medians, and ratios between things that ran in turns in the same process. */

/** One figure of a benchmark. `limit` is what it may be at most, or at least when `atLeast`; null when only told. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly limit: number | null
  readonly ok: boolean
}

/** A file test/bench/<name>.bench.ts exports one of these as its default; each runs in a process of its own. */
export interface Bench {
  readonly name: string
  run(): Promise<Row[]>
}

export function atMost(name: string, value: number, unit: string, limit: number): Row {
  return { name, value, unit, limit, ok: value <= limit }
}

export function atLeast(name: string, value: number, unit: string, limit: number): Row {
  return { name, value, unit, limit, ok: value >= limit }
}

/** A figure without a limit, told beside the others. */
export function told(name: string, value: number, unit: string): Row {
  return { name, value, unit, limit: null, ok: true }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** CPU time of this process, user and system, that `work` took, in µs. */
export async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Wall time of `work` in ms. */
export async function wallTime(work: () => unknown): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

export type Measured<K extends string> = Record<K, { perOperation: number; ratio: number }>

/**
 * Runs the contenders in turns, `rounds` times after two to warm up. Per contender: the median cost of one operation,
 * and the median over the rounds of its ratio to `base`, so that a slow moment of the machine hits both alike.
 */
export async function compare<K extends string>(
  base: NoInfer<K>,
  contenders: Readonly<Record<K, (round: number) => unknown>>,
  { operations, rounds, clock = cpuTime }: { operations: number; rounds: number; clock?: typeof cpuTime },
): Promise<Measured<K>> {
  const names = Object.keys(contenders) as K[]
  const costs = new Map(names.map(name => [name, [] as number[]]))
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      // Nobody pays for the young garbage of the one before; a full collection would cool everybody down instead.
      globalThis.gc?.({ type: 'minor' })
      const cost = await clock(() => contenders[name](round))
      if (round >= 0) costs.get(name)!.push(cost)
    }
  }
  const measured = (name: K) => ({
    perOperation: median(costs.get(name)!) / operations,
    ratio: median(costs.get(name)!.map((cost, round) => cost / costs.get(base)![round]!)),
  })
  return Object.fromEntries(names.map(name => [name, measured(name)])) as Measured<K>
}
