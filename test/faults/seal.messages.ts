/** What a window that is killed while it stamps and its killer say to each other. */

export interface SealOrder {
  folder: string
  /** The request. */
  id: string
  /** `stamp` once; `look` settles what is open and says how things stand. */
  task: 'stamp' | 'look'
}

export interface SealStanding {
  /** Stamps that a person was asked about. */
  open: number
  /** The state of each recorded stamp. */
  states: string[]
}

export type FromSealWindow = { say: 'ready' } | { say: 'stamped' } | ({ say: 'standing' } & SealStanding)
