import type { Language } from './model/domain.ts'
import type { AnyValue, SimpleValue } from './model/field.ts'

/**
 * One page of the cases of a type that the asking person may read, newest first unless `down` is false. Only what an index
 * answers can be asked for, so that no question is dear however many cases there are.
 */
export interface CaseListRequest {
  type: string
  /** One of the person's posts at this station, whose rights hold; the first unless told. */
  post?: string
  states?: readonly string[]
  /** This unit and all below it. */
  unit?: string
  /** Key fields of the record type, or `$id`, each with its value. */
  keys?: Readonly<Record<string, SimpleValue>>
  down?: boolean
  /** The id of the last row of the page before. */
  after?: string
  limit?: number
  /** Whether to count too. */
  count?: boolean
  /** In which covered values are written. */
  language?: Language
}

/** A case as far as a list shows it: the columns of its list and what its title is made of. */
export interface CaseListRow {
  id: string
  type: string
  unit: string
  state: string
  version: number
  creator: string
  createdAt: string
  updatedAt: string
  data: Readonly<Record<string, AnyValue>>
  /** What stands in the place of values that are covered until they are revealed. */
  covered: Readonly<Record<string, string>>
}

export interface CaseListAnswer {
  rows: CaseListRow[]
  /** There is a further page. */
  more: boolean
  /** When it was asked for; `MOST_COUNTED` stands for that many and more. */
  total?: number
  time: string
}

export const MOST_COUNTED = 1000
