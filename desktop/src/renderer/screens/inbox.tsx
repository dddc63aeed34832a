import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActAnswer } from '../../api/cases.ts'
import type { InboxItem } from '../../api/inbox.ts'
import { ActResult } from '../parts/act-result.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { InboxMend } from '../parts/inbox-mend.tsx'
import { OverruledNotes } from '../parts/overruled-notes.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useCall } from '../state/use-call.ts'

/** 退回: what the centre refused, with both versions where two wrote the same, and where others decided over mine. */
export function InboxScreen() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall(
    'inbox.list',
    {},
    notice => notice.topic === 'inbox' || notice.topic === 'cases',
  )
  const overruled = useCall('inbox.overruled', {}, notice => notice.topic === 'inbox' || notice.topic === 'cases')
  const [last, setLast] = useState<{ type: string; act: string; answer: ActAnswer }>()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  const own = answer.filter(item => item.own)
  const others = answer.filter(item => !item.own)
  const notes = overruled.answer ?? []
  const mendOf = (item: InboxItem) => (
    <InboxMend
      key={item.event}
      item={item}
      done={result => {
        if (result) setLast({ type: item.type, act: item.act, answer: result })
        reload()
      }}
    />
  )
  return (
    <div className="page">
      <PageHead title={t('inbox.title', { count: answer.length })} />
      {last && <ActResult type={last.type} step={last.act} answer={last.answer} />}
      {answer.length === 0 && notes.length === 0 && <EmptyNote text={t('inbox.empty')} />}
      <OverruledNotes notes={notes} done={overruled.reload} />
      {own.map(mendOf)}
      {others.length > 0 && <h3>{t('inbox.others')}</h3>}
      {others.map(mendOf)}
    </div>
  )
}
