import { QuestionCircleOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnyValue } from '../../../../shared-types/src/model/field.ts'
import type { ViewCell, WordedProblem } from '../../api/cases.ts'
import { FieldInput, isLong, isWide } from '../fields/field-input.tsx'
import { CoveredValue } from './covered-value.tsx'

interface FieldBoxProps {
  type: string
  /** The saved case that the form is of: what is covered of it can be uncovered here. */
  caseId?: string
  cell: ViewCell
  value: AnyValue | undefined
  hint: string | undefined
  problems: readonly WordedProblem[]
  change(field: string, value: AnyValue | null): void
  done(field: string): void
}

/** A field with its label, its hint and what is wrong with it. */
export const FieldBox = memo(function FieldBox(props: FieldBoxProps) {
  const { caseId, cell, value, hint, problems } = props
  const wrong = problems.length > 0
  const covered = cell.masked && cell.editable && value === undefined
  // Half an address or some rows of a table would replace all of it.
  const whole = covered && (cell.field.kind === 'table' || cell.field.kind === 'address')
  const className = ['field-box', isWide(cell) && 'wide-field', isLong(cell) && 'long-field', wrong && 'wrong']
    .filter(Boolean)
    .join(' ')
  return (
    <div className={className} data-field={cell.name}>
      <span className="field-label">
        {cell.label}
        {cell.required && <i className="required">*</i>}
        {hint && (
          <Tooltip title={hint}>
            <QuestionCircleOutlined className="faint" />
          </Tooltip>
        )}
      </span>
      {!whole && <BoxInput {...props} shown={covered ? '' : cell.text} wrong={wrong} />}
      {covered && caseId !== undefined && <Covered {...props} caseId={caseId} whole={whole} />}
      {problems.slice(0, 2).map(problem => (
        <span className="field-problem" key={problem.text}>
          {problem.text}
        </span>
      ))}
    </div>
  )
}, same)

/** The input of its kind. */
function BoxInput({
  type,
  cell,
  value,
  problems,
  change,
  done,
  shown,
  wrong,
}: FieldBoxProps & { shown: string; wrong: boolean }) {
  return (
    <FieldInput
      type={type}
      name={cell.name}
      field={cell.field}
      value={value}
      text={shown}
      label={cell.label}
      change={next => change(cell.name, next)}
      done={() => done(cell.name)}
      disabled={!cell.editable}
      wrong={wrong}
      problems={problems}
      {...(cell.asked && { asked: cell.asked })}
    />
  )
}

/** What stands in a field that is covered: typing replaces it, leaving it empty keeps it, uncovering takes it over. */
function Covered({ caseId, cell, change, whole }: FieldBoxProps & { caseId: string; whole: boolean }) {
  const { t } = useTranslation()
  const text = whole ? `${t('purpose.first')} ${cell.text}` : t('purpose.keep', { text: cell.text })
  return (
    <span className="field-covered">
      <CoveredValue
        caseId={caseId}
        cell={{ ...cell, text }}
        take={({ value }) => value !== undefined && change(cell.name, value)}
      />
    </span>
  )
}

/** Functions are left out: a form gives the same ones for its whole life. Problems are new arrays with equal texts. */
function same(a: FieldBoxProps, b: FieldBoxProps): boolean {
  return (
    a.cell === b.cell &&
    a.value === b.value &&
    a.hint === b.hint &&
    a.change === b.change &&
    a.problems.length === b.problems.length &&
    a.problems.every((problem, at) => problem.text === b.problems[at]!.text)
  )
}
