import { sm4 } from 'sm-crypto-v2'

/** What an SM4 box is made with. Nothing is encrypted in another mode: the library falls back to ECB for names it does not know. */
const MODE = { mode: 'gcm', output: 'array', outputTag: true } as const

/** SM4 (GB/T 32907) in GCM (GB/T 36624): the ciphertext with its tag of 16 bytes behind it. Key 16 bytes, nonce 12, never twice. */
export function sm4Seal(plain: Uint8Array, key: Uint8Array, nonce: Uint8Array, about = new Uint8Array()): Uint8Array {
  checkSizes(key, nonce)
  const { output, tag } = sm4.encrypt(plain, key, { ...MODE, iv: nonce, associatedData: about })
  if (tag?.length !== 16) throw new Error('SM4 gave no tag: what it made is not authenticated')
  return Uint8Array.from([...output, ...tag])
}

/** Throws when it was altered, or sealed with another key, nonce or `about`. */
export function sm4Open(sealed: Uint8Array, key: Uint8Array, nonce: Uint8Array, about = new Uint8Array()): Uint8Array {
  checkSizes(key, nonce)
  if (sealed.length < 16) throw new RangeError('too short to be sealed by SM4')
  const [body, tag] = [sealed.subarray(0, -16), sealed.subarray(-16)]
  return sm4.decrypt(body, key, { mode: 'gcm', output: 'array', iv: nonce, associatedData: about, tag })
}

function checkSizes(key: Uint8Array, nonce: Uint8Array): void {
  if (key.length !== 16) throw new RangeError('a key of SM4 has 16 bytes')
  if (nonce.length !== 12) throw new RangeError('a nonce of GCM has 12 bytes')
}
