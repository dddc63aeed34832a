import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Download } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import type { Query } from '../state/use-list-query.ts'
import { FailureNote } from './failure-note.tsx'
import { PdfDrawer } from './pdf-drawer.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { Waiting } from './waiting.tsx'

interface ListOutputProps {
  as: 'export' | 'print'
  query: Query
  close(): void
}

/** Takes a list out: to a workbook for a purpose that is kept, or as a PDF to print. */
export function ListOutput({ as, query, close }: ListOutputProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [sheet, setSheet] = useState<Download>()
  const exported = async (purpose: string) => {
    const file = await run(() => ask('export.list', { query, purpose }))
    if (!file) return
    giveFile(file)
    close()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the button was pressed
  useEffect(() => {
    if (as !== 'print') return
    void run(() => ask('print.list', { query })).then(setSheet)
  }, [])
  return (
    <span className="list-output">
      {as === 'export' && <PurposeForm label={t('register.export')} busy={busy} go={exported} close={close} />}
      {sheet && <PdfDrawer title={sheet.name} bytes={sheet.bytes} file={sheet} close={close} />}
      {busy && <Waiting text={t('wait.writing')} />}
      {failure && <FailureNote failure={failure} close={close} inline />}
    </span>
  )
}
