import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type {
  OpenAppRequest,
  OpenAppsAnswer,
  OpenGrantRequest,
  OpenSecretAnswer,
} from '../../../shared-types/src/protocol-open.ts'
import { pathSegment } from './path-segment.ts'
import type { ServerRequests } from './server-request.ts'

/** What administrators and security officers ask the centre about apps of the open API. */
export interface OpenRequests {
  openApps(): Promise<OpenAppsAnswer>
  makeOpenApp(ask: OpenAppRequest): Promise<OpenSecretAnswer>
  makeOpenSecret(app: string): Promise<OpenSecretAnswer>
  endOpenSecret(app: string, secret: string): Promise<void>
  grantOpenApp(app: string, ask: OpenGrantRequest): Promise<void>
  endOpenApp(app: string, reason: string): Promise<void>
}

export function openRequests({ get, send }: ServerRequests): OpenRequests {
  const path = (app: string, what: string) => `${ROUTES.openApps}/${pathSegment(app)}/${what}`
  return {
    openApps: () => get(ROUTES.openApps),
    makeOpenApp: ask => send('POST', ROUTES.openApps, ask),
    makeOpenSecret: app => send('POST', path(app, 'secrets'), {}),
    endOpenSecret: async (app, secret) =>
      void (await send('POST', path(app, `secrets/${pathSegment(secret)}/end`), {})),
    grantOpenApp: async (app, ask) => void (await send('PUT', path(app, 'grant'), ask)),
    endOpenApp: async (app, reason) => void (await send('POST', path(app, 'end'), { reason })),
  }
}
