import type { Condition } from './condition.ts'

/** What the open API tells of cases of a record type, to apps that were granted it. Without it: nothing. */
export interface Open {
  /** Cases that count: not drafts, nor what was made by mistake. It looks at the case alone. */
  where: Condition
  /** Who the holder is, by what `card` of the record type names; its number is one of the keys. */
  person?: true
  /** A `files` field with the pages of the holder's identity card; needs `card` too. */
  cardImages?: string
  /** A paper of a person: the key field with their number, what it is, its pages, its days, how far it is trusted. */
  papers?: { holder: string; kind: string; pages: string; given: string; until?: string; trust?: string }
  /** How a case stands, to whoever has its number: the key field of it, and the days that are told. */
  state?: { number: string; days: readonly string[] }
}
