import type { Lease, Station } from './protocol.ts'

/** For an administrator: what a machine is to become by a code. */
export type CodeRequest =
  | { unit: string; number: string }
  /** For a station that is there: a new key for the machine that types the code. */
  | { station: string }

export interface CodeAnswer {
  code: string
  until: string
  time: string
}

/**
 * The authority by whose certificate the centre is known, as PEM. Behind it the words of earlier authorities for those that
 * followed them: who trusts one of these may follow to the first.
 */
export interface AuthorityAnswer {
  certificates: readonly string[]
  time: string
}

/** Signed with the very key that it asks to be known by. Keys are the raw 32 bytes in base64url. */
export interface EnrolRequest {
  code: string
  name: string
  /** Ed25519. */
  key: string
  /** X25519. */
  seal: string
  /** The station that this machine was: only a code for that one is taken. */
  as?: string
}

export interface EnrolAnswer {
  station: Station
  /** The server's own keys: id, Ed25519, X25519. */
  server: { id: string; sign: string; seal: string }
  time: string
}

/** One station as those see it who look after its unit. */
export interface StationLine {
  station: Station
  /**
   * `cloned`: two machines spoke with its key; nothing of it is accepted until somebody has decided. `waiting`: no machine
   * has become it yet.
   */
  state: 'active' | 'ended' | 'cloned' | 'waiting'
  /** When that began. */
  since: string
  /** Why it was ended. */
  reason?: string
  /** Its last request, by the server's clock; absent when it never asked. */
  seenAt?: string
  version?: string
}

export interface StationsAnswer {
  stations: StationLine[]
  time: string
}

/** The numbers that an ended station held; those that are `open` stay with it. */
export interface StationEnded {
  numbers: (Lease & { known: number; open: number })[]
  time: string
}
