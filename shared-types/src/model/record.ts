import type { Condition } from './condition.ts'
import type { Field } from './field.ts'
import type { Open } from './open.ts'
import type { AskedPaper } from './paper.ts'
import type { Actor } from './person.ts'
import type { InRegister } from './register.ts'
import type { Measure, Retention } from './retention.ts'
import type { SignedCode } from './signed-code.ts'

/** Where a step takes a value from that no hand enters. */
export type Source =
  | { value: string | number | boolean }
  | { field: string }
  /** All files of a field, for a field that takes files. */
  | { files: string }
  | { now: 'date' | 'time' }
  | { user: 'id' | 'unit' }
  /** The station's machine, and the device that prints. */
  | { terminal: 'ip' | 'mac' | 'device' }
  /** The next number of a series leased to the station. */
  | { number: string }
  | { case: 'id' }
  | { later: Source; days?: number; months?: number; years?: number }
  /** A number and so many more; less than 0 takes away. */
  | { plus: number; to: Source }

/** A further event that stands or falls with a step: the card of a permit, the blank it used. */
export interface Effect {
  /** `record` of the same domain. */
  record: string
  act: string
  /** Our source for each key field of theirs; without it a new case is made. */
  find?: Readonly<Record<string, Source>>
  set?: Readonly<Record<string, Source>>
  when?: Condition
}

export interface Printing {
  template: string
  printer: 'document' | 'card'
  /** Where the outcome itself is recorded: the step for each way the attempt can end. */
  outcome?: { good: string; void: string; nothing: string }
}

/**
 * What a machine that counts does once: it is ready and its counter read before the step's event is stored, and it works
 * after that. Nothing is ever done twice for one event; where nobody can know whether it was done, a person says so.
 */
export interface Counting {
  machine: 'seal'
  /** Only the machine whose id stands in this field of the one record that the lookup finds. */
  which: { lookup: string; field: string }
  /** The `files` field with the one paper that it is done to, and the field with the content hash that was approved. */
  paper: { scan: string; approved: string }
  /** Only the window that wrote this field: two windows without the centre cannot use one permission twice. */
  window: string
  /** Fields that the machine tells and nobody types. */
  tells: { device: string; before: string; after: string }
  /** Who says how it ended: a choice field, its two codes, and the field in which a person says how they know. */
  said: { by: string; machine: string; person: string; note: string }
  /** The first step of `done` whose guards allow it, or `nothing`. */
  outcome: { done: readonly string[]; nothing: string }
}

/** A step of the flow. Guards are named, so that a refusal says which one and in which words. */
export interface Step {
  from: readonly string[]
  to: string
  by: readonly Actor[]
  /** They see the case with what was entered, before what the step itself sets. */
  guards?: Readonly<Record<string, Condition>>
  /** Four eyes: nobody who did one of these acts in this case may make this step. */
  notBy?: readonly string[]
  /** Nor may anybody who made one of the rows of evidence. */
  notConcerned?: true
  /** Only with the server at hand. Without it the step may happen offline. */
  online?: true
  /** What the person enters with the step: a reason, a serial number. */
  asks?: readonly string[]
  sets?: Readonly<Record<string, Source>>
  also?: readonly Effect[]
  prints?: Printing
  counts?: Counting
  /** The holder's identity is checked against this field, by card or by the number on the ticket. */
  identity?: { field: string; ticket: string; evidence: string }
  /** Not offered as a button: made by the program, as the outcome of a print or as an effect. */
  hidden?: true
  /** Ends a case against the holder's wish: shown in red and asked twice. */
  danger?: true
}

export interface Workflow {
  start: string
  states: Readonly<Record<string, { editable?: true; final?: true; tone?: 'wait' | 'good' | 'bad' | 'quiet' }>>
  steps: Readonly<Record<string, Step>>
}

/** `true`: all rows of this type. Nothing: none. */
export interface Access {
  read?: true | Condition
  create?: true
  edit?: true | Condition
  export?: true
  /** May uncover a masked value of a case that they may read, one at a time, for a purpose. */
  reveal?: true
  /** May take lists out with the masked values whole, for a purpose; without it an export has them covered. */
  whole?: true
}

/** Other records that guards, checks, offers and entitlements may look at, found by their key fields. */
export interface Lookup {
  /** `domain.record`. */
  record: string
  /** Their key field ← our field. */
  match: Readonly<Record<string, string>>
  where?: Condition
}

/** Time accumulated in spells of looked-up records. */
export interface Entitlement {
  /** Whether the question is still open; somebody who has the thing already is told nothing. Always, unless told. */
  asked?: Condition
  from: readonly { lookup: string; since: string; until: string }[]
  /** Names of the domain's parameters. */
  months: string
  /** A flag parameter: whether several spells add up, or one must be long enough. */
  several: string
}

/** How long a case may stand in these states, counted from a date field. */
export interface TimeLimit {
  states: readonly string[]
  from: string
  /** Names of the domain's parameters: days until it is due, and the last day. */
  due: string
  last: string
}

