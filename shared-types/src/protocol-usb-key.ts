/** The certificates on the key at the window, by the SHA-256 of their DER in hex. */
export interface KeyChallengeRequest {
  fingerprints: string[]
}

/** Drawn by the centre for one station; opens once. */
export interface KeyChallenge {
  challenge: string
  /** The first of those certificates that is registered as somebody's; without one the key need not be asked. */
  certificate?: string
  until: string
  time: string
}

export interface KeySignInRequest {
  challenge: string
  /** Of the certificate, SHA-256 of its DER in hex: the centre knows those of its people. */
  fingerprint: string
  /** Over `keyText` with SHA-256, in base64: PKCS#1 v1.5, or ECDSA with r and s side by side. */
  signature: string
}

/** Whose key it is, as those see it who keep that person. */
export interface CertificateLine {
  fingerprint: string
  /** As the certificate writes it, one part a line. */
  subject: string
  issuer: string
  until: string
}

/** Why a certificate is not taken; the detail of the error `certificate`. */
export type CertificateRefusal =
  /** No authorities are configured: nobody signs in with a key. */
  | 'off'
  /** Nobody's, as far as the centre knows; or registered already, when it is to be registered. */
  | 'unknown'
  | 'taken'
  /** No certificate, an authority's own, one not for signing, or with a key that is too short or of another kind. */
  | 'form'
  | 'usage'
  | 'weak'
  /** Of no authority that is configured. */
  | 'issuer'
  | 'early'
  | 'expired'
  | 'revoked'
  /** The list of those taken back is missing, unreadable or out of date. */
  | 'list'
  /** The challenge ran out or was used; the signature is not this key's. */
  | 'challenge'
  | 'signature'
