import type { Data } from '../../../shared-types/src/model/field.ts'
import { audit, NOBODY } from '../audit.ts'
import type { Config } from '../config.ts'
import { withParts } from './with-parts.ts'

/**
 * Does something to files beside the database that the audit has to tell of. Nothing is done while the database cannot be
 * opened; should it fail just after, the Error says that the line is missing.
 */
export function recorded<T>(
  config: Config,
  work: (now: Date) => Promise<T>,
  lineOf: (made: T) => { act: string; patch: Data },
): Promise<T> {
  return withParts(config, async ({ store, now }) => {
    const at = now()
    const made = await work(new Date(at))
    try {
      await store.transaction(turn => audit(turn, { ...lineOf(made), by: NOBODY, station: '' }, at))
    } catch (cause) {
      throw new Error('It was done, but the audit has no line of it: write down when and by whom', { cause })
    }
    return made
  })
}
