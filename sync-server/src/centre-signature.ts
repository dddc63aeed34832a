import { createPublicKey, verify } from 'node:crypto'

/** Whether the holder of this key (Ed25519, RFC 8032; raw in base64url) signed the text's UTF-8 bytes. */
export function isSignedWith(key: string, text: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
