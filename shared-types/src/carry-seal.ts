/**
 * The part of node:crypto that sealing uses. It is handed in, so that this side of the house compiles without Node:
 * `import * as crypto from 'node:crypto'` fits.
 */
export interface SealCrypto<K extends Key> {
  createHash(name: 'sha256'): Hash
  createCipheriv(name: 'aes-256-gcm', key: Uint8Array, nonce: Uint8Array): Cipher
  createDecipheriv(name: 'aes-256-gcm', key: Uint8Array, nonce: Uint8Array): Decipher
  hkdfSync(hash: 'sha256', secret: Uint8Array, salt: Uint8Array, info: string, size: number): ArrayBuffer
  generateKeyPairSync(type: 'x25519'): { publicKey: K; privateKey: K }
  createPublicKey(from: { key: Jwk; format: 'jwk' }): K
  diffieHellman(pair: { privateKey: K; publicKey: K }): Uint8Array
  verify(algorithm: null, bytes: Uint8Array, key: K, signature: Uint8Array): boolean
  randomBytes(size: number): Uint8Array
}

interface Hash {
  update(bytes: Uint8Array): unknown
  digest(): Uint8Array
}
interface Cipher {
  setAAD(bytes: Uint8Array): unknown
  update(bytes: Uint8Array): Uint8Array
  final(): Uint8Array
  getAuthTag(): Uint8Array
}
interface Decipher {
  setAAD(bytes: Uint8Array): unknown
  setAuthTag(tag: Uint8Array): unknown
  update(bytes: Uint8Array): Uint8Array
  final(): Uint8Array
}
interface Key {
  export(options: { format: 'jwk' }): { x?: string }
}
type Jwk = { kty: 'OKP'; crv: 'X25519' | 'Ed25519'; x: string }

const PUBLIC = 32
const TAG = 16
const INFO = 'chuangtai seal 1'

/** A public key of 32 bytes, base64url, as node:crypto takes it (RFC 8037). */
export const jwkOf = (crv: Jwk['crv'], publicKey: string): { key: Jwk; format: 'jwk' } => ({
  key: { kty: 'OKP', crv, x: publicKey },
  format: 'jwk',
})

/**
 * Bytes that only the holder of the private key of this X25519 key (base64url, 32 bytes) can read: a key made for this
 * once, and what AES-256-GCM makes of the bytes under HKDF-SHA-256 of the agreed secret. The salt is both public keys, so
 * that neither can be exchanged. The encryption key is used once, hence the nonce of zeros.
 */
export function sealTo<K extends Key>(crypto: SealCrypto<K>, publicKey: string, bytes: Uint8Array): Uint8Array {
  const once = crypto.generateKeyPairSync('x25519')
  const from = bytesOf(once.publicKey.export({ format: 'jwk' }).x ?? '')
  const secret = crypto.diffieHellman({
    privateKey: once.privateKey,
    publicKey: crypto.createPublicKey(jwkOf('X25519', publicKey)),
  })
  const cipher = crypto.createCipheriv(
    'aes-256-gcm',
    keyOf(crypto, secret, from, bytesOf(publicKey)),
    new Uint8Array(12),
  )
  return joined(from, cipher.update(bytes), cipher.final(), cipher.getAuthTag())
}

/** What `sealTo` sealed to this pair. Throws when it was sealed to another or altered. */
export function openSealedBy<K extends Key>(
  crypto: SealCrypto<K>,
  pair: { privateKey: K; publicKey: string },
  sealed: Uint8Array,
): Uint8Array {
  if (sealed.length < PUBLIC + TAG) throw new Error('Sealed bytes are too short')
  const from = sealed.subarray(0, PUBLIC)
  const secret = crypto.diffieHellman({
    privateKey: pair.privateKey,
    publicKey: crypto.createPublicKey(jwkOf('X25519', textOf(from))),
  })
  const key = keyOf(crypto, secret, from, bytesOf(pair.publicKey))
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, new Uint8Array(12))
  decipher.setAuthTag(sealed.subarray(-TAG))
  return joined(decipher.update(sealed.subarray(PUBLIC, -TAG)), decipher.final())
}

const keyOf = <K extends Key>(crypto: SealCrypto<K>, secret: Uint8Array, from: Uint8Array, to: Uint8Array) =>
  new Uint8Array(crypto.hkdfSync('sha256', secret, joined(from, to), INFO, 32))

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url without padding (RFC 4648, section 5). */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]]
    text += LETTERS[a >> 2]! + LETTERS[((a & 3) << 4) | ((b ?? 0) >> 4)]!
    if (b !== undefined) text += LETTERS[((b & 15) << 2) | ((c ?? 0) >> 6)]!
    if (c !== undefined) text += LETTERS[c & 63]!
  }
  return text
}

/** The bytes of base64url. Throws for anything that is none. */
export function bytesOf(text: string): Uint8Array {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text) {
    const value = LETTERS.indexOf(letter)
    if (value < 0) throw new Error('Not base64url')
    held = ((held << 6) | value) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 255)
  }
  return new Uint8Array(bytes)
}
