import type { Case } from '../model/case.ts'
import type { Kind, Language } from '../model/domain.ts'
import { showValue } from './show.ts'

/** The one line that names a case in lists, links and messages; people's numbers in it are covered. */
export function titleOf(kind: Kind, c: Case, language: Language): string {
  return kind.record.title
    .replace(/\{([\w$]+)\}/g, (_, name: string) => {
      const field = kind.record.fields[name]
      const value = c.data[name]
      return field && value !== undefined && value !== null
        ? showValue(kind, field, value, language, { mask: true })
        : ''
    })
    .replace(/\s+/g, ' ')
    .trim()
}
