import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import type { ActAnswer } from '../../api/cases.ts'
import { ActResult } from '../parts/act-result.tsx'
import { CasePane } from '../parts/case-pane.tsx'
import { CitizenRating } from '../parts/citizen-rating.tsx'
import { EditLink } from '../parts/edit-link.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { RegisterCompare } from '../parts/register-compare.tsx'

/** One case on a page of its own. */
export function CaseScreen() {
  const { id = '' } = useParams()
  return <CasePage key={id} id={id} />
}

function CasePage({ id }: { id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [last, setLast] = useState<{ step: string; type: string; answer: ActAnswer }>()
  return (
    <div className="page">
      {last && <ActResult type={last.type} step={last.step} answer={last.answer} />}
      <CasePane
        id={id}
        actions={view => (
          <>
            <CitizenRating view={view} />
            <RegisterCompare view={view} taken={answer => setLast({ type: view.type, step: 'edit', answer })} />
            <EditLink view={view} />
            <KeyButton size="small" hotkey="Escape" onClick={() => navigate(-1)}>
              {t('case.back')}
            </KeyButton>
          </>
        )}
        done={(answer, step, type) => setLast({ type, step, answer })}
      />
    </div>
  )
}
