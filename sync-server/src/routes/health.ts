import { PROTOCOL, ROUTES } from '../../../shared-types/src/protocol.ts'
import type { Route } from '../route.ts'
import { lastNumber } from '../store.ts'

export const healthRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.health,
    needs: 'nothing',
    async handle({ store, now }) {
      await lastNumber(store.db)
      return { ok: true, protocol: PROTOCOL, time: now() }
    },
  },
]
