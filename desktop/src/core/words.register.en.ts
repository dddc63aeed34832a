import type { registerZhCN } from './words.register.zh-CN.ts'

export const registerEn: Readonly<Record<keyof typeof registerZhCN, string>> = {
  'register.none': 'This record has no unified social credit code, or cannot be edited now: it cannot be compared.',
  'register.notSet': 'The centre is not connected to the register of enterprises. Please ask the administrator.',
  'register.unknown': 'The register does not know this code. Please check it.',
  'register.code': 'The check character of the code is wrong. Please check it.',
  'register.failed': 'The register gave no valid answer. Please try again later.',
  'register.changed': 'What the register says has just changed. Please compare again before taking it over.',
}
