import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RulesView } from '../../api/rules.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { RehearsalForm } from './rehearsal-form.tsx'
import { RehearsalList } from './rehearsal-list.tsx'
import { RehearsalLook } from './rehearsal-look.tsx'

interface RehearsalPageProps {
  rules: RulesView
  /** Something was switched on. */
  changed(): void
}

/** 试运行: other parameters over days that are over, beside what was in force; and switching them on. */
export function RehearsalPage({ rules, changed }: RehearsalPageProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string>()
  const { answer, failure, reload } = useCall('rehearsals.list', {})
  const running = answer?.find(({ state }) => state === 'running')
  // Whoever comes back to a rehearsal that still runs sees it at once.
  const shown = open ?? running?.id
  return (
    <>
      <p className="faint">{t('rehearsal.hint')}</p>
      <RehearsalForm
        rules={rules}
        begun={id => {
          setOpen(id)
          reload()
        }}
      />
      {failure && <FailureNote failure={failure} again={reload} inline />}
      {shown !== undefined && (
        <RehearsalLook key={shown} id={shown} today={rules.today} ended={reload} changed={changed} />
      )}
      {answer && answer.length > 0 && <RehearsalList rehearsals={answer} open={setOpen} />}
    </>
  )
}
