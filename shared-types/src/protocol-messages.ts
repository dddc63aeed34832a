/**
 * `sending`: claimed by a server that has not said yet what became of it. `uncertain`: the gateway may have taken it or
 * not; nobody knows, and nothing is sent twice by itself. `over`: what it was about had ended, or its day.
 */
export const MESSAGE_STATES = ['waiting', 'sending', 'sent', 'uncertain', 'dead', 'over', 'dropped'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]
