import { halfWidth } from './half-width.ts'

/**
 * The normal form of a Chinese telephone number: mobile numbers as 11 digits, landlines as 020-12345678 with an optional
 * extension -801. Country code 86, spaces, brackets and hyphens go. What is no number comes back half-width.
 */
export function normalisePhone(text: string): string {
  const plain = halfWidth(text).trim()
  const [main = '', extension] = plain.split(/(?:转|ext\.?|#)/i)
  const digits = main.replace(/^(?:\+|00)86/, '').replace(/[\s()\-‐–—.]/g, '')
  if (/^(?:86)?1[3-9]\d{9}$/.test(digits) && extension === undefined) return digits.slice(-11)
  const landline = /^(0?)(10|2\d|[3-9]\d\d)(\d{7,8})$/.exec(digits)
  const marked = /^(0\d{2,3})-(\d{7,8})-(\d{1,6})$/.exec(plain)
  if (marked) return plain
  if (!landline || (landline[1] === '' && !/^(?:\+|00)86/.test(main))) return plain
  const tail = extension?.replace(/\D/g, '')
  return `0${landline[2]}-${landline[3]}${tail ? `-${tail}` : ''}`
}

/** Whether a text is a mobile number (13x–19x) or a landline with its area code, in normal form. */
export function isPhone(text: string): boolean {
  return isMobile(text) || /^0(?:10|2\d|[3-9]\d\d)-[1-9]\d{6,7}(?:-\d{1,6})?$/.test(text)
}

/** Whether a text is a Chinese mobile number in normal form: what a message can be sent to. */
export function isMobile(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text)
}

/** 138****1234; of a landline the area code and the last four: 020-****5678. */
export function maskPhone(text: string): string {
  const landline = /^(0\d{2,3}-)(\d+)(\d{4})(-\d+)?$/.exec(text)
  if (landline) return `${landline[1]}${'*'.repeat(landline[2]!.length)}${landline[3]}${landline[4] ?? ''}`
  if (text.length < 8) return '*'.repeat(text.length)
  return text.slice(0, 3) + '*'.repeat(text.length - 7) + text.slice(-4)
}
