import { isInstant } from '../../../shared-types/src/engine/day.ts'
import { instantText } from '../../../shared-types/src/engine/day-text.ts'
import { type Labels, label } from '../../../shared-types/src/engine/words.ts'
import type { AuditLine } from '../../../shared-types/src/model/audit-query.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { PURPOSES } from '../../../shared-types/src/model/purpose.ts'
import type { Desk } from './desk.ts'
import { ruleName } from './rule-name.ts'
import type { Wording } from './wording.ts'
import { type CoreLanguage, coreText } from './words.ts'

/** A word of a family, or the key itself where there is none. */
export function coreWord(language: CoreLanguage, family: string, key: string): string {
  const text = coreText(language, `${family}.${key}`)
  return text === `${family}.${key}` ? key : text
}

/** A purpose off the list in words; one that was written freely as it is. */
export const purposeText = (language: CoreLanguage, purpose: string): string =>
  (PURPOSES as readonly string[]).includes(purpose) ? coreText(language, `purpose.${purpose}`) : purpose

/**
 * What a line of the audit says of itself, name and text: record types, fields, forms, purposes, people, places and times
 * in words.
 */
export function whatTexts(
  desk: Pick<Desk, 'kinds'>,
  words: Wording,
  { what }: Pick<AuditLine, 'what'>,
  kind: Kind | undefined = what.type === undefined ? undefined : desk.kinds.get(what.type),
): { name: string; text: string }[] {
  const { language } = words
  return Object.entries(what).map(([name, text]) => ({
    name: coreWord(language, 'auditWhat', name),
    text:
      name === 'rule'
        ? ruleName(desk.kinds, language, text)
        : valueText(words, name, text, kind && label(kind, language)),
  }))
}

function valueText(words: Wording, name: string, text: string, labels: Labels | undefined): string {
  const { language, zone } = words
  switch (name) {
    case 'purpose':
      return purposeText(language, text)
    case 'type':
      return labels?.record ?? text
    case 'field':
      return labels?.field(text) ?? text
    case 'template':
      return labels?.template(text) ?? text
    case 'person':
      return words.personName(text)
    case 'unit':
      return words.unitName(text)
    case 'how':
    case 'identity':
    case 'whole':
      return coreWord(language, 'auditValue', text)
    default:
      return isInstant(text) ? instantText(text, language, zone) : words.stationName(text)
  }
}
