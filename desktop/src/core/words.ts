import { fill } from '../../../shared-types/src/engine/words.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

export type CoreLanguage = 'zh-CN' | 'en'

/** A sentence of the core with its values filled in; a key without a sentence stands for itself, so that it is seen. */
export function coreText(
  language: CoreLanguage,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const words: Readonly<Record<string, string>> = language === 'en' ? en : zhCN
  return fill(words[key] ?? key, values)
}
