/** What the killed processes and their killer say to each other. */

export interface CentreOrder {
  data: string
  /** 0 takes a free one; a restarted centre is told its old one. */
  port: number
  /** A new centre: fill in units and people, and give a code for one station of this unit. */
  unit?: string
}

export interface CentreUp {
  port: number
  code?: string
}

export interface WindowOrder {
  folder: string
  server: string
  seed: number
  /** `work` until killed; `settle` sends what waits, then says what it holds. */
  task: 'work' | 'settle'
  /** To enrol with, the first time. */
  code?: string
}

/** One act of the clerk. A case is shelved, lent and given back once; an edit is known by its token. */
export interface Deed {
  caseId: string
  act: 'shelve' | 'edit' | 'lend' | 'giveBack'
  token?: string
}

export interface Held {
  id: string
  type: string
  state: string
  version: number
  values: Readonly<Record<string, unknown>>
}

export type FromWindow =
  | { kind: 'ready' }
  | { kind: 'asked'; deed: Deed }
  /** The core answered that it is saved. */
  | { kind: 'saved'; deed: Deed }
  | { kind: 'refused'; deed: Deed; why: string }
  | { kind: 'settled'; cases: Held[]; rebuilt: Held[]; unsent: number; refused: number }
