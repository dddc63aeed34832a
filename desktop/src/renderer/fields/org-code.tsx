import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Input } from 'antd'
import { normaliseOrgCode, orgCodeProblem } from '../../../../shared-types/src/engine/org-code.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'
import { tidy } from './text.tsx'

/** A unified social credit code, checked by its own check character while it is typed. */
export function OrgCodeField({ field, value, change, disabled, wrong, label }: FieldProps<'orgCode'>) {
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
      suffix={<CodeState text={normaliseOrgCode(text)} />}
      onChange={event => change(event.target.value || null)}
      onBlur={() => tidy(field, value, change)}
    />
  )
}

function CodeState({ text }: { text: string }) {
  if (!text) return <span />
  if (orgCodeProblem(text) === undefined) return <CheckCircleFilled className="tone-good" />
  if (text.length >= 18) return <CloseCircleFilled className="tone-bad" />
  return <span className="faint">{text.length}/18</span>
}
