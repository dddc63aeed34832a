import type { Role } from '../../shared-types/src/model/person.ts'
import type { CallRow, Nearness } from './table.ts'

/** What somebody hears of a call about a case that near to them, as the table says. */
export function expected(
  row: CallRow,
  who: string,
  asker: { role: Role } | undefined,
  near: Nearness | 'none' | '' | undefined,
): string {
  if (who === 'locked' && !row.locked) return 'session'
  const { hears = 'ok', otherwise = 'not-found' } = row
  if (!asker) return who === 'locked' || row.who === 'anybody' ? hears : 'session'
  if (Array.isArray(row.who) && !row.who.includes(asker.role)) return row.refused ?? 'forbidden'
  if (!near || !row.cases) return hears
  const reached = near === 'none' ? row.begin?.includes(asker.role) : row.cases[asker.role]?.includes(near)
  return reached ? hears : otherwise
}
