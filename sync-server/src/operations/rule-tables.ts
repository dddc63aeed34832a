import type { Config } from '../config.ts'
import { followAnew, followLog } from '../projection/follow.ts'
import { verifyRules } from '../projection/verify.ts'
import { withParts } from './with-parts.ts'

/** Compares what the supervision rules read with the cases, made anew out of them before where it is asked for. */
export const ruleTables = (
  config: Config,
  { rebuild }: { rebuild: boolean },
): Promise<{ text: string; code?: number }> =>
  withParts(config, async parts => {
    if (rebuild) await followAnew(parts)
    await followLog(parts)
    const { cases, problems } = await verifyRules(parts)
    if (problems.length) return { text: [`${cases} cases; wrong:`, ...problems].join('\n'), code: 1 }
    return { text: `${cases} cases; all as it should be` }
  })
