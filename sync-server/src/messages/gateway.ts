import type { MessageFault } from '../../../shared-types/src/protocol-messages.ts'
import type { Channel, TemplateName } from './templates.ts'

/** One message as it goes out. */
export interface Letter {
  /** Of the outbox: a gateway or mail server that knows it takes it once. */
  id: string
  template: TemplateName
  title: string
  text: string
  /** The holes as they stand in the text, for gateways that have the text themselves. */
  holes: Readonly<Record<string, string>>
  /** A mobile number, a mail address, or '' for a group. */
  to: string
}

/**
 * What became of a try. `failed`: it was certainly not sent, and may be tried again. `uncertain`: it may have been. `detail`
 * is short and says nothing of a person.
 */
export type Outcome = { is: 'sent' } | { is: 'failed' | 'uncertain'; why: MessageFault; detail?: string }

/** A way out of the house. Its address and its secrets come from the server's own configuration and go nowhere else. */
export interface Gateway {
  name: string
  kind: string
  channel: Channel
  /** Of a group: whose it is. */
  unit?: string
  /** One try. Never rejects for what the other side does. */
  send(letter: Letter): Promise<Outcome>
}
