import { sm2 } from 'sm-crypto-v2'

/**
 * SM2 signatures (GB/T 32918.2 over the curve of GB/T 32918.5, with SM3 and the user id of GM/T 0009) in software that
 * nobody has certified: where the law asks for a certified module, one takes this file's place. Keys are hex: a private
 * key of 32 bytes, a public key of 04 ‖ x ‖ y. A signature is the 64 bytes r ‖ s.
 */
const SM2_USER_ID = '1234567812345678'

const how = { hash: true, der: false, userId: SM2_USER_ID } as const

/** A new pair; random numbers come from the platform's Web Crypto. */
export function sm2Pair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = sm2.generateKeyPairHex()
  return { privateKey, publicKey }
}

export const sm2PublicKey = (privateKey: string): string => sm2.getPublicKeyFromPrivateKey(privateKey)

/** Throws a RangeError for what is no private key. */
export function sm2Sign(bytes: Uint8Array, privateKey: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(privateKey)) throw new RangeError('not a private key of SM2')
  return sm2Bytes(sm2.doSignature(bytes, privateKey, { ...how, publicKey: sm2PublicKey(privateKey) }))
}

/** Whether the holder of the key signed these bytes; false for whatever is no key or no signature. */
export function sm2Verify(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  if (!/^04[0-9a-f]{128}$/i.test(publicKey) || signature.length !== 64) return false
  try {
    return sm2.verifyPublicKey(publicKey) && sm2.doVerifySignature(bytes, sm2Hex(signature), publicKey, how)
  } catch {
    return false
  }
}

const sm2Hex = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
const sm2Bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
