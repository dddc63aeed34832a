import type { Post, Role } from './person.ts'

/** How people sign in to this deployment; one setting, kept by the security officer. */
export interface SignInRules {
  /** Whether overseers and officers show a one-time code (RFC 6238) beside their password. */
  secondFactor: boolean
  /** Days since the last sign-in with the centre during which a person may sign in without it. */
  offlineDays: number
  /** Minutes without a key or a click after which a window locks. */
  idleMinutes: number
  /** Days after which a password must be changed; 0 for never, which is better for most places. */
  passwordDays: number
}

/** What holds until somebody puts other rules. */
export const DEFAULT_SIGN_IN: SignInRules = { secondFactor: true, offlineDays: 30, idleMinutes: 10, passwordDays: 0 }

/** Between what each figure may lie; passwords that run out sooner than 90 days are changed by counting them up. */
export const SIGN_IN_BOUNDS = {
  offlineDays: { min: 1, max: 90 },
  idleMinutes: { min: 1, max: 60 },
  passwordDays: { min: 90, max: 730 },
} as const

/** Posts that see or change what others do. */
const WITH_FACTOR: readonly Role[] = ['supervisor', 'administrator', 'security', 'audit']

/** Whether a post asks for a second factor under these rules. */
export const asksFactor = (rules: SignInRules, { role }: Pick<Post, 'role'>): boolean =>
  rules.secondFactor && WITH_FACTOR.includes(role)
