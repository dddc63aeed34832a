import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Change } from './put-rows.ts'

/** The days on which something was printed by machines that were registered for it until one of these changes. */
export async function terminalDays(db: Db, changes: readonly Change[]): Promise<string[]> {
  const before = changes.flatMap(change => (change.before ? [change.before.map(String)] : []))
  if (before.length === 0) return []
  const devices = [...new Set(before.map(([, device]) => device!))]
  const first = before.map(row => row[5]!).sort()[0]!
  const prints = await run<{ day: string; device: string }>(
    db,
    `select distinct day, device from rule_prints where day >= ? and device in (${list(devices.length)})`,
    [first, ...devices],
  )
  const covered = ({ day, device }: { day: string; device: string }) =>
    before.some(([, of, , , , from, to]) => of === device && from! <= day && (!to || day <= to))
  return prints.filter(covered).map(({ day }) => day)
}
