import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { normaliseValue } from '../../../../shared-types/src/engine/normalise-value.ts'
import type { AnyValue } from '../../../../shared-types/src/model/field.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** A line or a paragraph of text. It is never cut while it is typed: what is too long is said at the field. */
export function TextField({ field, value, change, disabled, wrong, label }: FieldProps<'text'>) {
  const { t } = useTranslation()
  const shared = {
    'aria-label': label,
    value: textOf(value),
    disabled,
    status: statusOf(wrong),
    onChange: (event: { target: { value: string } }) => change(event.target.value || null),
    onBlur: () => tidy(field, value, change),
  } as const
  if (field.lines)
    return <Input.TextArea {...shared} placeholder={t('field.lines')} autoSize={{ minRows: 2, maxRows: 6 }} />
  return <Input {...shared} autoComplete="off" spellCheck={false} />
}

/** Brings what was typed into the form in which it is kept, once the person has left the field. */
export function tidy(field: FieldProps['field'], value: AnyValue | undefined, change: FieldProps['change']): void {
  if (value === undefined) return
  const kept = normaliseValue(field, value)
  if (kept !== value) change(kept === '' ? null : kept)
}
