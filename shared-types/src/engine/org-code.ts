import type { ProblemCode } from '../model/case.ts'
import { isProvince } from './areas.ts'
import { codeText } from './half-width.ts'

/** The 31 characters of GB 32100-2015, each worth its place: no I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Half-width, without spaces, in capitals. */
export function normaliseOrgCode(text: string): string {
  return codeText(text)
}

/**
 * What is wrong with a unified social credit code (GB 32100-2015) in normal form, undefined when nothing is: the
 * characters, the province of its area (10 stands for the centre), the check character of the organisation code inside
 * (GB 11714, places 9–17) and its own (modulus 31).
 */
export function orgCodeProblem(text: string): ProblemCode | undefined {
  if (!/^[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return 'org-code'
  if (text.slice(2, 4) !== '10' && !isProvince(text.slice(2, 4))) return 'org-code'
  return organisationCheck(text.slice(8, 16)) === text[16] && creditCheck(text) === text[17]
    ? undefined
    : 'org-code-digit'
}

/** The last character of GB 32100 for the first 17: weights are the powers of 3 modulo 31. */
export function creditCheck(code: string): string {
  let sum = 0
  let weight = 1
  for (const c of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(c) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!
}

/** The check character of an organisation code of GB 11714 for its first eight: letters are worth 10 to 35. */
export function organisationCheck(code: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + Number.parseInt(code[i]!, 36) * weight, 0)
  return '0123456789X0'[11 - (sum % 11)]!
}
