import type { Condition } from './condition.ts'

/**
 * A code that the centre signs for a case, short enough for a sticker, which anyone verifies with its public key and
 * without a line. The centre writes it by a step of its own whenever what stands in it has changed, or one of `anew` was
 * made, and says of each code that was replaced or whose case left `holds` that it holds no longer.
 */
export interface SignedCode {
  /** The centre's hidden step; it asks for `text` and `count`. */
  step: string
  /** Locked fields: the code, and how many were made for this case. */
  text: string
  count: string
  /** Cases that bear one, of those in `step`'s states. */
  when: Condition
  /** States in which it holds. */
  holds: readonly string[]
  anew?: readonly string[]
  /** Text fields: the number, who issued it, and whose it is, covered where `covered` holds. */
  number: string
  issuer: string
  holder: string
  covered: Condition
  /** A number of the holder, of which the last four characters are told where the name is covered. */
  holderNumber: string
  /** The first day and the last; without a last one it has no end. */
  from: string
  until: string
  /** What it is: a text field of the record that a lookup finds. */
  what: { lookup: string; field: string }
}

/** How codes are signed: Ed25519 (RFC 8032), or SM2 with SM3 (GB/T 32918.2). */
export const CODE_ALGORITHMS = ['ed25519', 'sm2'] as const
export type CodeAlgorithm = (typeof CODE_ALGORITHMS)[number]

/** A public key by which codes are verified: of Ed25519 its 32 bytes, of SM2 the 65 of the point, in hex. */
export interface CodeKey {
  /** The first four bytes of its SHA-256, in hex: it stands in each code. */
  id: string
  algorithm: CodeAlgorithm
  publicKey: string
  /** ISO 8601. */
  madeAt: string
}

/** What the centre says of the codes of one case. */
export interface CodeEnd {
  /** Which case it is, as its codes name it. */
  serial: string
  /** Those with a lower count hold no longer. */
  below: number
  /** `domain.record`, and the state that ended them; '' where a newer code took their place. */
  type: string
  state: string
  /** ISO 8601. */
  at: string
}
