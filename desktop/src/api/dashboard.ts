import { z } from 'zod'
import type { Tile } from '../../../shared-types/src/model/domain.ts'
import { call } from './call.ts'
import type { ListQuery } from './cases.ts'
import type { SessionState } from './session.ts'

/** What stands before those who oversee. */
export const DASHBOARD_CALLS = {
  /** Counts within the person's rights, of their own projection: no name and no number of anybody is in it. */
  'dashboard.view': call<DashboardView>()(z.object({})),
  /** Hangs the counts on the wall, where they stay when the person's lock falls; or takes them down. */
  'dashboard.wall': call<SessionState>()(z.object({ on: z.boolean() })),
} as const

/** The list behind a number. */
export type TileQuery = z.input<typeof ListQuery>

export interface DashboardView {
  /** Of which day, and when it was counted, ISO 8601. */
  day: string
  at: string
  tiles: DashboardTile[]
}

export interface DashboardTile {
  domain: string
  name: string
  label: string
  /** What its domain is called. */
  group: string
  show: Tile['show']
  total: number
  query: TileQuery
  points: DashboardPoint[]
  /** All parts that bars may have, in the order of their dictionary. */
  parts: string[]
}

export interface DashboardPoint {
  label: string
  /** The part of a bar that it is. */
  part?: string
  count: number
  query: TileQuery
}
