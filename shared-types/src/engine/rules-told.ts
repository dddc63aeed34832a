import type { RulesTold, RuleTold } from '../protocol-rules.ts'

/** What a rule of the centre is set to for a unit on a day. */
interface RuleSet {
  on: boolean
  /** Those that somebody set; the others are as delivered. */
  parameters: Readonly<Record<string, number>>
}

/**
 * By what windows were told: the last change that has begun, of the nearest unit of the line that has one of its own, else
 * of everywhere. `line`: the unit and those above it, the lowest first.
 */
export function ruleTold({ changes }: RulesTold, rule: string, line: readonly string[], today: string): RuleSet {
  const begun = changes.filter(change => change.rule === rule && change.from <= today)
  const of = (unit: string | undefined) => begun.findLast(change => change.unit === unit)
  const own = line.map(of).find(change => change?.parameters)
  const everywhere = of(undefined)
  return { on: everywhere?.on ?? true, parameters: (own ?? everywhere)?.parameters ?? {} }
}

/** Changes in their order, without those that later ones have taken the place of today. */
export function stillTold(changes: readonly RuleTold[], today: string): RuleTold[] {
  const last = new Map(changes.filter(({ from }) => from <= today).map(change => [placeOf(change), change]))
  return changes.filter(change => change.from > today || last.get(placeOf(change)) === change)
}

const placeOf = ({ rule, unit = '' }: RuleTold) => JSON.stringify([rule, unit])

/**
 * A subject that a rule leaves out as windows are told of it: no number and no address that somebody could read there.
 * Whoever tries all numbers that there are finds it all the same.
 */
export const exemptMark = (sha256: (text: string) => string, key: string, rule: string, subject: string): string =>
  sha256(JSON.stringify([key, rule, subject])).slice(0, 32)

/** Whether the rule leaves the subject out today, by what the window was told. */
export function isExemptTold(
  { exempt }: RulesTold,
  sha256: (text: string) => string,
  { rule, subject, today }: { rule: string; subject: string; today: string },
): boolean {
  if (!exempt) return false
  const mark = exemptMark(sha256, exempt.key, rule, subject)
  return exempt.marks.some(told => told.mark === mark && told.from <= today && today <= told.to)
}
