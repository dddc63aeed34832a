import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Download } from '../../api/files.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useHouse } from '../state/house.tsx'
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

/** Takes a list out for a purpose that is kept and stands on the sheet: as a workbook, or as a PDF to print. */
export function ListOutput({ as, query, close }: ListOutputProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const house = useHouse()
  const { run, busy, failure } = useAct()
  const [sheet, setSheet] = useState<Download>()
  const [whole, setWhole] = useState(false)
  const mayWhole = as === 'export' && house.role && house.kind(query.type).record.access[house.role]?.whole
  const take = async (purpose: string) => {
    const file = await run(() =>
      as === 'export' ? ask('export.list', { query, purpose, whole }) : ask('print.list', { query, purpose }),
    )
    if (!file) return
    if (as === 'print') return setSheet(file)
    giveFile(file)
    close()
  }
  return (
    <span className="list-output">
      {!sheet && (
        <PurposeForm label={t(`register.${as}`)} busy={busy} go={purpose => void take(purpose)} close={close} />
      )}
      {mayWhole && (
        <Checkbox checked={whole} onChange={event => setWhole(event.target.checked)}>
          {t('purpose.whole')}
        </Checkbox>
      )}
      {sheet && <PdfDrawer title={sheet.name} bytes={sheet.bytes} file={sheet} close={close} />}
      {busy && <Waiting text={t('wait.writing')} />}
      {failure && <FailureNote failure={failure} close={close} inline />}
    </span>
  )
}
