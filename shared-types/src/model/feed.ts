import type { Condition } from './condition.ts'

/** Cases of a record type that a supervision rule reads. All fields are of that type; `$unit` may stand for one. */
interface Feed {
  /** Of the same domain. */
  record: string
  /** Which of them count. It asks for fields and states only: neither who asks nor which day it is. */
  where: Condition
}

/** Applications: counted by station and day, by holder and by address, and followed until they are done. */
export interface ApplicationFeed extends Feed {
  station: string
  citizen: string
  address: string
  /** A date field, and a time field of the same moment for the hour. */
  accepted: { day: string; time: string }
  /** Decided once the date field is filled: for the applicant, unless the condition holds. */
  decision: { day: string; rejected: Condition }
  /** The day on which nothing more was owed: of the first whose condition holds and that is filled. */
  done: readonly { day: string; when: Condition }[]
}

/** Attempts to print a card, with the machine that they came from. */
export interface PrintFeed extends Feed {
  station: string
  device: string
  ip: string
  mac: string
  /** A date field. */
  printed: string
  spoilt: Condition
  /** A link to the case for which it was printed. */
  of?: string
}

/** What was counted by hand at the end of a day. */
export interface ClosingFeed extends Feed {
  station: string
  /** A date field. */
  day: string
  /** Number fields: cards that wait for their holders, and blank ones. */
  cards: string
  blanks: string
}

/** Blank cards, from the day on which they were handed out to the one on which they were used, spoilt or taken back. */
export interface BlankFeed extends Feed {
  station: string
  /** A date field. */
  handed: string
  /** Of the first whose condition holds and that is filled. */
  gone: readonly { day: string; when: Condition }[]
}

/** Machines that may print, and the days from which and up to which. */
export interface TerminalFeed extends Feed {
  station: string
  device: string
  ip: string
  mac: string
  from: string
  to: string
}

/** Places where people scan a code, with how many scans a day are few and many. `venue` is a key field. */
export interface VenueFeed extends Feed {
  venue: string
  unit: string
  minimum: string
  maximum: string
  registered: string
  /** The step by which the centre opens one that was scanned and is not registered, and the field that names it then. */
  appear?: { step: string; name: string }
}

/** Registrations whose date should never change. */
export interface RegistrationFeed extends Feed {
  registered: string
}

/** Work outside the usual hours that was approved: from one time of a day to another, HH:MM, the last one not included. */
export interface DutyFeed extends Feed {
  station: string
  /** A date field. */
  day: string
  /** Choice fields. */
  from: string
  to: string
}

/** Where the supervision rules find what they read: a domain says which of its record types is which. */
export interface Feeds {
  applications?: ApplicationFeed
  prints?: PrintFeed
  terminals?: TerminalFeed
  closings?: ClosingFeed
  blanks?: BlankFeed
  venues?: VenueFeed
  duties?: DutyFeed
  residents?: RegistrationFeed
  employments?: RegistrationFeed
}
