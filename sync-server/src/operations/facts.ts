import { kinds } from '../../../shared-types/src/domains/index.ts'
import { factsOf } from '../../../shared-types/src/engine/facts.ts'
import { tablesOf } from '../facts/fact-tables.ts'
import { countedDays, rebuildCounts, wrongCounts } from '../facts/roll-up.ts'
import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

/** Counts that are told of one by one. */
const SHOWN = 20

/** Whether what is counted of facts is what their rows are, and counting them anew. */
export const facts: Operation = {
  usage: `facts verify | facts rebuild
      compares the counts by day of rows in bulk (scan-ins) with the rows, and ends with 1 when any is wrong; or makes
      them anew out of the rows`,
  run: ([what], config) =>
    withParts(config, async ({ store, now }) => {
      if (what !== 'verify' && what !== 'rebuild') throw new Error('facts verify | facts rebuild')
      const all = [...factsOf([...new Set([...kinds.values()].map(kind => kind.domain))]).values()]
      if (what === 'rebuild') {
        let wrong = 0
        for (const { fact } of all) wrong += await rebuildCounts(store, tablesOf(fact), now)
        return { text: `${wrong} counts were wrong and are right now` }
      }
      const lines: string[] = []
      let days = 0
      for (const { type, fact } of all)
        for (const day of await countedDays(store.db, tablesOf(fact))) {
          days++
          for (const { subject, kept, rows } of await wrongCounts(store.db, tablesOf(fact), day))
            lines.push(`${type} ${day} ${subject}: counted ${kept}, there are ${rows}`)
        }
      if (lines.length === 0) return { text: `${days} days; all as it should be` }
      const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : []
      return { text: [`${days} days; wrong:`, ...lines.slice(0, SHOWN), ...more].join('\n'), code: 1 }
    }),
}
