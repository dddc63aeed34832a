/** What codes and fingerprints are written in: no letters that look alike. 32 of them, so each stands for 5 bits. */
export const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Letters of a one-time code, and of the authority's fingerprint behind it: 60 and 80 bits. */
const CODE = 12
const FINGERPRINT = 16

/** What somebody types to enrol a window. */
export interface TypedCode {
  /** The one-time code, in groups of four. */
  code: string
  /** The authority that the centre must show; absent in the code of a centre without one. */
  fingerprint?: string
}

/** In groups of four, as it is read aloud. */
export const inGroups = (letters: string): string => letters.match(/.{1,4}/g)?.join('-') ?? ''

/**
 * An authority as people compare it: the first 80 bits of the SHA-256 of its certificate (DER), which is given in hex, as
 * 16 letters in groups of four. To find another certificate with the same takes 2^80 tries.
 */
export function authorityFingerprint(sha256: string): string {
  const bits = BigInt(`0x${sha256.slice(0, 20)}`)
  const letters = Array.from(
    { length: FINGERPRINT },
    (_, i) => CODE_LETTERS[Number((bits >> BigInt(75 - 5 * i)) & 31n)],
  )
  return inGroups(letters.join(''))
}

/** The code as it is typed: the one-time code and behind it the fingerprint of the authority, where there is one. */
export const joinedCode = (code: string, fingerprint: string | undefined): string =>
  fingerprint ? `${code}-${fingerprint}` : code

/** Reads a code however it was typed: any case, any separators. Undefined for what is too short or too long to be one. */
export function typedCode(text: string): TypedCode | undefined {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  if (letters.length !== CODE && letters.length !== CODE + FINGERPRINT) return undefined
  const [code, fingerprint] = [inGroups(letters.slice(0, CODE)), inGroups(letters.slice(CODE))]
  return { code, ...(fingerprint && { fingerprint }) }
}
