import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { MessageRules, MessagesAnswer, MessageTried } from '../../../shared-types/src/protocol-messages.ts'
import { pathSegment } from './path-segment.ts'
import type { ServerRequests } from './server-request.ts'

/** What an administrator asks the centre about messages to people. */
export interface MessageRequests {
  messages(): Promise<MessagesAnswer>
  putMessageRules(rules: MessageRules): Promise<void>
  putMessageAddress(person: string, address: { phone?: string; mail?: string }): Promise<void>
  testMessage(ask: { gateway: string; person?: string }): Promise<MessageTried>
  messageAgain(id: string): Promise<MessageTried>
  dropMessage(id: string, reason: string): Promise<MessageTried>
}

/** A gateway is given up after a minute at most. */
const SENDING = 75_000

export const messageRequests = ({ get, send }: ServerRequests): MessageRequests => ({
  messages: () => get(ROUTES.messages),
  putMessageRules: async rules => void (await send('PUT', `${ROUTES.messages}/rules`, rules)),
  putMessageAddress: async (person, address) =>
    void (await send('PUT', `${ROUTES.messages}/addresses/${pathSegment(person)}`, address)),
  testMessage: ask => send('POST', `${ROUTES.messages}/test`, ask, SENDING),
  messageAgain: id => send('POST', `${ROUTES.messages}/${pathSegment(id)}/again`, {}, SENDING),
  dropMessage: (id, reason) => send('POST', `${ROUTES.messages}/${pathSegment(id)}/drop`, { reason }),
})
