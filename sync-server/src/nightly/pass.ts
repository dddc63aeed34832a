import { setImmediate as breathe } from 'node:timers/promises'
import { RULES } from '../rules/all.ts'
import type { Rule } from '../rules/rule.ts'
import { type Eyes, eyes } from './eyes.ts'
import { takeLate } from './late.ts'
import { type NightParts, runDay } from './run-day.ts'
import { claim, nextDay } from './runs.ts'

/** What a pass came to: days of rules that it judged, and those that it could not. */
export interface Passed {
  judged: number
  failed: number
}

/**
 * Judges everything up to the day `through` that has not been judged, was asked for, or is changed by late rows: of each
 * rule day by day, in their order. What another instance is at is left to it, with all later days of that rule; a day that
 * cannot be judged is left, and stops none of the other rules.
 */
export async function pass(parts: NightParts, through: string, holder: string): Promise<Passed> {
  await takeLate(parts.store, through)
  const see = eyes(parts)
  try {
    return await passWith(parts, see, through, holder)
  } finally {
    await see.close()
  }
}

async function passWith(parts: NightParts, see: Eyes, through: string, holder: string): Promise<Passed> {
  const passed = { judged: 0, failed: 0 }
  const open = new Set<Rule>(RULES)
  while (open.size) {
    for (const rule of open) {
      if (parts.stopping.aborted) return passed
      const claimed = await claimNext(parts, rule, through, holder)
      const judged = claimed !== undefined && (await runDay(parts, see, claimed, rule))
      if (judged) passed.judged++
      else open.delete(rule)
      if (claimed && !judged) passed.failed++
      await breathe()
    }
  }
  return passed
}

async function claimNext({ store, now }: NightParts, { id }: Rule, through: string, holder: string) {
  const day = await nextDay(store.db, id, through, now())
  return day === undefined ? undefined : store.through(() => claim(store.db, { rule: id, day, holder }, now()))
}
