import { fill } from '../../../shared-types/src/engine/words.ts'
import { archiveEn } from './words.archive.en.ts'
import { archiveZhCN } from './words.archive.zh-CN.ts'
import { auditEn } from './words.audit.en.ts'
import { auditZhCN } from './words.audit.zh-CN.ts'
import { citizenEn } from './words.citizen.en.ts'
import { citizenZhCN } from './words.citizen.zh-CN.ts'
import { codesEn } from './words.codes.en.ts'
import { codesZhCN } from './words.codes.zh-CN.ts'
import { disposalEn } from './words.disposal.en.ts'
import { disposalZhCN } from './words.disposal.zh-CN.ts'
import { en } from './words.en.ts'
import { factsEn } from './words.facts.en.ts'
import { factsZhCN } from './words.facts.zh-CN.ts'
import { messagesEn } from './words.messages.en.ts'
import { messagesZhCN } from './words.messages.zh-CN.ts'
import { openEn } from './words.open.en.ts'
import { openZhCN } from './words.open.zh-CN.ts'
import { personalEn } from './words.personal.en.ts'
import { personalZhCN } from './words.personal.zh-CN.ts'
import { placeEn } from './words.place.en.ts'
import { placeZhCN } from './words.place.zh-CN.ts'
import { registerEn } from './words.register.en.ts'
import { registerZhCN } from './words.register.zh-CN.ts'
import { rulesEn } from './words.rules.en.ts'
import { rulesZhCN } from './words.rules.zh-CN.ts'
import { sealEn } from './words.seal.en.ts'
import { sealZhCN } from './words.seal.zh-CN.ts'
import { tlsEn } from './words.tls.en.ts'
import { tlsZhCN } from './words.tls.zh-CN.ts'
import { updateEn } from './words.update.en.ts'
import { updateZhCN } from './words.update.zh-CN.ts'
import { usbKeyEn } from './words.usb-key.en.ts'
import { usbKeyZhCN } from './words.usb-key.zh-CN.ts'
import { zhCN } from './words.zh-CN.ts'

export type CoreLanguage = 'zh-CN' | 'en'

const WORDS: Readonly<Record<CoreLanguage, Readonly<Record<string, string>>>> = {
  'zh-CN': {
    ...zhCN,
    ...archiveZhCN,
    ...auditZhCN,
    ...citizenZhCN,
    ...codesZhCN,
    ...disposalZhCN,
    ...factsZhCN,
    ...messagesZhCN,
    ...openZhCN,
    ...personalZhCN,
    ...placeZhCN,
    ...registerZhCN,
    ...rulesZhCN,
    ...sealZhCN,
    ...tlsZhCN,
    ...updateZhCN,
    ...usbKeyZhCN,
  },
  en: {
    ...en,
    ...archiveEn,
    ...auditEn,
    ...citizenEn,
    ...codesEn,
    ...disposalEn,
    ...factsEn,
    ...messagesEn,
    ...openEn,
    ...personalEn,
    ...placeEn,
    ...registerEn,
    ...rulesEn,
    ...sealEn,
    ...tlsEn,
    ...updateEn,
    ...usbKeyEn,
  },
}

/** A sentence of the core with its values filled in; a key without a sentence stands for itself, so that it is seen. */
export function coreText(
  language: CoreLanguage,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const words = WORDS[language]
  return fill(words[key] ?? key, values)
}
