import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Texts that lie in the database for this server's eyes only. `about` names the row: put into another, it does not open. */
export interface KeptText {
  seal(text: string, about: string): string
  /** What was sealed, or lay open from before there was a secret. Throws when it was altered or is of another row. */
  open(kept: string, about: string): string
  isSealed(kept: string): boolean
}

const MARK = 'sealed:'

/**
 * AES-256-GCM under a key derived (HKDF-SHA-256, RFC 5869) from a private key of the server. Without one, where the private
 * keys lie open in the same database, sealing would be a show: texts stay as they are.
 */
export function keptText(from: Uint8Array | undefined): KeptText {
  const key = from && Buffer.from(hkdfSync('sha256', from, '', 'chuangtai kept text 1', 32))
  const isSealed = (kept: string) => kept.startsWith(MARK)
  return {
    isSealed,
    seal(text, about) {
      if (!key) return text
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about, 'utf8'))
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return MARK + body.toString('base64url')
    },
    open(kept, about) {
      if (!isSealed(kept)) return kept
      if (!key) throw new Error('What lies sealed in the database needs CHUANGTAI_SECRET')
      const bytes = Buffer.from(kept.slice(MARK.length), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(about, 'utf8')).setAuthTag(bytes.subarray(-16))
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
