import { createHash, randomBytes, randomInt } from 'node:crypto'
import { CODE_LETTERS, inGroups } from '../../shared-types/src/engine/enrol-code.ts'

/** A token that nobody guesses: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token or code: who reads the database cannot use it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** A code to be typed once, without letters that look alike: 60 random bits in three groups. */
export function newCode(): string {
  const letters = Array.from({ length: 12 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)])
  return inGroups(letters.join(''))
}

/** The code as it was made, however it was typed. */
export function codeTyped(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return [0, 4, 8].map(at => letters.slice(at, at + 4)).join('-')
}
