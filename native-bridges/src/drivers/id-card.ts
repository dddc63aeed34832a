import type { CardData } from './card-data.ts'

/** `once` ends with the first card; `continuous` goes on until its signal, for a desk that waits for people. */
export interface IdCardAsk {
  mode: 'once' | 'continuous'
  /** Milliseconds that `once` waits for a card before it ends with `empty`; 10,000 when left out. */
  waitMs?: number
}

export type IdCardPiece =
  /** A card was laid down and read; `reader` is the number of the reader's security module. */
  | { state: 'card'; card: CardData; reader: string }
  /** `continuous` only: a card was there and could not be read; the reader is well and goes on waiting. */
  | { state: 'failed'; fault: 'unreadable' | 'auth'; detail: string }
  /** `continuous` only: the card that was read has left. */
  | { state: 'removed' }
