import type { OpenScope } from './model/open-scope.ts'

/** One secret of an app. It opens nothing before a security officer has released it, nor after it was ended. */
export interface OpenSecretLine {
  id: string
  /** Its first characters, by which its owner knows it. */
  hint: string
  addedBy: string
  addedAt: string
  releasedBy?: string
  releasedAt?: string
  endedBy?: string
  endedAt?: string
}

/** An app of somebody else that may ask the centre over the open API, as the officers of its unit see it. */
export interface OpenAppLine {
  /** What it signs in as. */
  id: string
  name: string
  /** It is given what lies in this unit and below. */
  unit: string
  contact: string
  note: string
  scopes: OpenScope[]
  /** Where it may ask from: addresses and networks (CIDR); from anywhere when there is none. */
  addresses: string[]
  perMinute: number
  perDay: number
  addedBy: string
  addedAt: string
  grantedBy?: string
  grantedAt?: string
  endedBy?: string
  endedAt?: string
  endReason?: string
  secrets: OpenSecretLine[]
  usedToday: number
  /** The last day on which it asked, YYYY-MM-DD. */
  lastDay?: string
}

export interface OpenAppsAnswer {
  apps: OpenAppLine[]
  time: string
}

export interface OpenAppRequest {
  name: string
  unit: string
  /** Who answers for it, and how they are reached. */
  contact: string
  note: string
}

/** The secret is told this once. */
export interface OpenSecretAnswer {
  app: string
  secret: string
  time: string
}

export interface OpenGrantRequest {
  scopes: OpenScope[]
  addresses: string[]
  perMinute: number
  perDay: number
  /** Ids of the secrets that may be used from now on: those that whoever grants has seen. */
  release: string[]
}

export const OPEN_LIMITS = {
  perMinute: { least: 1, most: 6000, usual: 60 },
  perDay: { least: 1, most: 10_000_000, usual: 5000 },
  addresses: 50,
  /** Secrets of an app that are not ended: the one in use, and the one that takes its place. */
  secrets: 2,
} as const
