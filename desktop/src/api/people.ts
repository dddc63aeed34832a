import { z } from 'zod'
import { type Post, ROLES, type Role, type Unit } from '../../../shared-types/src/model/person.ts'
import type { SIGN_IN_BOUNDS, SignInRules } from '../../../shared-types/src/model/sign-in.ts'
import type { CertificateLine } from '../../../shared-types/src/protocol-usb-key.ts'
import { call } from './call.ts'

/** People, posts, sessions and the rules of signing in. */
export const PEOPLE_CALLS = {
  /** The people whom an administrator or a security officer keeps. */
  'people.list': call<PeopleView>()(z.object({})),
  /** An administrator names somebody; without an id a new person, who begins without posts. */
  'people.put': call<PeopleView>()(
    z.object({
      id: z.string().max(60).optional(),
      name: z.string().trim().min(1).max(120),
      login: z.string().regex(/^[\p{L}\p{N}._@-]{1,60}$/u),
      unit: z.string().max(60),
      ended: z.boolean().default(false),
    }),
  ),
  /** A security officer gives somebody their posts, all of them. */
  'people.posts': call<PeopleView>()(
    z.object({
      id: z.string().max(60),
      posts: z
        .array(
          z.object({
            id: z.string().max(60).optional(),
            role: z.enum(ROLES),
            unit: z.string().max(60),
            officer: z.string().max(60).optional(),
          }),
        )
        .max(20),
    }),
  ),
  /** A first password, shown once to who hands it over. */
  'people.password': call<{ password: string }>()(z.object({ id: z.string().max(60) })),
  /** Lets them enrol another authenticator, or forgets the failures that slow them. */
  'people.reset': call<PeopleView>()(z.object({ id: z.string().max(60), what: z.enum(['factor', 'tries']) })),
  /** Registers the certificate of somebody's key, from a file or from a key that is in; or ends one. */
  'people.addCertificate': call<PeopleView>()(
    z.object({
      id: z.string().max(60),
      certificate: z.union([z.instanceof(Uint8Array), z.object({ fingerprint: z.string().regex(/^[0-9a-f]{64}$/) })]),
    }),
  ),
  'people.endCertificate': call<PeopleView>()(
    z.object({ id: z.string().max(60), fingerprint: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  'sessions.list': call<SessionRow[]>()(z.object({ whose: z.enum(['all', 'own']) })),
  'sessions.end': call<SessionRow[]>()(z.object({ whose: z.enum(['all', 'own']), id: z.string().max(60) })),
  'signIn.rules': call<SignInRulesView>()(z.object({})),
  'signIn.putRules': call<SignInRulesView>()(
    z.object({
      secondFactor: z.boolean(),
      offlineDays: z.number().int(),
      idleMinutes: z.number().int(),
      passwordDays: z.number().int(),
    }),
  ),
} as const

export interface PersonRow {
  id: string
  name: string
  login: string
  unit: string
  unitName: string
  ended: boolean
  /** Whoever asks. */
  self: boolean
  /** Holds an office: their password and second factor are reset at the server's machine only. */
  officer: boolean
  posts: (Post & { label: string; unitName: string })[]
  password: 'none' | 'first' | 'own'
  factor: boolean
  certificates: CertificateLine[]
  seenAt?: string
  failures: number
}

export interface PeopleView {
  /** An administrator: names, logins, units, and who has left. */
  mayName: boolean
  /** A security officer: posts, passwords, second factors. */
  mayPost: boolean
  roles: { role: Role; label: string; officer: boolean }[]
  units: Unit[]
  people: PersonRow[]
}

export interface SessionRow {
  id: string
  name: string
  stationName: string
  openedAt: string
  seenAt: string
  /** The one that asks. */
  own: boolean
}

export interface SignInRulesView {
  rules: SignInRules
  bounds: typeof SIGN_IN_BOUNDS
  mayEdit: boolean
}