/** What the citizen is shown on the second screen before a case is acted upon, and signs. */
export interface Confirmation {
  /** In the order in which they are shown; empty ones are left out. */
  fields: readonly string[]
  /** A `files` field that takes signatures. */
  signature: string
  /** A locked text field, set by the program alone: what was shown when the signature was given, as a hash. */
  evidence: string
}

/**
 * How a citizen was served in one case, by their own word: made on the second screen alone, once for each case, and by
 * nobody's hand (《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》, 国办发〔2019〕51号).
 */
export interface Rating {
  step: string
  /** Choice fields; a reason may be given with the levels of `low`. */
  level: string
  reason: string
  low: readonly string[]
  /** Text fields: the case, and what kind of record it is, in Chinese. */
  about: string
  service: string
}

/**
 * What a rule of the centre would find later, said to whoever is about to do it: before it is saved, from what the window
 * holds. It stops nothing and is recorded in nothing. Of the parts that are given all must hold; a window that holds
 * less than the centre stays silent where the centre would not.
 */
export interface Warning {
  acts: readonly string[]
  /** The centre's rule that would find it: while that is switched off, or leaves the subject out, nothing is said. */
  rule: string
  /** The field by whose value the rule names its subject; absent: the station. */
  subject?: string
  /** Now is no time at which the station works, and nobody is on approved duty there. */
  outsideHours?: true
  /** So many different values of a field in what these find and in the case itself. */
  counts?: {
    /** `since`: the date field of theirs that lies within the days. */
    among: readonly (Lookup & { since: string })[]
    distinct: string
    atLeast: RuleFigure
    days: RuleFigure
  }
}

/** A parameter of the rule, with what holds unless a deployment changes it. */
export interface RuleFigure {
  parameter: string
  delivered: number
}

export interface RecordType {
  fields: Readonly<Record<string, Field>>
  workflow: Workflow
  access: Readonly<Partial<Record<Actor, Access>>>
  /** Template of the one line that names a case: `{name} {permitNo}`. */
  title: string
  list: { columns: readonly string[]; search: readonly string[]; filters?: readonly string[]; newest?: string }
  form: readonly { section: string; fields: readonly string[]; shown?: Condition }[]
  /** Fields by which others find a case: indexed on both sides. */
  keys?: readonly string[]
  lookups?: Readonly<Record<string, Lookup>>
  entitlements?: Readonly<Record<string, Entitlement>>
  /** What must never be true after an act; worded in the word files, shown at `field`. */
  checks?: Readonly<Record<string, { fails: Condition; field?: string; acts?: readonly string[] }>>
  /** What a rule would find later, told before it is done. */
  warns?: Readonly<Record<string, Warning>>
  /** States that follow from the calendar: shown beside the state, counted in reports. */
  flags?: Readonly<Record<string, { when: Condition; tone: 'wait' | 'good' | 'bad' | 'quiet' }>>
  limits?: Readonly<Record<string, TimeLimit>>
  /** How long a case is kept after its end. The check at start-up refuses a record type without. */
  retention?: Retention
  /** It is about a measure on a person. */
  measure?: Measure
  /** What a card reader fills in: card item → field. */
  card?: Readonly<Partial<Record<CardItem, string>>>
  /** Papers that it asks for, each of which an earlier one may stand in for. */
  papers?: Readonly<Record<string, AskedPaper>>
  /** It is about an enterprise, of which a register outside may be asked. */
  register?: InRegister
  /** What apps may be told of it over the open API. */
  open?: Open
  /** The citizen may confirm it on the second screen. */
  confirm?: Confirmation
  /** It is a citizen's rating, and how it is made. */
  rating?: Rating
  /** A table of counts by day that the page draws, with a line at each of these number fields. */
  curve?: { table: string; day: string; count: string; lines: readonly string[] }
  /** A table of the rows that it stands on: an id, which may be that of a case of any type, and the person who made it. */
  evidence?: { table: string; id: string; by?: string }
  /** A fact type of its domain whose rows are about it, by what stands in this text field. Its page counts them by day. */
  counted?: { fact: string; by: string; lines: readonly string[] }
  /** Fields of which the page lists every change: what was set, by whom, and from which day. */
  traced?: readonly string[]
  /** The centre signs a code for each case, which anyone verifies without a line. */
  code?: SignedCode
  /** May be imported from a spreadsheet: rows are one event `edit` each, or the named step. */
  imports?: {
    act: string
    fields: readonly string[]
    key?: readonly string[]
    /** A link field that all rows of a sheet have in common: chosen before the template, which asks what that record asks. */
    per?: string
    /** Pictures named by number: to this files field, of the case whose key has the number, by a step that asks for it. */
    images?: { field: string; by: string; step: string }
  }
}

export type CardItem =
  | 'name'
  | 'englishName'
  | 'sex'
  | 'nation'
  | 'birth'
  | 'address'
  | 'number'
  | 'authority'
  | 'from'
  | 'to'
  | 'layout'
  | 'passNumber'
  | 'country'
