import { ROUTES } from '../../shared-types/src/protocol.ts'
import { queueMessage } from '../../sync-server/src/messages/queue.ts'
import type { Request, ServerWorld } from './server-world.ts'

/** As server-probes.ts knows them, which imports this file. */
interface MessageProber {
  single?: true
  probe(
    world: ServerWorld,
    unit: string,
  ): Promise<{ request: Omit<Request, 'method'>; seen?: (text: string) => boolean }>
}

const json = (value: unknown) => ({ body: JSON.stringify(value), mime: 'application/json' })

/** A message to the clerk of a unit that was given up. */
async function deadIn({ d, at }: ServerWorld, unit: string): Promise<string> {
  const to = { person: at[unit]!.clerk.id }
  const { store } = d.parts
  const id = await store.transaction(turn =>
    queueMessage(turn, { to, template: 'test', holes: {}, at: d.clock.now, gateway: 'none' }),
  )
  const settled = { state: 'dead', why: 'no-gateway', settled_at: d.clock.now } as const
  await store.db.updateTable('messages').set(settled).where('id', '=', id!).execute()
  return id!
}

const messagePath = (id: string, what: string) => `${ROUTES.messages}/${id}/${what}`

/** Messages to people, whose administrator sees what was not sent. */
export const MESSAGE_PROBERS: Readonly<Record<string, MessageProber>> = {
  'GET /api/messages': {
    async probe(world, unit) {
      const id = await deadIn(world, unit)
      return { request: { path: ROUTES.messages }, seen: text => text.includes(id) }
    },
  },
  'PUT /api/messages/rules': {
    single: true,
    probe: async () => ({
      request: {
        path: `${ROUTES.messages}/rules`,
        ...json({ quietFrom: '21:00', quietTo: '08:00', dailyAt: '09:00' }),
      },
    }),
  },
  'PUT /api/messages/addresses/:person': {
    probe: async ({ at }, unit) => ({
      request: { path: `${ROUTES.messages}/addresses/${at[unit]!.clerk.id}`, ...json({ phone: '13905710001' }) },
    }),
  },
  // To somebody without an address: nothing leaves the house.
  'POST /api/messages/test': {
    single: true,
    probe: async ({ at }) => ({
      request: { path: `${ROUTES.messages}/test`, ...json({ gateway: 'trial', person: at.S1?.clerk.id ?? '' }) },
    }),
  },
  'POST /api/messages/:id/again': {
    async probe(world, unit) {
      return { request: { path: messagePath(await deadIn(world, unit), 'again') } }
    },
  },
  'POST /api/messages/:id/drop': {
    async probe(world, unit) {
      const id = await deadIn(world, unit)
      return { request: { path: messagePath(id, 'drop'), ...json({ reason: '号码已停用' }) } }
    },
  },
}
