import { EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ViewCell } from '../../api.ts'
import { hashesOf } from '../fields/files.tsx'
import { rowsOf } from '../fields/table.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FileTile } from './file-tile.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { TableValue } from './table-value.tsx'

interface CellValueProps {
  caseId: string
  type: string
  cell: ViewCell
}

/** A value to read: covered ones open for a purpose, files are shown small, tables as tables. */
export function CellValue({ caseId, type, cell }: CellValueProps) {
  if (cell.masked) return <CoveredValue caseId={caseId} cell={cell} />
  if (cell.field.kind === 'files' && cell.value !== undefined)
    return (
      <span className={cell.field.accept === 'photo' ? 'files-row portraits' : 'files-row'}>
        {hashesOf(cell.value).map(hash => (
          <FileTile key={hash} hash={hash} label={cell.label} />
        ))}
      </span>
    )
  if (cell.field.kind === 'table' && rowsOf(cell.value).length > 0)
    return <TableValue type={type} name={cell.name} field={cell.field} rows={rowsOf(cell.value)} />
  return <span className="cell-text">{cell.text || '—'}</span>
}

function CoveredValue({ caseId, cell }: Omit<CellValueProps, 'type'>) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [asking, setAsking] = useState(false)
  const [open, setOpen] = useState<string>()
  const reveal = async (purpose: string) => {
    const answer = await run(() => ask('cases.reveal', { id: caseId, field: cell.name, purpose }))
    if (!answer) return
    setOpen(answer.text)
    setAsking(false)
  }
  if (open !== undefined) return <span className="cell-text mono">{open}</span>
  return (
    <span className="cell-text mono">
      {cell.text}
      {!asking && (
        <Button
          type="link"
          size="small"
          icon={<EyeOutlined />}
          aria-label={t('purpose.reveal', { field: cell.label })}
          onClick={() => setAsking(true)}
        />
      )}
      {asking && <PurposeForm label={t('purpose.show')} busy={busy} go={reveal} close={() => setAsking(false)} />}
      {failure && <span className="field-problem">{failure.text}</span>}
    </span>
  )
}
