import type { Person } from './model/person.ts'
import type { CertificateLine } from './protocol-usb-key.ts'

/** Everything is sent again with what the answer before asked for: the server keeps nothing between the two. */
export interface SignInRequest {
  login: string
  password: string
  newPassword?: string
  /** Of the authenticator, or a recovery code. */
  code?: string
}

/** Login and password are right, and more is asked for. */
export interface SignInStep {
  /** A password of one's own, a code, or a first code of the authenticator that takes in this secret. */
  next: 'password' | 'code' | 'enrol'
  secret?: string
  uri?: string
  time: string
}

/** `verifier` is an Argon2id hash that lets this station sign the person in while offline. */
export interface SignInAnswer {
  person: Person
  session: string
  until: string
  verifier: string
  /** Codes that open once without the authenticator, when one was just enrolled. Shown once, kept nowhere. */
  recovery?: string[]
  time: string
}

/** After signing in with a key, whose PIN makes it both factors: what signs the person in offline is the key itself. */
export type KeySignInAnswer = Omit<SignInAnswer, 'verifier' | 'recovery'>

/** A first password, to be handed over and changed at the first sign-in. */
export interface PasswordAnswer {
  password: string
  time: string
}

/** A session as its person or a security officer sees it. */
export interface SessionLine {
  id: string
  person: string
  name: string
  station: string
  stationName: string
  openedAt: string
  seenAt: string
  own: boolean
}

/** A person as those see them who keep them: never a secret. */
export interface PersonLine {
  person: Person
  password: 'none' | 'first' | 'own'
  factor: boolean
  /** What signs them in from a USB key. */
  certificates: readonly CertificateLine[]
  /** Last signed in, anywhere. */
  seenAt?: string
  /** Failures that slow them down now, anywhere. */
  failures: number
}
