import type { AskedRow } from '../../../../shared-types/src/engine/asked-rows.ts'
import type { AnyValue, Field, FieldKind } from '../../../../shared-types/src/model/field.ts'
import type { WordedProblem } from '../../api/cases.ts'

/** What every field component is given. Components know their kind of field, never its name's meaning. */
export interface FieldProps<K extends FieldKind = FieldKind> {
  /** Full name of the record type, `domain.record`. */
  type: string
  /** Name of the field, or `field.column` in a table. */
  name: string
  field: Extract<Field, { kind: K }>
  value: AnyValue | undefined
  /** What a person reads of the stored value: titles of links, chiefly. */
  text: string
  label: string
  /** The value as typed, null when it was emptied. What cannot be read stays as text, and the core says why. */
  change(value: AnyValue | null): void
  /** A choice was made by key: the form moves on. */
  done(): void
  disabled: boolean
  wrong: boolean
  /** All that is refused of this field, also of single rows of a table. */
  problems: readonly WordedProblem[]
  /** Of a table whose rows another record names: those rows. */
  asked?: readonly AskedRow[]
}

/** Error colouring of antd inputs. */
export const statusOf = (wrong: boolean): '' | 'error' => (wrong ? 'error' : '')

export const textOf = (value: AnyValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
