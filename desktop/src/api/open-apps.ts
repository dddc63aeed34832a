import { z } from 'zod'
import { OPEN_SCOPES } from '../../../shared-types/src/model/open-scope.ts'
import { OPEN_LIMITS, type OpenAppLine } from '../../../shared-types/src/protocol-open.ts'
import { call } from './call.ts'

const Id = z.string().max(60)
const text = (least: number, most: number) => z.string().trim().min(least).max(most)
const within = ({ least, most }: { least: number; most: number }) => z.number().int().min(least).max(most)

/** Apps of the open API: for administrators, who make them, and security officers, who grant; with the centre at hand. */
export const OPEN_APPS_CALLS = {
  'openApps.view': call<OpenAppsView>()(z.object({})),
  'openApps.make': call<OpenAppsView>()(
    z.object({ name: text(2, 60), unit: Id, contact: text(2, 120), note: text(0, 200) }),
  ),
  'openApps.secret': call<OpenAppsView>()(z.object({ id: Id })),
  'openApps.endSecret': call<OpenAppsView>()(z.object({ id: Id, secret: Id })),
  'openApps.grant': call<OpenAppsView>()(
    z.object({
      id: Id,
      scopes: z.array(z.enum(OPEN_SCOPES)),
      addresses: z.array(z.string().max(60)).max(OPEN_LIMITS.addresses),
      perMinute: within(OPEN_LIMITS.perMinute),
      perDay: within(OPEN_LIMITS.perDay),
      release: z.array(Id).max(OPEN_LIMITS.secrets),
    }),
  ),
  'openApps.end': call<OpenAppsView>()(z.object({ id: Id, reason: text(2, 200) })),
} as const

/** How it stands with the apps; people and units by their names. */
export interface OpenAppsView {
  may: { make: boolean; grant: boolean }
  apps: (OpenAppLine & { unitName: string })[]
  /** Where apps ask the centre. */
  address: string
  /** A secret that was just made. It is told this once. */
  made?: { app: string; name: string; secret: string }
}
