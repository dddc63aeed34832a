import type { Fed } from './feeds.ts'
import type { Row } from './rows.ts'

/** A table of the rules that holds one row for a case. */
export interface RuleTable {
  name: string
  /** The first is the id of the case. */
  columns: readonly string[]
  /** The days on which a rule may judge otherwise since a row changed; '' among them is none. */
  days(before: Row | undefined, after: Row | undefined): string[]
}

/** Registrations are no such table: what they are on a night is for nights.ts. */
export const TABLES: Readonly<Record<Exclude<Fed['name'], 'residents' | 'employments'>, RuleTable>> = {
  applications: {
    name: 'rule_applications',
    columns: ['id', 'station', 'citizen', 'address', 'day', 'time', 'decision', 'decided', 'issued'],
    days: applicationDays,
  },
  prints: {
    name: 'rule_prints',
    columns: ['id', 'station', 'device', 'ip', 'mac', 'day', 'void', 'made_for', 'undone'],
    days: (before, after) => [before, after].flatMap(row => [textAt(row, 5), textAt(row, 8)]),
  },
  terminals: {
    name: 'rule_terminals',
    columns: ['id', 'device', 'ip', 'mac', 'station', 'active_from', 'active_to'],
    // A print that it covered may now be one of no terminal: which days that are, terminal-days.ts knows.
    days: () => [],
  },
  venues: {
    name: 'rule_venues',
    columns: ['id', 'venue', 'unit', 'minimum', 'maximum', 'registered_on'],
    days: () => [],
  },
  closings: {
    name: 'rule_closings',
    columns: ['id', 'station', 'day', 'cards', 'blanks'],
    days: (before, after) => [textAt(before, 2), textAt(after, 2)],
  },
  blanks: {
    name: 'rule_blanks',
    columns: ['id', 'station', 'handed', 'gone'],
    days: (_, after) => [textAt(after, 2), textAt(after, 3)],
  },
  duties: {
    name: 'rule_duties',
    columns: ['id', 'station', 'day', 'opens', 'closes'],
    // What was approved late takes back no alert; what is approved no more may call for one.
    days: before => [textAt(before, 2)],
  },
}

const textAt = (row: Row | undefined, at: number): string => String(row?.[at] ?? '')

/**
 * Of an application: the days of its acceptance where that changed, those of its decision where that did, and the day on
 * which it had been done where it is so no longer. That it is done later than the day was judged takes back no alert.
 */
function applicationDays(before: Row | undefined, after: Row | undefined): string[] {
  const differs = (from: number, to: number) =>
    JSON.stringify(before?.slice(from, to)) !== JSON.stringify(after?.slice(from, to))
  return [
    ...(differs(0, 6) ? [textAt(before, 4), textAt(after, 4)] : []),
    ...(differs(6, 8) ? [textAt(before, 7), textAt(after, 7)] : []),
    ...(differs(8, 9) ? [textAt(before, 8)] : []),
  ]
}
