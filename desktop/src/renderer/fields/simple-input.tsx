import type { SimpleField } from '../../../../shared-types/src/model/field.ts'
import { AreaField } from './area.tsx'
import { ChoiceField } from './choice.tsx'
import { DateField } from './date.tsx'
import type { FieldProps } from './field-props.ts'
import { FlagField } from './flag.tsx'
import { LinkField } from './link.tsx'
import { NumberField } from './number.tsx'
import { OrgCodeField } from './org-code.tsx'
import { PersonIdField } from './person-id.tsx'
import { PhoneField } from './phone.tsx'
import { TextField } from './text.tsx'
import { TimeField } from './time.tsx'
import { UnitField } from './unit.tsx'

/** The component of a kind of field that may also stand in a table's column. */
export function SimpleInput({ field, ...rest }: Omit<FieldProps, 'field'> & { field: SimpleField }) {
  switch (field.kind) {
    case 'text':
      return <TextField {...rest} field={field} />
    case 'date':
      return <DateField {...rest} field={field} />
    case 'time':
      return <TimeField {...rest} field={field} />
    case 'number':
      return <NumberField {...rest} field={field} />
    case 'flag':
      return <FlagField {...rest} field={field} />
    case 'choice':
      return <ChoiceField {...rest} field={field} />
    case 'personId':
      return <PersonIdField {...rest} field={field} />
    case 'orgCode':
      return <OrgCodeField {...rest} field={field} />
    case 'area':
      return <AreaField {...rest} field={field} />
    case 'phone':
      return <PhoneField {...rest} field={field} />
    case 'link':
      return <LinkField {...rest} field={field} />
    case 'unit':
      return <UnitField {...rest} field={field} />
  }
}
