import type { Operation } from './operation.ts'
import { ruleTables } from './rule-tables.ts'
import { daysAsked, judgeDays } from './rules-judge.ts'
import { withParts } from './with-parts.ts'

/** The supervision rules on the server's own machine: judging days that are over, and the tables that they read. */
export const rules: Operation = {
  usage: `rules --day YYYY-MM-DD | --from YYYY-MM-DD --to YYYY-MM-DD
      judges these days by every rule, also where they were judged before: what is new is raised, nothing twice
  rules verify | rules rebuild
      compares what the rules read with the cases, and ends with 1 when anything differs; or makes it anew out of them`,
  async run(args, config) {
    const [act] = args
    if (act === 'rebuild' || act === 'verify') return ruleTables(config, { rebuild: act === 'rebuild' })
    const days = act?.startsWith('--') ? daysAsked(args) : undefined
    if (!days) return { text: `  ${rules.usage}`, code: 2 }
    return withParts(config, parts => judgeDays(parts, days))
  },
}
