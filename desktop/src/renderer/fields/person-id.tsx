import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Input } from 'antd'
import { normalisePersonId, parsePersonId } from '../../../../shared-types/src/engine/person-id.ts'
import { useSessionState } from '../state/session.tsx'
import { type FieldProps, statusOf, textOf } from './field-props.ts'
import { tidy } from './text.tsx'

/** A person's number, checked by its own check digit while it is typed. */
export function PersonIdField({ field, value, change, disabled, wrong, label }: FieldProps<'personId'>) {
  const text = textOf(value)
  return (
    <Input
      className="mono"
      aria-label={label}
      value={text}
      disabled={disabled}
      status={statusOf(wrong)}
      autoComplete="off"
      spellCheck={false}
      suffix={<NumberState text={text} />}
      onChange={event => change(event.target.value || null)}
      onBlur={() => tidy(field, value, change)}
    />
  )
}

/** How far the number has come: its length, then right or wrong. */
export function NumberState({ text }: { text: string }) {
  const { today } = useSessionState()
  const plain = normalisePersonId(text)
  if (!plain) return <span />
  if (parsePersonId(plain, today).ok) return <CheckCircleFilled className="tone-good" />
  if (plain.length >= 18) return <CloseCircleFilled className="tone-bad" />
  return <span className="faint">{plain.length}/18</span>
}
