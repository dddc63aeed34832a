import type { Step } from '../model/record.ts'

/** The steps that record how this one ended, made by the window itself: of a print, or of a counting machine. */
export function outcomesOf({ prints, counts }: Pick<Step, 'prints' | 'counts'>): readonly string[] {
  return [...Object.values(prints?.outcome ?? {}), ...(counts ? [...counts.outcome.done, counts.outcome.nothing] : [])]
}
