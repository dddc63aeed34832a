import { randomUUID } from 'node:crypto'
import {
  bodyHash,
  newRun,
  type RequestSigner,
  requestSigner,
  type Signing,
} from '../../desktop/src/core/request-signer.ts'
import { makeStationKey, type StationKey } from '../../desktop/src/core/station-key.ts'
import { HEADERS, PROTOCOL, type Station } from '../../shared-types/src/protocol.ts'
import { addCode, type FoundParts } from '../src/found.ts'
import { enrol } from '../src/stations.ts'

/** A station with its key, which signs as a window does. */
export interface Made {
  station: Station
  key: StationKey
  signing: Signing
  signer: RequestSigner
}

/** A machine that enrols with a new key, with what it says of itself. */
export function machine(now: () => string, station = '') {
  const key = makeStationKey()
  const count = { last: 0 }
  const counter = {
    next: async () => {
      count.last += 1
      return count.last
    },
  }
  const signing = { counter, now, offset: { ms: 0 }, run: newRun(), version: 'test' }
  return { key, signing, signer: requestSigner(signing, key, station) }
}

/** Enrols a station without the wire. */
export async function madeStation(
  { parts, clock }: { parts: FoundParts; clock: { now: string } },
  unit: string,
  number: string,
): Promise<Made> {
  const { code } = await addCode(parts, unit, number)
  const { key, signing } = machine(() => clock.now)
  const asked = { code, name: `${unit}-${number}`, key: key.publicKey, seal: key.seal.publicKey }
  const made = await parts.store.transaction(async turn =>
    enrol(turn, await parts.directory(turn.db), asked, clock.now),
  )
  if (!made) throw new Error(`${unit} ${number} did not enrol`)
  return { station: made.station, key, signing, signer: requestSigner(signing, key, made.station.id) }
}

/** The head of one request, signed; a header of the same name given besides takes its place. */
export async function signedHead(
  { signer }: Pick<Made, 'signer'>,
  request: { method: string; url: URL; body?: string | Uint8Array; session?: string; hash?: string },
): Promise<Record<string, string>> {
  const { method, url, session = '' } = request
  const body = request.hash ?? bodyHash(request.body)
  return { [HEADERS.protocol]: String(PROTOCOL), ...(await signer.headers({ method, url, session, body })) }
}

/** Somebody who has no key that the server knows, under a name that it may know. */
export const stranger = (now: () => string, station: string = randomUUID()) => machine(now, station)
