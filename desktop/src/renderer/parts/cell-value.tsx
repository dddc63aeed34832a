import type { ViewCell } from '../../api/cases.ts'
import { rowsOf } from '../fields/table.tsx'
import { hashesOf } from '../fields/use-add-files.ts'
import { CoveredValue } from './covered-value.tsx'
import { FileTile } from './file-tile.tsx'
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
