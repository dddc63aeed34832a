import { Checkbox } from 'antd'
import { engineWords } from '../../../../shared-types/src/engine/words.ts'
import { useHouse } from '../state/house.tsx'
import type { FieldProps } from './field-props.ts'

/** Yes or no; the space bar turns it. */
export function FlagField({ value, change, disabled, label }: FieldProps<'flag'>) {
  const { values } = engineWords(useHouse().language)
  return (
    <Checkbox
      aria-label={label}
      checked={value === true}
      disabled={disabled}
      onChange={event => change(event.target.checked)}
    >
      {value === true ? values.yes : values.no}
    </Checkbox>
  )
}
