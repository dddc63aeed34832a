import * as crypto from 'node:crypto'
import { promisify } from 'node:util'
import type { Request } from 'express'
import { z } from 'zod'
import { isInstant } from '../../shared-types/src/engine/day.ts'
import { type StationRequest, signedText } from '../../shared-types/src/engine/station-signature.ts'
import { HEADERS } from '../../shared-types/src/protocol.ts'

/** How far the time of a request may lie from the server's, in ms. */
const SKEW = 5 * 60_000

export interface SignedRequest extends StationRequest {
  /** 64 bytes of Ed25519 in base64url. */
  signature: string
}

const head = z.object({
  station: z.string().regex(/^[\w-]{0,60}$/),
  session: z.string().max(200),
  time: z.string().max(40).refine(isInstant),
  counter: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  run: z.string().regex(/^[\w-]{8,40}$/),
  body: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.string().max(60),
  signature: z.string().regex(/^[\w-]{86}$/),
})

/** What the head of a request says and signs; undefined when a part is missing or has not its form. */
export function signedRequest(req: Request): SignedRequest | undefined {
  const result = head.safeParse({
    station: req.get(HEADERS.station) ?? '',
    session: req.get(HEADERS.session) ?? '',
    time: req.get(HEADERS.time),
    counter: req.get(HEADERS.counter),
    run: req.get(HEADERS.run),
    body: req.get(HEADERS.body),
    version: req.get(HEADERS.version) ?? '',
    signature: req.get(HEADERS.signature),
  })
  return result.success ? { ...result.data, method: req.method, target: req.originalUrl } : undefined
}

export type IsSignedBy = (publicKey: string, request: SignedRequest) => Promise<boolean>

/** Keys kept ready. */
const KEPT = 10_000

/**
 * The same, with the keys kept that were used: reading one, and using it for the first time, costs nearly as much as the
 * check. To be asked with keys that are known only.
 */
export function signatureCheck(): IsSignedBy {
  const keys = new Map<string, crypto.KeyObject>()
  return (publicKey, request) =>
    isSignedBy(publicKey, request, x => {
      const known = keys.get(x)
      if (known) return known
      const key = keyFrom(x)
      if (keys.size >= KEPT) keys.delete(keys.keys().next().value!)
      keys.set(x, key)
      return key
    })
}

const keyFrom = (x: string) => crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

/**
 * Whether that key, raw in base64url, signed exactly this request. Checked beside the main thread: of hundreds who ask at
 * once the check is the dearest part, and the machine's other cores have time.
 */
export async function isSignedBy(publicKey: string, request: SignedRequest, read = keyFrom): Promise<boolean> {
  try {
    const signature = Buffer.from(request.signature, 'base64url')
    return await verified(Buffer.from(signedText(request), 'utf8'), read(publicKey), signature)
  } catch {
    // Not every 32 bytes are a point of the curve.
    return false
  }
}

const verified = promisify<Buffer, crypto.KeyObject, Buffer, boolean>((text, key, signature, done) =>
  crypto.verify(null, text, key, signature, done),
)

/** Whether the request was signed about now. */
export const isTimely = (request: SignedRequest, now: string): boolean =>
  Math.abs(Date.parse(request.time) - Date.parse(now)) <= SKEW
