import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Arguments } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { PurposeForm } from './purpose-form.tsx'

/** Takes a report out as a workbook or a PDF, for a purpose that is kept. */
export function ReportOutput({ query }: { query: Arguments<'reports.run'> }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [as, setAs] = useState<'xlsx' | 'pdf'>()
  const take = async (purpose: string) => {
    const file = as && (await run(() => ask('reports.export', { query, as, purpose })))
    if (!file) return
    giveFile(file)
    setAs(undefined)
  }
  if (failure) return <FailureNote failure={failure} close={clear} inline />
  if (as)
    return <PurposeForm label={t(`report.${as}`)} busy={busy} go={p => void take(p)} close={() => setAs(undefined)} />
  return (
    <>
      <Button onClick={() => setAs('xlsx')}>{t('report.xlsx')}</Button>
      <Button onClick={() => setAs('pdf')}>{t('report.pdf')}</Button>
    </>
  )
}
