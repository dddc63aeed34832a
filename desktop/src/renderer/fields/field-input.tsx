import { AddressField } from './address.tsx'
import { AskedField } from './asked.tsx'
import type { FieldProps } from './field-props.ts'
import { FilesField } from './files.tsx'
import { SimpleInput } from './simple-input.tsx'
import { TableField } from './table.tsx'

/** The component of a field, by its kind. */
export function FieldInput({ field, ...rest }: FieldProps) {
  switch (field.kind) {
    case 'address':
      return <AddressField {...rest} field={field} />
    case 'files':
      return <FilesField {...rest} field={field} />
    case 'table':
      return field.rows ? <AskedField {...rest} field={field} /> : <TableField {...rest} field={field} />
    default:
      return <SimpleInput {...rest} field={field} />
  }
}

/** Fields that need the whole width of the form. */
export const isWide = ({ field }: Pick<FieldProps, 'field'>): boolean =>
  field.kind === 'table' || field.kind === 'address' || (field.kind === 'text' && field.lines === true)

/** Fields whose text is often longer than one column. */
export const isLong = ({ field }: Pick<FieldProps, 'field'>): boolean =>
  field.kind === 'text' && !field.lines && (field.max ?? 0) >= 100
