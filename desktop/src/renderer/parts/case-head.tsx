import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseView } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { Clock } from './clock.tsx'
import { DueLights } from './due-lights.tsx'
import { SendingMark } from './sending-mark.tsx'
import { StateTag } from './state-tag.tsx'

/** The line that names a case: title, state, lights, unit, and whether the centre has it. */
export function CaseHead({ view, children }: { view: CaseView; children?: ReactNode }) {
  const { t } = useTranslation()
  const labels = useHouse().labels(view.type)
  return (
    <header className="case-head">
      <h2 title={view.title}>{view.title || labels.record}</h2>
      <StateTag text={view.stateText} tone={view.tone} />
      {view.signed && (
        <StateTag text={t(`citizen.seal.${view.signed}`)} tone={view.signed === 'valid' ? 'good' : 'bad'} />
      )}
      <DueLights type={view.type} due={view.due} />
      <SendingMark sending={view.sending} />
      <span className="grow" />
      <span className="faint ellipsis">
        {labels.record} · {view.unitName} · <Clock at={view.updatedAt} />
      </span>
      {children}
    </header>
  )
}
