import { z } from 'zod'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { OPEN_SCOPES } from '../../../shared-types/src/model/open-scope.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import {
  OPEN_LIMITS,
  type OpenAppRequest,
  type OpenAppsAnswer,
  type OpenGrantRequest,
  type OpenSecretAnswer,
} from '../../../shared-types/src/protocol-open.ts'
import { isNetwork } from '../open/addresses.ts'
import { appLines } from '../open/app-list.ts'
import { endApp, endSecret, grantApp, makeApp, makeSecret } from '../open/keep-apps.ts'
import { parsed } from '../parse.ts'
import type { Route } from '../route.ts'

const text = (least: number, most: number) => z.string().trim().min(least).max(most)
const app: z.ZodType<OpenAppRequest> = z.strictObject({
  name: text(2, 60),
  unit: z.string().min(1).max(60),
  contact: text(2, 120),
  note: text(0, 200),
})
const within = ({ least, most }: { least: number; most: number }) => z.number().int().min(least).max(most)
const grant: z.ZodType<OpenGrantRequest> = z.strictObject({
  scopes: z.array(z.enum(OPEN_SCOPES)).max(OPEN_SCOPES.length),
  addresses: z.array(z.string().max(60).refine(isNetwork)).max(OPEN_LIMITS.addresses),
  perMinute: within(OPEN_LIMITS.perMinute),
  perDay: within(OPEN_LIMITS.perDay),
  release: z.array(z.guid()).max(OPEN_LIMITS.secrets),
})
const end = z.strictObject({ reason: text(2, 200) })

/** Apps of the open API: made, given secrets and ended by administrators, granted what they may by security officers. */
export const openAppRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.openApps,
    needs: 'keeper',
    async handle({ now, store }, { administers, directory }): Promise<OpenAppsAnswer> {
      const time = now()
      return { apps: await appLines(store.db, administers, dayOf(time, directory.zone)), time }
    },
  },
  {
    method: 'post',
    path: ROUTES.openApps,
    needs: 'administrator',
    body: 'json',
    async handle({ now, store }, ask): Promise<OpenSecretAnswer> {
      const [asked, time] = [parsed(app, ask.req.body), now()]
      return { ...(await store.transaction(turn => makeApp(turn, ask, asked, time))), time }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.openApps}/:id/secrets`,
    needs: 'administrator',
    async handle({ now, store }, ask): Promise<OpenSecretAnswer> {
      const [id, time] = [String(ask.req.params.id), now()]
      return { app: id, secret: await store.transaction(turn => makeSecret(turn, ask, id, time)), time }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.openApps}/:id/secrets/:secret/end`,
    needs: 'keeper',
    async handle({ now, store }, ask) {
      const { id, secret } = ask.req.params
      await store.transaction(turn => endSecret(turn, ask, String(id), String(secret), now()))
      return { time: now() }
    },
  },
  {
    method: 'put',
    path: `${ROUTES.openApps}/:id/grant`,
    needs: 'security',
    body: 'json',
    async handle({ now, store }, ask) {
      const asked = parsed(grant, ask.req.body)
      await store.transaction(turn => grantApp(turn, ask, String(ask.req.params.id), asked, now()))
      return { time: now() }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.openApps}/:id/end`,
    needs: 'keeper',
    body: 'json',
    async handle({ now, store }, ask) {
      const { reason } = parsed(end, ask.req.body)
      await store.transaction(turn => endApp(turn, ask, String(ask.req.params.id), reason, now()))
      return { time: now() }
    },
  },
]
