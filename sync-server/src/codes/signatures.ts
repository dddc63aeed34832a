import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import type { CodeAlgorithm } from '../../../shared-types/src/model/signed-code.ts'
import { sm2Pair, sm2Sign } from '../../../shared-types/src/national/sm2.ts'

/** One way of signing: keys in hex, signatures of 64 bytes. A certified module would be a further one of these. */
interface Signing {
  pair(): { privateKey: string; publicKey: string }
  sign(bytes: Uint8Array, privateKey: string): Uint8Array
}

const ed25519: Signing = {
  pair() {
    const pair = generateKeyPairSync('ed25519')
    const { x, d } = pair.privateKey.export({ format: 'jwk' })
    return { privateKey: hexOf(d!), publicKey: hexOf(x!) }
  },
  sign(bytes, privateKey) {
    // PKCS#8 of an Ed25519 key (RFC 8410) is this head and its 32 bytes.
    const der = Buffer.from(`302e020100300506032b657004220420${privateKey}`, 'hex')
    return sign(null, bytes, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
  },
}

export const SIGNINGS: Readonly<Record<CodeAlgorithm, Signing>> = { ed25519, sm2: { pair: sm2Pair, sign: sm2Sign } }

const hexOf = (base64url: string) => Buffer.from(base64url, 'base64url').toString('hex')
