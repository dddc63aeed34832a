import type { AlertBook } from './alert-book.ts'
import type { Condition } from './condition.ts'
import type { FactType, FactWords } from './fact.ts'
import type { Feeds } from './feed.ts'
import type { PaperBook } from './paper.ts'
import type { Actor } from './person.ts'
import type { RecordType } from './record.ts'
import type { PrintTemplate } from './template.ts'

/** A number series that windows draw from offline, out of blocks leased to a station. */
export interface Series {
  /** `{unit}` station code, `{year}` four digits, `{yy}` two, `{number}` padded to `digits`. */
  format: string
  digits: number
  /** Numbers a station gets at once. */
  block: number
}

/** A place to work in the menu: what a person with one of these roles sees and may begin. */
export type Desk =
  /** Starts from a person: card or number, their history, entitlement, and the form of a new case. */
  | {
      kind: 'intake'
      record: string
      by: readonly Actor[]
      step: string
      person: string
      history: readonly string[]
      entitlement?: string
    }
  /** Cases that wait for these steps, oldest first. */
  | { kind: 'queue'; record: string; by: readonly Actor[]; where: Condition; steps: readonly string[]; todo?: true }
  /** The list of a record type, or of those in it of which a condition holds, with search, filter, import, export and a form for new ones. */
  | { kind: 'register'; record: string; by: readonly Actor[]; where?: Condition }
  | { kind: 'balance'; balance: string; by: readonly Actor[] }
  | { kind: 'reports'; by: readonly Actor[] }

export interface Report {
  record: string
  where?: Condition
  /** The date field that the period picks. */
  period: string
  /** Columns of the groups: fields, `$unit`, `$state`, `month` or `day` of the period. */
  by: readonly string[]
  sum?: readonly string[]
  /** How many of a hundred of each group also meet this: a column of its own. */
  share?: Condition
}

/** One picture of the dashboard: the cases that a report counts, as one number or by groups, each leading to its cases. */
export interface Tile {
  report: string
  show: 'count' | 'bars' | 'trend' | 'ranking'
  /** The last so many days of the report's period, today among them; absent: at any time. A trend needs them. */
  days?: number
  /** Only cases that stand in these states. */
  states?: readonly string[]
  /** For bars: the field whose values they are, and the field by which each is parted. */
  by?: readonly string[]
}

/**
 * A ledger that must come out even for a unit and a day: named counts, equations between them, and for each equation
 * the records that explain a difference.
 */
export interface Balance {
  /** Records counted, or the sum of one of their number fields: what was counted by hand. */
  counts: Readonly<Record<string, { record: string; where: Condition; sum?: string }>>
  /** Sum of the left counts = sum of the right ones. */
  equal: Readonly<Record<string, { left: readonly string[]; right: readonly string[] }>>
  /** Records that should not be: shown when an equation fails, each with the reason of its name. */
  differences: Readonly<Record<string, { record: string; where: Condition }>>
}

export interface Parameter {
  default: number | boolean
  min?: number
  max?: number
}

export interface RecordWords {
  label: string
  fields: Readonly<Record<string, string>>
  /** Columns of table fields, `field.column`. */
  columns?: Readonly<Record<string, string>>
  hints?: Readonly<Record<string, string>>
  sections: Readonly<Record<string, string>>
  states: Readonly<Record<string, string>>
  steps: Readonly<Record<string, string>>
  /** The sentence said when a guard refuses, `step.guard`; it may name fields in braces. */
  guards?: Readonly<Record<string, string>>
  checks?: Readonly<Record<string, string>>
  /** The sentence of a warning: `{count}` is what was counted, in `{days}` days; `{hours}` the hours of the station. */
  warns?: Readonly<Record<string, string>>
  flags?: Readonly<Record<string, string>>
  limits?: Readonly<Record<string, string>>
  /** On which basis a case is kept, and for how long. */
  retention?: string
  lookups?: Readonly<Record<string, string>>
  /**
   * Yes, later on a known day, and never as things stand. `{date}` is the first day with it, `{months}` what the rule
   * asks for, `{days}` in `later` the days left, else the days so far.
   */
  entitlements?: Readonly<Record<string, { label: string; now: string; later: string; never: string }>>
}

export interface DomainWords {
  label: string
  records: Readonly<Record<string, RecordWords>>
  dictionaries: Readonly<Record<string, Readonly<Record<string, string>>>>
  templates: Readonly<Record<string, string>>
  desks: Readonly<Record<string, string>>
  reports: Readonly<Record<string, string>>
  /** Headings of the column of shares, by report. */
  shares?: Readonly<Record<string, string>>
  tiles?: Readonly<Record<string, string>>
  balances?: Readonly<
    Record<
      string,
      {
        label: string
        counts: Readonly<Record<string, string>>
        equal: Readonly<Record<string, string>>
        differences: Readonly<Record<string, string>>
      }
    >
  >
  series?: Readonly<Record<string, string>>
  parameters?: Readonly<Record<string, string>>
  facts?: Readonly<Record<string, FactWords>>
}

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** One folder of plain data. No functions: it can be printed, diffed, checked at start-up, stored and synchronised. */
export interface Domain {
  name: string
  version: number
  records: Readonly<Record<string, RecordType>>
  /** Codes of each dictionary, in the order in which they are offered. */
  dictionaries: Readonly<Record<string, readonly string[]>>
  templates: Readonly<Record<string, PrintTemplate & { record: string }>>
  desks: Readonly<Record<string, Desk>>
  reports: Readonly<Record<string, Report>>
  /** What stands on the dashboard of whoever reads the reports. */
  tiles?: Readonly<Record<string, Tile>>
  balances?: Readonly<Record<string, Balance>>
  series?: Readonly<Record<string, Series>>
  parameters?: Readonly<Record<string, Parameter>>
  /** Rows in bulk that only the centre holds. */
  facts?: Readonly<Record<string, FactType>>
  /** Where the supervision rules find what they read. */
  feeds?: Feeds
  /** It is the one that keeps what the centre's rules find. */
  alerts?: AlertBook
  /** It is the one that keeps the papers that people handed in. */
  papers?: PaperBook
  words: Readonly<Record<Language, DomainWords>>
}

/** A record type with the domain that it belongs to; what the engine's functions take. */
export interface Kind {
  /** `domain.record`. */
  type: string
  name: string
  domain: Domain
  record: RecordType
}

export type Kinds = ReadonlyMap<string, Kind>
