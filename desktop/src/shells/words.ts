import { fill } from '../../../shared-types/src/engine/words.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

export type ShellLanguage = 'zh-CN' | 'en'

/** The terminal's language by the usual variables (POSIX locale names): English where it is set to another than Chinese. */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): ShellLanguage {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return /^(zh|$)/i.test(locale) ? 'zh-CN' : 'en'
}

/** A sentence for the terminal or a message box, its holes filled. */
export function shellText(
  language: ShellLanguage,
  key: keyof typeof zhCN,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill((language === 'en' ? en : zhCN)[key], values)
}
