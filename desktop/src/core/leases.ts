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
 * of years gone by goes back to the centre.
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
    const answer = await server.lease({ ...short, numbered: await numbered.last() }).catch(unlessSetBack)
    if (!answer) return
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

/** The centre was set back: the pull that follows says so, and then it is asked again. */
function unlessSetBack(error: unknown): undefined {
  if (error instanceof ServerRefusal && error.detail === SET_BACK) return undefined
  throw error
}

/** Numbers of a year gone by that nobody will draw again. */
async function giveBack(server: ServerClient, directory: Directory, numbers: Numbers, year: number): Promise<void> {
  for (const lease of directory.leases().filter(l => l.year < year && l.returnedAfter === undefined)) {
    const { numbered: _, ...value } = await server.returnLease({
      id: lease.id,
      lastUsed: await numbers.lastUsed(lease),
    })
    await directory.take([{ id: `lease:${lease.id}`, kind: 'lease', value, seq: 0 }])
  }
}
