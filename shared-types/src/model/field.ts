import type { Condition } from './condition.ts'

/** What every field may say about itself, whatever it holds. Its label stands in the domain's word files. */
interface Common {
  required?: boolean | Condition
  shown?: Condition
  /** Hidden from every role that is not named here: in lists, forms, exports, prints and sync. */
  only?: readonly string[]
  /** Written by steps alone, never by hand. */
  locked?: true
  /** Shown with its middle covered until it is revealed with a purpose. `personId` and `phone` are always so. */
  masked?: true
  /** The first value whose condition holds is offered. */
  offer?: readonly { value: string | number | boolean; when: Condition }[]
  /** While the field is empty, the value of this field of the newest record that the lookup finds is offered. */
  prefill?: {
    lookup: string
    field: string
    /** What is found is a number of months: the last day of so many, counted from the day in this field, is offered. */
    monthsAfter?: string
  }
}

/** Whose number it is, as the number itself says. */
export type PersonKind = 'citizen' | 'hong-kong' | 'macao' | 'taiwan' | 'foreigner'

/** What a text may consist of: `ip` is an IPv4 address, `mac` the six octets of a network card. */
type TextChars = 'digits' | 'code' | 'latin' | 'ip' | 'mac'

/** A kind that may also stand in a column of a table. */
export type SimpleField =
  | (Common & { kind: 'text'; min?: number; max?: number; chars?: TextChars; lines?: true })
  /** YYYY-MM-DD, a day of the deployment's time zone. Bounds are days, or days from today. */
  | (Common & { kind: 'date'; notBefore?: string | { today: number }; notAfter?: string | { today: number } })
  /** An instant, ISO 8601 in UTC. */
  | (Common & { kind: 'time' })
  | (Common & { kind: 'number'; min?: number; max?: number; whole?: true })
  | (Common & { kind: 'flag' })
  /** One code of a dictionary of the domain. */
  | (Common & { kind: 'choice'; of: string })
  /** A citizen number or residence-permit number by GB 11643, or a foreigner's permanent residence number; `of` these. */
  | (Common & { kind: 'personId'; of?: readonly PersonKind[] })
  /** Unified social credit code, GB 32100. */
  | (Common & { kind: 'orgCode' })
  /** A code of GB/T 2260: province, city or county. */
  | (Common & { kind: 'area' })
  | (Common & { kind: 'phone' })
  /** The id of a case of another record type, `domain.record`. */
  | (Common & { kind: 'link'; to: string })
  /** The id of a unit of the organisation. Whether there is one only a condition on the person's units can say. */
  | (Common & { kind: 'unit' })

/** A field is plain data; each kind has one row in `Values` and one component on the screen. */
export type Field =
  | SimpleField
  | (Common & { kind: 'address' })
  /** Content hashes (sha-256, hex) of stored files. */
  | (Common & { kind: 'files'; accept: 'scan' | 'photo' | 'signature'; max?: number })
  | (Common & { kind: 'table'; columns: Readonly<Record<string, SimpleField>>; max?: number; rows?: AskedRows })

/** What may stand in a row that another record asks for. */
export const ASKED_KINDS = ['text', 'date', 'number', 'flag', 'choice'] as const
export type AskedKind = (typeof ASKED_KINDS)[number]

/**
 * The rows of a table are those that a table of another record names: fields that an administrator makes, without code.
 * `item` is the column of both that names a row.
 */
export interface AskedRows {
  /** Finds the one record whose `table` says what is asked. */
  lookup: string
  table: string
  item: string
  /** Their column: a choice of `ASKED_KINDS`, each its own code. */
  holds: string
  /** Their flag column: the row may not be missing. */
  needed: string
  /** Their text column: for a choice what may stand there, with 、 between. */
  choices: string
  /** Our text column with what was entered: a day as YYYY-MM-DD, a flag in the engine's Chinese word. */
  value: string
}

export type FieldKind = Field['kind']

/** A place: county code of GB/T 2260 and the parts below it, as they are written on a door. */
export interface Address {
  readonly area: string
  readonly street?: string
  readonly community?: string
  readonly building?: string
  readonly room?: string
}

export type SimpleValue = string | number | boolean
export type TableRow = { readonly [column: string]: SimpleValue | undefined }

interface Values {
  text: string
  date: string
  time: string
  number: number
  flag: boolean
  choice: string
  personId: string
  orgCode: string
  area: string
  phone: string
  link: string
  unit: string
  address: Address
  files: readonly string[]
  table: readonly TableRow[]
}

export type AnyValue = Values[FieldKind]

/** The values of a record. `null` in a patch empties a field; a folded record holds no nulls. */
export type Data = { readonly [field: string]: AnyValue | null | undefined }

/** The data of a record type, every field optional: a draft is always partial. */
export type DataOf<F extends Readonly<Record<string, Field>>> = { readonly [K in keyof F]?: Values[F[K]['kind']] }
