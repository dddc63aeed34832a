/** What a station says of one request besides its body; every part of it is signed. */
export interface StationRequest {
  /** In capitals. */
  method: string
  /** The path with its query, exactly as it is on the wire. */
  target: string
  /** Empty while it enrols. */
  station: string
  /** The session of the person who asks, or empty. */
  session: string
  /** When it was signed, by the station's clock set right by the server's: ISO 8601 in UTC. */
  time: string
  /** Greater than any that the station has used before. */
  counter: number
  /** Drawn at random by each start of the window. */
  run: string
  /** SHA-256 of the body in hex; of no bytes where there is no body. */
  body: string
  /** The version of the window's program. */
  version: string
}

/**
 * The text over whose UTF-8 bytes a station makes its Ed25519 signature: one line for each part, in this order. No part
 * can hold a line break, as all of them travel in the head of an HTTP request. Described in docs/sync-protocol.md.
 */
export function signedText(request: StationRequest): string {
  const { method, target, station, session, time, counter, run, body, version } = request
  return ['chuangtai-station-1', method, target, station, session, time, counter, run, body, version].join('\n')
}

/** SHA-256 of no bytes, in hex. */
export const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
