import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { DisposalAnswer, DisposalRequest, HoldRequest } from '../../../shared-types/src/protocol-disposal.ts'
import { pathSegment } from './path-segment.ts'
import type { ServerRequests } from './server-request.ts'

/** What a security or audit officer asks the centre about cases whose time has run out. */
export interface DisposalRequests {
  disposal(): Promise<DisposalAnswer>
  proposeDisposal(ask: DisposalRequest): Promise<void>
  /** Answers when all of it has been erased. */
  approveDisposal(id: string): Promise<void>
  declineDisposal(id: string, reason: string): Promise<void>
  hold(ask: HoldRequest): Promise<void>
  liftHold(id: string, reason: string): Promise<void>
}

/** A database is written anew. */
const LONG = 1_800_000

export const disposalRequests = ({ get, send }: ServerRequests): DisposalRequests => ({
  disposal: () => get(ROUTES.disposal, LONG),
  proposeDisposal: async ask => void (await send('POST', ROUTES.disposal, ask, LONG)),
  approveDisposal: async id => void (await send('POST', `${ROUTES.disposal}/${pathSegment(id)}/approve`, {}, LONG)),
  declineDisposal: async (id, reason) =>
    void (await send('POST', `${ROUTES.disposal}/${pathSegment(id)}/decline`, { reason })),
  hold: async ask => void (await send('POST', ROUTES.holds, ask)),
  liftHold: async (id, reason) => void (await send('POST', `${ROUTES.holds}/${pathSegment(id)}/lift`, { reason })),
})
