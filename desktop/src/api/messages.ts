import { z } from 'zod'
import {
  DROP_REASON_MAX,
  type GatewayLine,
  type MessageAddress,
  type MessageLine,
  type MessageRules,
  type MessageTried,
} from '../../../shared-types/src/protocol-messages.ts'
import { call } from './call.ts'

const Id = z.string().max(60)
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Messages to people beyond their screens; all of them for administrators, with the centre at hand. */
export const MESSAGES_CALLS = {
  'messages.view': call<MessagesView>()(z.object({})),
  /** Quiet hours, and when the day's reminders are sent; of the whole deployment. */
  'messages.putRules': call<MessagesView>()(z.object({ quietFrom: Clock, quietTo: Clock, dailyAt: Clock })),
  /** Where a person is reached; '' takes an address away, what is not named stays. */
  'messages.putAddress': call<MessagesView>()(
    z.object({ person: Id, phone: z.string().max(30).optional(), mail: z.string().max(120).optional() }),
  ),
  /** Sends a message that says that it is a test, at once; to a group without a person. */
  'messages.test': call<MessagesView>()(z.object({ gateway: z.string().max(40), person: Id.optional() })),
  'messages.again': call<MessagesView>()(z.object({ id: Id })),
  'messages.drop': call<MessagesView>()(z.object({ id: Id, reason: z.string().trim().min(2).max(DROP_REASON_MAX) })),
} as const

/** How it stands with the messages; people and units by their names. */
export interface MessagesView {
  whole?: {
    gateways: (Omit<GatewayLine, 'unit'> & { unitName?: string })[]
    rules: MessageRules
    waiting: number
    sent: number
    nextAt?: string
  }
  unsent: (Omit<MessageLine, 'person' | 'unit'> & { to: string })[]
  unsentCount: number
  people: (MessageAddress & { name: string; unitName: string })[]
  /** After a test, or when one was sent again: what became of it. */
  tried?: Omit<MessageTried, 'time'>
}
