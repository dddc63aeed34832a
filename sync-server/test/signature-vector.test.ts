import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { requestSigner } from '../../desktop/src/core/request-signer.ts'
import { signedText } from '../../shared-types/src/engine/station-signature.ts'
import { HEADERS } from '../../shared-types/src/protocol.ts'
import { isSignedBy } from '../src/station-signature.ts'

const page = readFileSync(new URL('../../docs/sync-protocol.md', import.meta.url), 'utf8')
const found = (pattern: RegExp) => pattern.exec(page)?.[1] ?? `nothing like ${pattern} on the page`

/** The key of RFC 8032, 7.1, test 1, as the page writes it. */
const seed = Buffer.from(found(/secret `([0-9a-f]{64})`/), 'hex')
const PKCS8 = '302e020100300506032b657004220420'
const key = createPrivateKey({ key: Buffer.concat([Buffer.from(PKCS8, 'hex'), seed]), type: 'pkcs8', format: 'der' })

test('the example of the page is what window and server do', async () => {
  const publicKey = found(/public `([\w-]{43})`/)
  expect(createPublicKey(key).export({ format: 'jwk' }).x).toBe(publicKey)
  const text = found(/```text\n(chuangtai-station-1\n[^`]+)\n```/)
  const [, method, target, station, session, time, counter, run, body, version] = text.split('\n')
  const request = {
    method,
    target,
    station,
    session,
    time,
    counter: Number(counter),
    run,
    body,
    version,
  } as Parameters<typeof signedText>[0]
  expect(signedText(request)).toBe(text)
  expect(
    createHash('sha256')
      .update(found(/the body `([^`]+)`/))
      .digest('hex'),
  ).toBe(body)
  const signature = found(/x-station-signature: ([\w-]{86})/)
  expect(await isSignedBy(publicKey, { ...request, signature })).toBe(true)
  expect(await isSignedBy(publicKey, { ...request, counter: request.counter + 1, signature })).toBe(false)

  const signing = {
    counter: { next: async () => request.counter },
    now: () => request.time,
    offset: { ms: 0 },
    run: request.run,
    version: request.version,
  }
  const signer = requestSigner(signing, { sign: bytes => sign(null, bytes, key) }, request.station)
  const url = new URL(request.target, 'http://centre')
  const head = await signer.headers({ method: request.method, url, session: '', body: request.body })
  expect(head[HEADERS.signature]).toBe(signature)
})
