import { createHash, randomBytes } from 'node:crypto'
import { NO_BODY, type StationRequest, signedText } from '../../../shared-types/src/engine/station-signature.ts'
import { HEADERS } from '../../../shared-types/src/protocol.ts'
import type { RequestCounter } from './station-counter.ts'
import type { StationKey } from './station-key.ts'

/** Signs the requests of one station, and hears how each was answered. */
export interface RequestSigner {
  /** The head by which the server knows who asks; `body` is its SHA-256 in hex. */
  headers(request: { method: string; url: URL; session: string; body: string }): Promise<Record<string, string>>
  /** The server's time of an answer that came just now, and when the request was sent by the device's clock, in ms. */
  heard(serverTime: string | null, sent: number): void
  /** The device's clock, in ms. */
  now(): number
}

/** How far the device's clock stands behind the server's, in ms; negative when ahead. */
export interface ClockOffset {
  ms: number
  /** When it was last compared in this process, by the device's clock and by the one that nobody sets, in ms. */
  compared?: { device: number; steady: number }
}

/** A jump of the device's clock by more than this since it was compared was somebody who set it, or a sleep, in ms. */
const JUMP = 60_000

/** The offset as it is known now: 0 where nobody can say, because nothing was compared or the clock was set since. */
export function knownOffset({ ms, compared }: ClockOffset, now: number): number {
  if (!compared) return 0
  const jump = now - compared.device - (performance.now() - compared.steady)
  return Math.abs(jump) > JUMP ? 0 : ms
}

/** What the requests of one window have in common, whichever key signs them. */
export interface Signing {
  counter: RequestCounter
  /** ISO 8601, the device's own. */
  now: () => string
  offset: ClockOffset
  /** Drawn anew by each start of the window. */
  run: string
  version: string
}

export const newRun = (): string => randomBytes(12).toString('base64url')

/** A signer for a station with its key; an empty station is one that enrols. */
export function requestSigner(signing: Signing, key: Pick<StationKey, 'sign'>, station: string): RequestSigner {
  const { counter, now, offset, run, version } = signing
  return {
    async headers({ method, url, session, body }) {
      const request: StationRequest = {
        method,
        target: url.pathname + url.search,
        station,
        session,
        time: new Date(Date.parse(now()) + offset.ms).toISOString(),
        counter: await counter.next(),
        run,
        body,
        version,
      }
      const signature = key.sign(Buffer.from(signedText(request), 'utf8'))
      return {
        ...(station && { [HEADERS.station]: station }),
        ...(session && { [HEADERS.session]: session }),
        [HEADERS.time]: request.time,
        [HEADERS.counter]: String(request.counter),
        [HEADERS.run]: run,
        [HEADERS.body]: body,
        [HEADERS.version]: version,
        [HEADERS.signature]: Buffer.from(signature).toString('base64url'),
      }
    },
    now: () => Date.parse(now()),
    heard(serverTime, sent) {
      const answered = Date.parse(now())
      const server = Date.parse(serverTime ?? '')
      // The server's time lay somewhere between: what is known already stays as long as it fits.
      if (Number.isNaN(server)) return
      offset.compared = { device: answered, steady: performance.now() }
      offset.ms = Math.min(Math.max(offset.ms, server - answered), server - sent)
    },
  }
}

/** SHA-256 in hex of what is sent as a body. */
export function bodyHash(body: string | Uint8Array | undefined): string {
  return body === undefined ? NO_BODY : createHash('sha256').update(body).digest('hex')
}
