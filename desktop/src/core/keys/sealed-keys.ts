import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

/** `bytes` encrypted by AES-256-GCM with a random nonce, bound to `name`: nonce, ciphertext, tag. */
export function sealKey(key: Uint8Array, name: string, bytes: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return new Uint8Array(Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]))
}

/** What `sealKey` sealed; undefined when the key is another one or anything was altered. */
export function openKey(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.byteLength < NONCE + TAG) return undefined
  const nonce = sealed.subarray(0, NONCE)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(name))
  decipher.setAuthTag(sealed.subarray(-TAG))
  try {
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]))
  } catch {
    return undefined
  }
}
