import { randomUUID } from 'node:crypto'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { OPEN_LIMITS } from '../../shared-types/src/protocol-open.ts'
import { keepers } from '../../sync-server/test/open.ts'
import type { Request, ServerWorld } from './server-world.ts'

/** As server-probes.ts knows them, which imports this file. */
interface OpenProber {
  probe(
    world: ServerWorld,
    unit: string,
  ): Promise<{ request: Omit<Request, 'method'>; seen?: (text: string) => boolean }>
}

const json = (value: unknown) => ({ body: JSON.stringify(value), mime: 'application/json' })

/** An app of the unit, with its one secret. */
const appIn = ({ d, district }: ServerWorld, unit: string) => keepers(d, district).app(unit, [])

const path = (id: string, what: string) => `${ROUTES.openApps}/${id}/${what}`

/** Apps of the open API, as the officers of their units keep them. What apps ask: sync-server/test/open-api.test.ts. */
export const OPEN_PROBERS: Readonly<Record<string, OpenProber>> = {
  'GET /api/open/apps': {
    async probe(world, unit) {
      const { id } = await appIn(world, unit)
      return { request: { path: ROUTES.openApps }, seen: text => text.includes(id) }
    },
  },
  'POST /api/open/apps': {
    probe: async (_, unit) => ({
      request: { path: ROUTES.openApps, ...json({ name: randomUUID(), unit, contact: '信息科', note: '' }) },
    }),
  },
  'POST /api/open/apps/:id/secrets': {
    probe: async (world, unit) => ({ request: { path: path((await appIn(world, unit)).id, 'secrets') } }),
  },
  'POST /api/open/apps/:id/secrets/:secret/end': {
    async probe(world, unit) {
      const { id, secretId } = await appIn(world, unit)
      return { request: { path: path(id, `secrets/${secretId}/end`) } }
    },
  },
  'PUT /api/open/apps/:id/grant': {
    async probe(world, unit) {
      const { perMinute, perDay } = OPEN_LIMITS
      const asked = { scopes: [], addresses: [], release: [], perMinute: perMinute.usual, perDay: perDay.usual }
      return { request: { path: path((await appIn(world, unit)).id, 'grant'), ...json(asked) } }
    },
  },
  'POST /api/open/apps/:id/end': {
    probe: async (world, unit) => ({
      request: { path: path((await appIn(world, unit)).id, 'end'), ...json({ reason: '停用' }) },
    }),
  },
}
