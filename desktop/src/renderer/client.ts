import type { Api } from '../api.ts'

/** Whether the core can be reached: `expired` is a page whose token the core no longer knows. */
export type Connection = 'connecting' | 'open' | 'lost' | 'expired'

/** The api with the state of the way to it. Every refused or failed call rejects with an ApiFailure. */
export interface Client extends Api {
  connection(): Connection
  /** Hears of each change of the connection. Answers how to stop. */
  onConnection(hear: () => void): () => void
}

/** Sentences that the screen itself must say when the core cannot. */
export interface ClientTexts {
  /** The connection broke while an act was under way, and nobody knows whether it was done. */
  lost(): string
  broken(): string
}
