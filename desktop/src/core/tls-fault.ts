/**
 * Why the centre's certificate was not taken, or the way to it is none that this window goes. `early` and `ended`: it is not
 * good yet or any more; `name`: it is another server's; `authority`: another authority signed it; `plain`: what answers
 * speaks no TLS; `open`: the address itself is plain HTTP to another machine; `unknown`: no authority is known here;
 * `redirect`: the answer points elsewhere.
 */
export type TlsFaultCode = 'early' | 'ended' | 'name' | 'authority' | 'plain' | 'open' | 'unknown' | 'redirect'

/** Nothing was sent, or nothing more is, because of what `code` says. */
export class TlsFault extends Error {
  readonly code: TlsFaultCode
  constructor(code: TlsFaultCode) {
    super(`The line to the centre is refused: ${code}`)
    this.name = 'TlsFault'
    this.code = code
  }
}

/** Codes of Node's TLS (OpenSSL's verification, Node's check of names) as what they mean here. */
const CODES: Readonly<Record<string, TlsFaultCode>> = {
  CERT_NOT_YET_VALID: 'early',
  CERT_HAS_EXPIRED: 'ended',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  UNABLE_TO_GET_ISSUER_CERT: 'authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'authority',
  CERT_SIGNATURE_FAILURE: 'authority',
  CERT_UNTRUSTED: 'authority',
  CERT_REJECTED: 'authority',
  INVALID_CA: 'authority',
  INVALID_PURPOSE: 'authority',
  ERR_SSL_WRONG_VERSION_NUMBER: 'plain',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'plain',
  ERR_SSL_HTTP_REQUEST: 'plain',
}

/** The fault in what a request was rejected with, however deep it lies; undefined when it has nothing to do with TLS. */
export function tlsFaultIn(error: unknown): TlsFaultCode | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof TlsFault) return at.code
    const code = 'code' in at && typeof at.code === 'string' ? CODES[at.code] : undefined
    if (code) return code
  }
  return undefined
}
