import type { Backup } from './backup-list.ts'

const DAY = 86_400_000
const DAYS = 7
const WEEKS = 4

/**
 * Which backups may go: kept are the newest of each of the last 7 days and of each of the last 4 weeks that have one, by
 * UTC, and those of the last 4 weeks that were made before something was changed. The newest of all always stays.
 */
export function outdated(backups: readonly Backup[], now: string): Backup[] {
  const newestFirst = [...backups].sort((a, b) => (a.at < b.at ? 1 : -1))
  const kept = new Set<Backup>(newestFirst.slice(0, 1))
  const age = (b: Backup) => Date.parse(now) - Date.parse(b.at)
  for (const [span, count] of [
    [DAY, DAYS],
    [7 * DAY, WEEKS],
  ] as const) {
    const newest = new Map<number, Backup>()
    for (const b of newestFirst) {
      const place = Math.floor(Date.parse(b.at) / span)
      if (!newest.has(place) && newest.size < count) newest.set(place, b)
    }
    for (const b of newest.values()) kept.add(b)
  }
  for (const b of newestFirst) if (b.why !== 'day' && b.why !== 'asked' && age(b) < WEEKS * 7 * DAY) kept.add(b)
  return newestFirst.filter(b => !kept.has(b))
}
