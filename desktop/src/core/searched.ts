import type { Desk } from './desk.ts'
import { type SearchHit, type SearchOptions, searchCases } from './search.ts'

/** The newest cases that every typed word is found in, the last act's among them. */
export async function searched(
  { projection }: Pick<Desk, 'projection'>,
  text: string,
  options: SearchOptions,
): Promise<SearchHit[]> {
  // On a full disk the index stands behind; what it has is still worth more than an error.
  await projection.followed().catch(() => undefined)
  return searchCases(projection.db, text, options)
}
