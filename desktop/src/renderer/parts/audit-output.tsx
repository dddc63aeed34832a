import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Arguments } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { PurposeForm } from './purpose-form.tsx'

/** Takes what the filters say out of the log, for a purpose that is kept: signed, or as a workbook. */
export function AuditOutput({ query }: { query: Arguments<'audit.search'>['query'] }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [as, setAs] = useState<'signed' | 'xlsx'>()
  const take = async (purpose: string) => {
    const file = as && (await run(() => ask('audit.export', { query, as, purpose })))
    if (!file) return
    giveFile(file)
    setAs(undefined)
  }
  if (failure) return <FailureNote failure={failure} close={clear} inline />
  if (as)
    return <PurposeForm label={t(`audit.${as}`)} busy={busy} go={p => void take(p)} close={() => setAs(undefined)} />
  return (
    <>
      <Button onClick={() => setAs('signed')}>{t('audit.signed')}</Button>
      <Button onClick={() => setAs('xlsx')}>{t('audit.xlsx')}</Button>
    </>
  )
}
