import { CheckCircleFilled, ExclamationCircleFilled, WarningFilled } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { focusField } from '../state/form-keys.ts'
import type { CaseForm } from '../state/use-case-form.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'

interface FormBarProps {
  form: CaseForm
  area: RefObject<HTMLDivElement | null>
  /** The buttons, the main one last. */
  children: ReactNode
}

/** Below a form: what is missing, what stands in the way, whether the draft is kept, and what can be done. */
export function FormBar({ form, area, children }: FormBarProps) {
  return (
    <footer className="form-bar">
      {form.failure && <FailureNote failure={form.failure} inline />}
      {form.general.length > 0 && (
        <ul className="form-refusals" role="alert">
          {form.general.map(problem => (
            <li key={problem.text}>{problem.text}</li>
          ))}
        </ul>
      )}
      {form.view.warnings !== undefined && form.view.warnings.length > 0 && (
        <ul className="form-warnings" role="status">
          {form.view.warnings.map(text => (
            <li key={text}>
              <WarningFilled /> {text}
            </li>
          ))}
        </ul>
      )}
      <div className="form-bar-row">
        <FormState form={form} area={area} />
        <DraftState form={form} />
        <span className="grow" />
        {children}
      </div>
    </footer>
  )
}

function FormState({ form, area }: Omit<FormBarProps, 'children'>) {
  const { t } = useTranslation()
  const { missing, wrong } = form
  if (missing.length + wrong.length === 0)
    return (
      <span className="form-state tone-good">
        <CheckCircleFilled /> {t('form.complete')}
      </span>
    )
  return (
    <>
      {missing.length > 0 && (
        <FieldList items={missing} area={area} tone="tone-wait">
          {t('form.missing', { count: missing.length })}
        </FieldList>
      )}
      {wrong.length > 0 && (
        <FieldList items={wrong} area={area} tone="tone-bad">
          {t('form.wrong', { count: wrong.length })}
        </FieldList>
      )}
    </>
  )
}

interface FieldListProps {
  items: { name: string; label: string; text?: string }[]
  area: RefObject<HTMLDivElement | null>
  tone: string
  children: ReactNode
}

/** A count that opens into the list of fields; a click on one goes there. */
function FieldList({ items, area, tone, children }: FieldListProps) {
  const go = (name: string) => focusField(area.current, name)
  const list = (
    <ul className="missing-list">
      {items.map(({ name, label, text }) => (
        <li key={`${name} ${text}`}>
          <Button type="link" size="small" onClick={() => go(name)}>
            {text ?? label}
          </Button>
        </li>
      ))}
    </ul>
  )
  return (
    <Popover content={list} placement="topLeft">
      <button
        type="button"
        className={`form-state link ${tone}`}
        data-home
        onClick={() => items[0] && go(items[0].name)}
      >
        <ExclamationCircleFilled /> {children}
        <span className="missing-names">
          {items
            .slice(0, 6)
            .map(item => item.label)
            .join('、')}
          {items.length > 6 && '…'}
        </span>
      </button>
    </Popover>
  )
}

function DraftState({ form }: { form: CaseForm }) {
  const { t } = useTranslation()
  if (!form.savedAt) return null
  return (
    <span className="faint">
      {t('form.saved')} <Clock at={form.savedAt} />
    </span>
  )
}
