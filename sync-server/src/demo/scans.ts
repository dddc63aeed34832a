import { createHash } from 'node:crypto'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { Role } from '../../../shared-types/src/model/person.ts'
import type { ReadRow } from '../facts/keep-rows.ts'
import { userNamed } from './demo-users.ts'
import { createPeople } from './invented-person.ts'
import { createRandom, type Random } from './random.ts'
import { INVENTED_VENUES } from './venues.ts'
import { instantAt } from './work-days.ts'

/** Scans of one venue by day, in order. */
export type ScanDays = readonly { day: string; count: number }[]

/** Somebody in a post of theirs. */
export interface DemoPost {
  id: string
  post: string
  role: Role
  unit: string
}

/** One file of scan-ins that somebody at the bureau imported. */
export interface DemoImport {
  name: string
  size: number
  hash: string
  at: string
  person: DemoPost
  rows: readonly ReadRow[]
}

/** Days up to yesterday of which there are scan-ins: those that an alert's curve shows, and a few more. */
const DAYS = 34
/** Days of one import. */
const TOGETHER = 7
/** Who scans: the same people again and again. */
const PEOPLE = 1500
/** Nobody has registered it: it was scanned for the first time yesterday. */
const UNKNOWN = 'YJ-0402-088'

/**
 * How many scanned at a venue on each of the last days. Weeks in which there were too many or too few are those that the
 * alerts of the demo tell of: `odd` has their counts up to their last day, so many days ago.
 */
export function scanDays(code: string, today: string): ScanDays {
  const venue = INVENTED_VENUES.find(one => one.code === code)!
  const random = createRandom(Number(code.replaceAll(/\D/g, '')))
  const { usual, odd } = venue.scans
  return Array.from({ length: DAYS }, (_, i) => {
    const ago = DAYS - i
    const [first, last] = odd ? [odd.ago + odd.counts.length - 1, odd.ago] : [0, 1]
    const count = random.whole(usual[0], usual[1])
    return { day: addDays(today, -ago), count: last <= ago && ago <= first ? odd!.counts[first - ago]! : count }
  })
}

/** The scan-ins of all venues as the bureau imported them, a week at a time, the last yesterday. */
export function importedScans(today: string): DemoImport[] {
  const random = createRandom(88)
  const people = createPeople(random, today)
  const numbers = Array.from({ length: PEOPLE }, () => people([16, 75]).citizenId)
  const days = new Map<string, [code: string, count: number][]>()
  for (const { code } of INVENTED_VENUES)
    for (const { day, count } of scanDays(code, today)) days.set(day, [...(days.get(day) ?? []), [code, count]])
  days.get(addDays(today, -1))!.push([UNKNOWN, 37])
  const all = [...days].sort((a, b) => (a[0] < b[0] ? -1 : 1))
  const weeks = Array.from({ length: Math.ceil(all.length / TOGETHER) }, (_, i) =>
    // The last one is whole: it ends yesterday.
    all.slice(Math.max(0, all.length - (i + 1) * TOGETHER), all.length - i * TOGETHER),
  ).reverse()
  return weeks.map(week => importOf(week, random, numbers))
}

function importOf(week: [string, [string, number][]][], random: Random, numbers: readonly string[]): DemoImport {
  const scans = week.flatMap(([day, venues]) =>
    venues.flatMap(([code, count]) =>
      Array.from({ length: count }, () => [day, timeOf(random), code, random.pick(numbers)] as const),
    ),
  )
  // Line 1 of the file is its heading.
  const rows = scans.map(([day, time, code, person], i) => [i + 2, day, time, code, person] as const)
  const file = Buffer.from(
    `场所编号,证件号码,采集时间\r\n${rows.map(([, day, time, code, person]) => `${code},${person},${day} ${time}\r\n`).join('')}`,
  )
  const [from, to] = [week[0]![0], week.at(-1)![0]]
  return {
    name: `扫码记录${from.replaceAll('-', '')}-${to.replaceAll('-', '')}.csv`,
    size: file.length,
    hash: createHash('sha256').update(file).digest('hex'),
    at: instantAt(to, 23 * 60 + 40),
    person: superior(),
    rows,
  }
}

/** The supervisor of the whole. */
export function superior(): DemoPost {
  const { id, post, unit } = userNamed('hubin')
  return { id, post, role: 'supervisor', unit }
}

/** Between eight in the morning and eleven at night. */
function timeOf(random: Random): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(random.whole(8, 22))}:${two(random.whole(0, 59))}:${two(random.whole(0, 59))}`
}
