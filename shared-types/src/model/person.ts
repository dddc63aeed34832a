/** What a post lets its holder do; the domain's access tables and steps name these. */
export const ROLES = ['auxiliary', 'clerk', 'reviewer', 'supervisor', 'administrator', 'security', 'audit'] as const
export type Role = (typeof ROLES)[number]

/** The centre itself as author and as the place where it acts: its rules find what no person entered. */
export const CENTRE = 'centre'

/** Who may act in a case. Nobody holds the centre's role, and nothing that comes from a station is taken as of it. */
export type Actor = Role | typeof CENTRE

/**
 * The three officers of a system (三员分立): administrators (系统管理员) keep units, stations, people and parameters,
 * security officers (安全管理员) posts, passwords and sessions, audit officers (审计管理员) look at what all others did.
 * Whoever holds one of these posts holds no other kind of post.
 */
export const OFFICERS = ['administrator', 'security', 'audit'] as const satisfies readonly Role[]
export type Officer = (typeof OFFICERS)[number]

export const isOfficer = (role: Actor): role is Officer => (OFFICERS as readonly Actor[]).includes(role)

/** One post of one person: a role in a unit. A person may hold several and switches between them (岗位切换). */
export interface Post {
  id: string
  role: Role
  unit: string
  /** Auxiliary staff (警务辅助人员) hang under an officer of the same unit. */
  officer?: string
}

export interface Person {
  id: string
  name: string
  /** What the person signs in with. */
  login: string
  posts: readonly Post[]
  /** Where they belong while they hold no post: whose administrators and security officers look after them. */
  unit?: string
  /** When their password was last set: what signs them in offline with an older one is forgotten. ISO 8601. */
  passwordAt?: string
  /** Fingerprints (SHA-256 in hex) of the certificates that sign them in from a USB key; the centre keeps them. */
  certificates?: readonly string[]
  /** Left the service: may not sign in, but history still names them. */
  ended?: true
}

export type UnitLevel = 'city' | 'district' | 'station' | 'beat' | 'window'

/** A unit of the organisation tree (市局 → 分县局 → 派出所 → 警务区/窗口). */
export interface Unit {
  id: string
  name: string
  level: UnitLevel
  parent?: string
  /** County code of GB/T 2260 for districts and below. */
  area?: string
  /** When it takes applications, and all below it that have no hours of their own. */
  hours?: BusinessHours
}

/** Two parts of a working day by the clock of the deployment, HH:MM; the end of each is not in it. */
export interface BusinessHours {
  openAm: string
  closeAm: string
  openPm: string
  closePm: string
}

/** Who asks, as conditions and `decide` see them. `units` are the post's own unit and all below it. */
export interface User {
  id: string
  post: string
  role: Actor
  unit: string
  units: readonly string[]
  district: readonly string[]
}
