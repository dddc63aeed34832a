import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds of one step, and digits of a code (RFC 6238, section 4; what authenticator programs assume). */
const STEP = 30
const DIGITS = 6

/** A secret of 160 bits (RFC 4226, section 4, R6) in base32 (RFC 4648), as authenticator programs take it. */
export function newSecret(): string {
  const bits = [...randomBytes(20)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{5}/g, five => LETTERS[Number.parseInt(five, 2)]!)
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}

/** The code of a step, `digits` long: HOTP (RFC 4226, section 5.3) over the number of steps since 1970. */
export function codeAt(secret: string, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = mac[mac.length - 1]! & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

export const stepOf = (now: string): number => Math.floor(Date.parse(now) / 1000 / STEP)

/**
 * The step whose code this is, among the present one and one before and after it (RFC 6238, section 5.2), and later
 * than `last`: a code that was used opens nothing again.
 */
export function stepOfCode(secret: string, code: string, now: string, last: number): number | undefined {
  const typed = Buffer.from(code.replace(/\s/g, ''))
  const present = stepOf(now)
  return [present, present - 1, present + 1].find(step => {
    const right = Buffer.from(codeAt(secret, step))
    return step > last && typed.length === right.length && timingSafeEqual(typed, right)
  })
}

/** What an authenticator program reads from the QR code (the `otpauth` key URI, as such programs agree on it). */
export function otpauthUri(secret: string, issuer: string, login: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
}
