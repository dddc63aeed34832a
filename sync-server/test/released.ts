import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { makeUpdateHead } from '../../shared-types/src/engine/update-package.ts'
import type { UpdateManifest } from '../../shared-types/src/model/update.ts'

/** Whoever may release versions in a test. */
export function releaser() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    key: publicKey.export({ format: 'jwk' }).x!,
    /** A whole package of one small file, and its sha-256. */
    release: (change: Partial<UpdateManifest> = {}) => released(privateKey, change),
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function released(key: KeyObject, change: Partial<UpdateManifest>) {
  const content = Buffer.from(`console.log(${JSON.stringify(change)})`)
  const payload = gzipSync(content)
  const manifest: UpdateManifest = {
    format: 1,
    version: '0.2.0',
    platform: 'any',
    shell: 'web',
    made: '2026-03-01T00:00:00.000Z',
    run: 'start.mjs',
    files: [{ path: 'start.mjs', size: content.length, sha256: sha256(content) }],
    payload: { size: payload.length, sha256: sha256(payload) },
    ...change,
  }
  const bytes = Buffer.concat([makeUpdateHead(manifest, text => sign(null, text, key)), payload])
  return { bytes, hash: sha256(bytes), manifest }
}
