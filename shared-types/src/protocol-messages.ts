/**
 * `sending`: claimed by a server that has not said yet what became of it. `uncertain`: the gateway may have taken it or
 * not; nobody knows, and nothing is sent twice by itself. `over`: what it was about had ended, or its day.
 */
export const MESSAGE_STATES = ['waiting', 'sending', 'sent', 'uncertain', 'dead', 'over', 'dropped'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

export const MESSAGE_FAULTS = [
  /** Nothing was handed over: no connection, a certificate that does not hold, a login that is refused. */
  'unreachable',
  'certificate',
  'login',
  /** The gateway said no: by its answer (`detail`: what stands at the place that its configuration names), by its status. */
  'refused',
  'status',
  /** Whether it was taken is not known: no answer in time, an answer cut off, one that says nothing, a server that ended. */
  'timeout',
  'broken',
  'unreadable',
  'killed',
  /** It waited in a backup that was restored. */
  'restored',
  /** It was never tried. */
  'no-gateway',
  'no-address',
  'no-template',
] as const
export type MessageFault = (typeof MESSAGE_FAULTS)[number]

/** Times of the deployment's clock, HH:MM. In the quiet hours only urgent messages go out. */
export interface MessageRules {
  quietFrom: string
  quietTo: string
  /** When the day's reminders are laid into the outbox. */
  dailyAt: string
}

/** How an administrator sees where a person is reached: most of it covered. */
export interface MessageAddress {
  person: string
  phone?: string
  mail?: string
  changedAt?: string
}

export interface GatewayLine {
  name: string
  kind: string
  channel: 'sms' | 'mail' | 'group'
  /** Whose group it is. */
  unit?: string
  sentAt?: string
  failedAt?: string
  why?: MessageFault
  detail?: string
}

/** A message that was not sent, or of which nobody knows whether it was. */
export interface MessageLine {
  id: string
  state: 'uncertain' | 'dead'
  template: string
  person?: string
  unit?: string
  gateway?: string
  queuedAt: string
  settledAt: string
  attempts: number
  why?: MessageFault
  detail?: string
}

export interface MessagesAnswer {
  /** For who looks after the whole deployment, others see only the messages and addresses of their people. */
  whole?: {
    gateways: GatewayLine[]
    rules: MessageRules
    waiting: number
    /** Of the last 24 hours. */
    sent: number
    /** The earliest try that is still ahead. */
    nextAt?: string
  }
  unsent: MessageLine[]
  /** All of them, of which `unsent` has the latest. */
  unsentCount: number
  addresses: MessageAddress[]
  time: string
}

/** What became of a message that was asked for. */
export interface MessageTried {
  state: MessageState
  why: MessageFault | null
  detail: string | null
  time: string
}

/** Characters of the reason why a message is dropped. */
export const DROP_REASON_MAX = 200
