import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'

/** What lies encrypted under the secret of the configuration; both in base64url. */
export interface SealedText {
  /** 12 bytes of nonce, AES-256-GCM, 16 bytes of tag. */
  body: string
  /** Of scrypt, by which the key comes from the secret. */
  salt: string
}

/** Encrypts a text under the secret: AES-256-GCM with a key by scrypt (RFC 7914; N 2^15, r 8, p 1). */
export function sealText(text: string, secret: string): SealedText {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', stretched(secret, salt), nonce)
  const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { body: body.toString('base64url'), salt: salt.toString('base64url') }
}

/** The text again. Throws when the secret is another or a bit was changed. */
export function openText({ body, salt }: SealedText, secret: string): string {
  const bytes = Buffer.from(body, 'base64url')
  const key = stretched(secret, Buffer.from(salt, 'base64url'))
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
}

const stretched = (secret: string, salt: Uint8Array) =>
  scryptSync(secret.normalize('NFC'), salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
