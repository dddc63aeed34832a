import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sm2Pair, sm2PublicKey, sm2Sign, sm2Verify } from './sm2.ts'
import { sm3 } from './sm3.ts'
import { sm4Open, sm4Seal } from './sm4.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'))
const text = (words: string) => new TextEncoder().encode(words)

describe('SM3, GB/T 32905 appendix A', () => {
  it('gives the digests of both examples', () => {
    expect(sm3(text('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(sm3(text('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
  })

  it('agrees with OpenSSL on texts of any length', () => {
    for (let length = 0; length < 200; length += 7) {
      const bytes = randomBytes(length)
      expect(sm3(bytes)).toBe(createHash('sm3').update(bytes).digest('hex'))
    }
  })
})

describe('SM2, GB/T 32918.5 appendix A', () => {
  const privateKey = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'
  const publicKey =
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
  const signature = hex(
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3 b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  )

  it('takes the signature of the example, and none that differs from it in one bit', () => {
    expect(sm2PublicKey(privateKey)).toBe(publicKey)
    expect(sm2Verify(text('message digest'), signature, publicKey)).toBe(true)
    for (let bit = 0; bit < 512; bit += 101) {
      const other = Uint8Array.from(signature)
      other[bit >> 3]! ^= 1 << (bit & 7)
      expect(sm2Verify(text('message digest'), other, publicKey)).toBe(false)
    }
    expect(sm2Verify(text('message digesT'), signature, publicKey)).toBe(false)
  })

  it('signs so that it verifies, each time otherwise', () => {
    const pair = sm2Pair()
    const [one, two] = [sm2Sign(text('证照'), pair.privateKey), sm2Sign(text('证照'), pair.privateKey)]
    expect(one).not.toEqual(two)
    for (const made of [one, two]) expect(sm2Verify(text('证照'), made, pair.publicKey)).toBe(true)
    expect(sm2Verify(text('证照'), one, publicKey)).toBe(false)
  })

  it('answers no to what is no key, no point or no signature', () => {
    expect(sm2Verify(text('a'), signature, 'nothing')).toBe(false)
    expect(sm2Verify(text('a'), signature, `04${'1'.repeat(128)}`)).toBe(false)
    expect(sm2Verify(text('a'), new Uint8Array(64), publicKey)).toBe(false)
    expect(() => sm2Sign(text('a'), 'nothing')).toThrow('not a private key')
  })
})

describe('SM4', () => {
  it('in GCM gives the vector of RFC 8998, appendix A.1', () => {
    const [key, nonce] = [hex('0123456789abcdeffedcba9876543210'), hex('00001234567800000000abcd')]
    const about = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2')
    const plain = hex(
      'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
    )
    const sealed = hex(
      '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d 83de3541e4c2b58177e065a9bf7b62ec',
    )
    expect(sm4Seal(plain, key, nonce, about)).toEqual(sealed)
    expect(sm4Open(sealed, key, nonce, about)).toEqual(plain)
    for (const at of [0, 40, sealed.length - 1]) {
      const other = Uint8Array.from(sealed)
      other[at]! ^= 1
      expect(() => sm4Open(other, key, nonce, about)).toThrow()
    }
    expect(() => sm4Open(sealed, key, nonce)).toThrow()
    expect(() => sm4Seal(plain, key.subarray(1), nonce)).toThrow('16 bytes')
  })

  it('is not the same block after block, as ECB would be', () => {
    const [key, nonce] = [randomBytes(16), randomBytes(12)]
    const sealed = sm4Seal(new Uint8Array(32), key, nonce)
    expect(sealed.subarray(0, 16)).not.toEqual(sealed.subarray(16, 32))
    const block = createCipheriv('sm4-ecb', key, null).setAutoPadding(false)
    expect(Uint8Array.from(block.update(Buffer.alloc(16)))).not.toEqual(sealed.subarray(0, 16))
  })
})
