import type { CodeKey } from '../model/signed-code.ts'
import { sm2Verify } from './sm2.ts'

/** Node's `crypto.verify`, given so that shared code needs no Node. */
type Verify = (
  algorithm: null,
  data: Uint8Array,
  key: { key: { kty: string; crv: string; x: string }; format: 'jwk' },
  signature: Uint8Array,
) => boolean

/** Verifies signatures of codes by the algorithm of their key; whatever is no key verifies nothing. */
export const codeVerified =
  (verify: Verify) =>
  ({ algorithm, publicKey }: CodeKey, signed: Uint8Array, signature: Uint8Array): boolean => {
    if (algorithm === 'sm2') return sm2Verify(signed, signature, publicKey)
    if (!/^[0-9a-f]{64}$/.test(publicKey)) return false
    return verify(
      null,
      signed,
      { key: { kty: 'OKP', crv: 'Ed25519', x: base64Url(publicKey) }, format: 'jwk' },
      signature,
    )
  }

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** RFC 4648, without padding. */
function base64Url(hex: string): string {
  const bits = [...hex].map(digit => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('')
  return (bits.match(/.{1,6}/g) ?? []).map(six => ALPHABET[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
}
