import type { Parameters, RuleId } from './rule.ts'

/** Calendar days that as many working days can take, with the longest holidays. */
const working = (days: number) => days * 2 + 15

/**
 * How many days after its own a row can still change what a rule calls for: the windows that contain it. The most that
 * can be, not the exact days. Undefined for a rule that compares what is with what was, and cannot do so twice.
 */
export function reachOf(rule: RuleId, parameters: Parameters): number | undefined {
  const { windowDays = 1, referenceDays = 0, history = 0, maxWorkingDays = 0 } = parameters
  return REACH[rule]({ windowDays, referenceDays, history, maxWorkingDays })
}

interface Widths {
  windowDays: number
  referenceDays: number
  history: number
  maxWorkingDays: number
}

const REACH: Readonly<Record<RuleId, (p: Widths) => number | undefined>> = {
  'venue-footfall': p => p.windowDays - 1,
  'unknown-venue': () => 0,
  'permit-volume': p => working(p.history),
  'off-hours': () => 0,
  turnaround: p => working(p.maxWorkingDays + 1),
  'terminal-mismatch': () => 0,
  'void-rate': p => p.windowDays + p.referenceDays - 1,
  'rejection-rate': p => p.windowDays + p.referenceDays - 1,
  'multi-place': p => p.windowDays - 1,
  'shared-address': p => p.windowDays - 1,
  'resident-date-changed': () => undefined,
  'employment-date-changed': () => undefined,
  // Up to the next count, which comes with the next working day.
  'card-balance': () => 31,
  'print-without-application': () => 0,
  'number-gap': () => undefined,
}
