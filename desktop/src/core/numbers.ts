import { formatNumber, inLease } from '../../../shared-types/src/engine/numbers.ts'
import type { Series } from '../../../shared-types/src/model/domain.ts'
import type { Lease } from '../../../shared-types/src/protocol.ts'
import type { Kept } from './store/kept.ts'

/** A leased block's last drawn number, and the draws whose event is not yet known to be stored. */
export interface Draws {
  last: number
  pending: { number: number; event: string }[]
}

/** No number is left in the leased blocks of a series: the window must meet the centre once. */
export class NumbersExhausted extends Error {
  readonly series: string
  constructor(series: string) {
    super(`No leased number is left of ${series}`)
    this.name = 'NumbersExhausted'
    this.series = series
  }
}

export interface Numbers {
  /**
   * The next number of a series for this event, durable before it is answered. A number whose event never came to be
   * (a crash between) is given out again, so that a crash leaves no hole.
   * @throws NumbersExhausted
   */
  draw(series: string, year: number, event: string): Promise<string>
  /** The last number given out of a lease, the one before its first when none was. */
  lastUsed(lease: Lease): Promise<number>
  /** How many numbers are left in each lease. */
  left(): Promise<Map<string, number>>
}

/** Draws from the leases that the server gave this station. `series` names are `domain.series`. */
export function numbers(
  draws: Kept<Draws>,
  leases: () => readonly Lease[],
  series: (name: string) => Series,
  stored: (event: string) => Promise<boolean>,
): Numbers {
  const state = async (lease: Lease) => (await draws.get(lease.id)) ?? { last: lease.from - 1, pending: [] }
  const top = (lease: Lease) => Math.min(lease.to, lease.returnedAfter ?? lease.to)

  async function take(lease: Lease, event: string): Promise<number | undefined> {
    const { last, pending } = await state(lease)
    const open = []
    for (const draw of pending) if (!(await stored(draw.event))) open.push(draw)
    const free = open.shift()
    const number = free?.number ?? last + 1
    if (number > top(lease)) return undefined
    await draws.put(lease.id, { last: Math.max(last, number), pending: [...open, { number, event }] })
    return number
  }

  return {
    async draw(name, year, event) {
      for (const lease of leases()
        .filter(l => l.series === name && l.year === year)
        .sort((a, b) => a.from - b.from)) {
        const number = await take(lease, event)
        if (number !== undefined && inLease(lease, number))
          return formatNumber(series(name), { unit: lease.unit, year, number })
      }
      throw new NumbersExhausted(name)
    },
    lastUsed: async lease => (await state(lease)).last,
    async left() {
      const rows = await Promise.all(
        leases().map(async lease => [lease.id, Math.max(0, top(lease) - (await state(lease)).last)] as const),
      )
      return new Map(rows)
    },
  }
}
