import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import type { Domain, Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { PaperBook } from '../../../shared-types/src/model/paper.ts'

/** The book of papers of this program with its record types. */
export interface OpenBook {
  book: PaperBook
  paper: Kind
  use: Kind
}

/** The book of papers; undefined in a deployment without an archive. */
export function paperBook(domains: readonly Domain[], kinds: Kinds): OpenBook | undefined {
  const domain = domains.find(d => d.papers)
  const book = domain?.papers
  if (!domain || !book) return undefined
  return {
    book,
    paper: kindOf(kinds, typeFrom(domain, book.record)),
    use: kindOf(kinds, typeFrom(domain, book.use.record)),
  }
}
