import type { CardData } from './card-data.ts'

/** A person nobody is: the demo's and the tests' card holders. */
export interface InventedPerson {
  /** Stable short name, for tests: 'expired', 'rare-name', … */
  key: string
  /** One line for the demo's list of cards, in Chinese. */
  label: string
  card: CardData
}
