import type { Domain, Series } from '../../../shared-types/src/model/domain.ts'
import { SET_BACK } from '../../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import type { Numbered } from './numbered.ts'
import type { Numbers } from './numbers.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal } from './server-fault.ts'

/** Numbers are fetched when less than this part of a block is left, and for the next year from this month on. */
const LOW = 0.5
const YEAR_END = 12

/**
 * Sees to it that every series has numbers for days without the centre: asks for a block where few are left. What is left
 * of years gone by goes back to the centre. What the centre will not give or take is left as it is: no answer about numbers
 * may keep events from travelling.
 */
export async function keepLeases(
  server: ServerClient,
  directory: Directory,
  numbers: Numbers,
  series: ReadonlyMap<string, Series>,
  today: string,
  numbered: Pick<Numbered, 'saw' | 'last'>,
): Promise<void> {
  await giveBack(server, directory, numbers, Number(today.slice(0, 4)))
  for (const short of await runningShort(directory, numbers, series, today)) {
    const answer = await server.lease({ ...short, numbered: await numbered.last() }).catch(refusal)
    // The centre was set back: the pull that follows says so, and then it is asked again.
    if (answer === SET_BACK) return
    if (typeof answer === 'string') continue
    const { numbered: seq = 0, ...lease } = answer
    await numbered.saw(seq)
    await directory.take([{ id: `lease:${lease.id}`, kind: 'lease', value: lease, seq: 0 }])
  }
}

/** The series and years of which this window has few numbers left. */
export async function runningShort(
  directory: Directory,
  numbers: Numbers,
  series: ReadonlyMap<string, Series>,
  today: string,
): Promise<{ series: string; year: number }[]> {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const left = await numbers.left()
  return [...series].flatMap(([name, { block }]) =>
    (month === YEAR_END ? [year, year + 1] : [year]).flatMap(of => {
      const held = directory.leases().filter(l => l.series === name && l.year === of)
      const rest = held.reduce((sum, l) => sum + (left.get(l.id) ?? 0), 0)
      return rest < block * LOW ? [{ series: name, year: of }] : []
    }),
  )
}

/** Every series of the domains, by `domain.name`. */
export const seriesOf = (domains: readonly Domain[]): ReadonlyMap<string, Series> =>
  new Map(domains.flatMap(d => Object.entries(d.series ?? {}).map(([name, s]) => [`${d.name}.${name}`, s] as const)))

/** What a centre answers about a block that it does not give, or not take back. */
const ABOUT_NUMBERS: ReadonlySet<string> = new Set([SET_BACK, 'series', 'used-up', 'enough', 'lease', 'used'])

function refusal(error: unknown): string {
  if (error instanceof ServerRefusal && error.detail && ABOUT_NUMBERS.has(error.detail)) return error.detail
  throw error
}

/** Numbers of a year gone by that nobody will draw again. */
async function giveBack(server: ServerClient, directory: Directory, numbers: Numbers, year: number): Promise<void> {
  for (const lease of directory.leases().filter(l => l.year < year && l.returnedAfter === undefined)) {
    const answer = await server.returnLease({ id: lease.id, lastUsed: await numbers.lastUsed(lease) }).catch(refusal)
    // A centre that was set back may know a number of this block from one that it lost.
    if (typeof answer === 'string') continue
    const { numbered: _, ...value } = answer
    await directory.take([{ id: `lease:${lease.id}`, kind: 'lease', value, seq: 0 }])
  }
}
