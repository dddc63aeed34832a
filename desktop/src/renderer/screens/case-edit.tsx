import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { CaseView } from '../../api/cases.ts'
import { CaseHead } from '../parts/case-head.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { RecordForm } from '../parts/record-form.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useDraft } from '../state/use-draft.ts'
import { useOpenCase } from '../state/use-open-case.ts'

/** The form of a saved case; what was typed before and not saved stands in it again. */
export function CaseEditScreen() {
  const { id = '' } = useParams()
  const { answer: view, failure, reload } = useOpenCase(id)
  if (failure && !view) return <FailureNote failure={failure} again={reload} />
  if (!view) return <Waiting page />
  return <WithDraft key={view.id} view={view} />
}

function WithDraft({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const draft = useDraft(view.type, view.id)
  if (!draft) return <Waiting page />
  if (!view.editable) return <EmptyNote text={t('case.notEditable')} />
  return <EditPage newest={view} draft={draft} />
}

/** The form keeps the state with which it began; a newer one is told, and the core judges by it anyway. */
function EditPage({ newest, draft }: { newest: CaseView; draft: Data }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [first] = useState(newest)
  const to = `/case/${first.id}`
  return (
    <div className="page">
      <CaseHead view={newest} />
      {newest.version !== first.version && <p className="tone-wait">{t('case.changed')}</p>}
      <RecordForm view={first} patch={draft} back={() => navigate(-1)} done={() => navigate(to, { replace: true })} />
    </div>
  )
}
