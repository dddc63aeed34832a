import { ROUTES } from '../../../shared-types/src/protocol.ts'
import {
  UPDATE_PIECE,
  type UpdateAnswer,
  type UpdateAsk,
  type UpdateRollout,
  type UpdatesAnswer,
} from '../../../shared-types/src/protocol-updates.ts'
import type { ServerRequests } from './server-request.ts'

/** What a window asks of the centre about updates; the address is the centre's alone. */
export interface UpdateRequests {
  /** Tells how this window stands, and hears what is meant for it. */
  askUpdate(ask: UpdateAsk): Promise<UpdateAnswer>
  /** A piece of a package on offer, from that byte on. */
  updatePiece(hash: string, at: number): Promise<Uint8Array>
  updates(): Promise<UpdatesAnswer>
  /** Brings a package with this sha-256; `body` is read from the disk while it is sent. */
  bringUpdate(hash: string, body: Blob): Promise<void>
  rollUpdate(rollout: UpdateRollout): Promise<void>
}

/** Ms of a piece over a slow line, and of a whole package on its way up. */
const PIECE = 120_000
const WHOLE = 60 * 60_000

export const updateRequests = ({ get, request, send }: ServerRequests): UpdateRequests => ({
  askUpdate: ask => send('POST', `${ROUTES.updates}/ask`, ask),
  async updatePiece(hash, at) {
    const range = `bytes=${at}-${at + UPDATE_PIECE - 1}`
    const answer = await request(`${ROUTES.updates}/packages/${hash}`, { headers: { range } }, PIECE)
    return new Uint8Array(await answer.arrayBuffer())
  },
  updates: () => get(ROUTES.updates),
  bringUpdate: async (hash, body) =>
    void (await request(`${ROUTES.updates}/packages/${hash}`, { method: 'PUT', body, hash }, WHOLE)),
  rollUpdate: async rollout => void (await send('PUT', `${ROUTES.updates}/rollouts`, rollout)),
})
