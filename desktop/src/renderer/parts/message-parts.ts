import type { MessagesView } from '../../api/messages.ts'

/** What each part of the page of messages is given. */
export interface MessageParts {
  view: MessagesView
  busy: boolean
  /** Does it, and shows how things stand after it; answers whether it went well. */
  act(work: () => Promise<MessagesView>): Promise<boolean>
}
