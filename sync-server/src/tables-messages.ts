import type { MessageFault, MessageState } from '../../shared-types/src/protocol-messages.ts'

/** Tables of messages to people. */
export interface MessageTables {
  /** The outbox; see messages/queue.ts. `holes` is JSON; `why` says what hinders it, or what ended it. */
  messages: {
    id: string
    once: string | null
    person: string | null
    unit: string | null
    template: string
    holes: string
    urgent: number
    state: MessageState
    queued_at: string
    next_at: string
    until: string | null
    attempts: number
    claimed_at: string | null
    gateway: string | null
    why: MessageFault | null
    detail: string | null
    settled_at: string | null
    settled_by: string | null
    reason: string | null
  }
  /** Where people are reached, sealed; never given to a window. */
  message_addresses: { person: string; phone: string | null; mail: string | null; changed_at: string }
  /** When each gateway last took a message, and what it last said against one. */
  gateway_states: {
    gateway: string
    sent_at: string | null
    failed_at: string | null
    why: MessageFault | null
    detail: string | null
  }
  /** One row: times of the deployment's clock, HH:MM. */
  message_rules: { one: number; quiet_from: string; quiet_to: string; daily_at: string }
  /** Days whose reminders have been laid into the outbox. */
  message_days: { day: string; at: string }
  /** Which rungs of the reminders an alert has had. */
  alert_reminders: { case_id: string; rung: string; at: string }
}
