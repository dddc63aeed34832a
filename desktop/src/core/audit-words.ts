import { label } from '../../../shared-types/src/engine/words.ts'
import type { AuditLine } from '../../../shared-types/src/model/audit-query.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { PURPOSES } from '../../../shared-types/src/model/purpose.ts'
import type { Desk } from './desk.ts'
import { type CoreLanguage, coreText } from './words.ts'

/** A word of a family, or the key itself where there is none. */
export function coreWord(language: CoreLanguage, family: string, key: string): string {
  const text = coreText(language, `${family}.${key}`)
  return text === `${family}.${key}` ? key : text
}

/** A purpose off the list in words; one that was written freely as it is. */
export const purposeText = (language: CoreLanguage, purpose: string): string =>
  (PURPOSES as readonly string[]).includes(purpose) ? coreText(language, `purpose.${purpose}`) : purpose

/** What a line of the audit says of itself, name and text: record types, fields, forms and purposes in words. */
export function whatTexts(
  desk: Pick<Desk, 'kinds'>,
  language: CoreLanguage,
  { what }: Pick<AuditLine, 'what'>,
  kind: Kind | undefined = what.type === undefined ? undefined : desk.kinds.get(what.type),
): { name: string; text: string }[] {
  const words = kind && label(kind, language)
  const worded = (name: string, text: string) => {
    if (name === 'purpose') return purposeText(language, text)
    if (name === 'type') return words?.record ?? text
    if (name === 'field') return words?.field(text) ?? text
    if (name === 'template') return words?.template(text) ?? text
    return text
  }
  return Object.entries(what).map(([name, text]) => ({
    name: coreWord(language, 'auditWhat', name),
    text: worded(name, text),
  }))
}
