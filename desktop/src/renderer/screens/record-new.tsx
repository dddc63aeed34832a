import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { RecordForm } from '../parts/record-form.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useCall } from '../state/use-call.ts'

/** A new record of a register, on a page of its own. */
export function RecordNewScreen({ type, back }: { type: string; back: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const labels = useHouse().labels(type)
  const { answer: view, failure, reload } = useCall('cases.blank', { type })
  const empty = useMemo(() => ({}), [])
  if (failure) return <FailureNote failure={failure} again={reload} />
  if (!view) return <Waiting page />
  return (
    <div className="page">
      <PageHead title={t('register.newOf', { what: labels.record })} />
      <RecordForm
        key={view.id}
        view={view}
        patch={empty}
        back={() => navigate(back)}
        done={answer => navigate(`/case/${answer.id}`, { replace: true })}
      />
    </div>
  )
}
