import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApiFailure } from '../../api.ts'

interface FailureNoteProps {
  failure: ApiFailure
  again?(): void
  close?(): void
  inline?: boolean
}

/** A failure with its whole sentence and what it names, and a way to try again. */
export function FailureNote({ failure, again, close, inline }: FailureNoteProps) {
  const { t } = useTranslation()
  const problems = failure.problems?.filter(problem => problem.text !== failure.text) ?? []
  return (
    <Alert
      className={inline ? 'failure-note inline' : 'failure-note'}
      type="error"
      showIcon
      role="alert"
      title={failure.text || t('failure.broken')}
      description={
        problems.length > 0 && (
          <ul>
            {problems.map(problem => (
              <li key={`${problem.code} ${problem.field} ${problem.row}`}>{problem.text}</li>
            ))}
          </ul>
        )
      }
      action={
        again && (
          <Button size="small" onClick={again}>
            {t('failure.again')}
          </Button>
        )
      }
      {...(close && { closable: { onClose: close } })}
    />
  )
}
