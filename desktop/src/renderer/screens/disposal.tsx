import { useTranslation } from 'react-i18next'
import type { DisposalView } from '../../api/disposal.ts'
import { DisposalDue } from '../parts/disposal-due.tsx'
import { DisposalHolds } from '../parts/disposal-holds.tsx'
import { DisposalProposals } from '../parts/disposal-proposals.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'

/** 到期销毁: what has run out, who proposed to erase it and who approved, and what is held. For two of the officers. */
export function DisposalScreen() {
  const { t } = useTranslation()
  const { role } = useHouse()
  if (role !== 'security' && role !== 'audit') return <EmptyNote text={t('disposal.notYours')} />
  return <DisposalPage />
}

function DisposalPage() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('disposal.view', {}, notice => notice.topic === 'session')
  const { run, busy, failure: refused, clear } = useAct()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  // What an act answers is how things stand; the next look brings the same.
  const act = async (work: () => Promise<DisposalView>) => {
    await run(work)
    reload()
  }
  return (
    <div className="page disposal">
      <PageHead title={t('disposal.title')} />
      <p className="faint">{t(answer.may.propose ? 'disposal.hintPropose' : 'disposal.hintApprove')}</p>
      {refused && <FailureNote failure={refused} close={clear} />}
      {busy && <Waiting text={t('disposal.working')} />}
      <DisposalDue view={answer} busy={busy} act={act} />
      <DisposalProposals view={answer} busy={busy} act={act} />
      <DisposalHolds view={answer} busy={busy} act={act} />
    </div>
  )
}
