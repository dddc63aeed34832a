import { addDays, dayOf } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { ReplayParts, Seen, SeenBySubject } from './seen.ts'

interface Block {
  id: string
  first: number
}

/** How many numbers lacked below the highest that had come, of each block of which some came in these days; see number-gap.ts. */
export async function numbersSeen({ db, directory, from, to }: ReplayParts): Promise<SeenBySubject> {
  const year = (day: string) => Number(day.slice(0, 4))
  // A day earlier: the day of an instant is the zone's.
  const blocks = await run<Block>(db, BLOCKS, [`${addDays(from, -1)}T00:00:00.000Z`, year(from) - 1, year(to)])
  const seen = new Map<string, readonly Seen[]>()
  for (const block of blocks) {
    const uses = await run<{ number: number; at: string }>(db, USES, [block.id])
    const dated = uses.map(({ number, at }) => ({ number: Number(number), day: dayOf(at, directory.zone) }))
    const steps = missingByDay(Number(block.first), dated)
    if (steps.some(({ measure }) => measure !== undefined)) seen.set(block.id, steps)
  }
  return seen
}

function missingByDay(first: number, uses: readonly { number: number; day: string }[]): Seen[] {
  const came = new Set<number>()
  let highest = first - 1
  return [...Map.groupBy(uses, ({ day }) => day)].map(([day, own]) => {
    for (const { number } of own) {
      came.add(number)
      highest = Math.max(highest, number)
    }
    const missing = highest - first + 1 - came.size
    return { day, measure: missing > 0 ? missing : undefined }
  })
}

const OF_BLOCK = `
  from leases l join number_uses u on u.series = l.series and u.numbering_year = l.numbering_year
    and u.numbering_unit = l.numbering_unit and u.number between l.first and coalesce(l.returned_after, l.last)
  join events e on e.id = u.event_id`
const BLOCKS = `select distinct l.id, l.first ${OF_BLOCK} where e.received_at >= ? and l.year between ? and ?`
const USES = `select u.number, e.received_at as at ${OF_BLOCK} where l.id = ? order by e.received_at, u.number`
