import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { AuthorityAnswer } from '../../../shared-types/src/protocol-stations.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'

/** Whose word windows take for this centre. Nothing secret: it is shown to everybody who connects. */
export const authorityRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.authority,
    needs: 'nothing',
    async handle({ tls, now }): Promise<AuthorityAnswer> {
      const certificates = tls.authority()
      if (!certificates.length) throw new Refusal(404, 'not-found')
      return { certificates, time: now() }
    },
  },
]
