import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate, useParams } from 'react-router'
import type { Draft } from '../../api/intake.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { RecordForm } from '../parts/record-form.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useCall } from '../state/use-call.ts'

/** Goes to the place where a draft goes on: the saved case, the intake desk, or the form of a new record. */
export function DraftScreen() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const drafts = useCall('drafts.list', {})
  const saved = useCall('cases.open', { id })
  if (drafts.failure) return <FailureNote failure={drafts.failure} again={drafts.reload} />
  if (!drafts.answer || (saved.loading && !saved.answer)) return <Waiting page />
  if (saved.answer) return <Navigate replace to={saved.answer.editable ? `/case/${id}/edit` : `/case/${id}`} />
  const draft = drafts.answer.find(d => d.id === id)
  return draft ? <NewDraft draft={draft} /> : <EmptyNote text={t('draft.gone')} />
}

function NewDraft({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const house = useHouse()
  const { answer: view, failure } = useCall('cases.preview', { type: draft.type, id: draft.id, patch: draft.patch })
  const intake = house.menu.find(({ domain, desk }) => {
    const of = house.desk(domain, desk)
    return of?.kind === 'intake' && `${domain}.${of.record}` === draft.type
  })
  if (intake) return <Navigate replace to={`/d/${intake.domain}/${intake.desk}?draft=${draft.id}`} />
  if (failure) return <FailureNote failure={failure} />
  if (!view) return <Waiting page />
  return (
    <div className="page">
      <PageHead title={t('register.newOf', { what: house.labels(draft.type).record })} />
      <RecordForm
        view={view}
        patch={draft.patch}
        back={() => navigate(-1)}
        done={answer => navigate(`/case/${answer.id}`, { replace: true })}
      />
    </div>
  )
}
