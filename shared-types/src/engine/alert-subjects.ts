import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'

/**
 * By what an alert may name this case as its subject: by its id, and a venue by its code, alone or with the bound that its
 * counts left (the page of the rules: `venue|low`, `venue|high`).
 */
export function alertSubjects({ domain: { feeds }, name }: Kind, c: Case): string[] {
  const code = feeds?.venues?.record === name ? c.data[feeds.venues.venue] : undefined
  return [c.id, ...(typeof code === 'string' ? [code, `${code}|low`, `${code}|high`] : [])]
}
