import { Link } from 'react-router'
import type { TableRow } from '../../../../shared-types/src/model/field.ts'
import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import type { CitedRow } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'

interface EvidenceTableProps {
  type: string
  evidence: NonNullable<RecordType['evidence']>
  rows: readonly TableRow[]
  /** Beside each row, in their order. */
  cited: readonly CitedRow[]
}

/** The rows that a case stands on, as they were; one that is a case the person may read leads there. */
export function EvidenceTable({ type, evidence, rows, cited }: EvidenceTableProps) {
  const labels = useHouse().labels(type)
  const { table, id, by } = evidence
  const others = Object.keys(rows[0] ?? {}).filter(name => name !== id && name !== by)
  const named = cited.some(row => row.by !== '')
  return (
    <table className="table-value">
      <thead>
        <tr>
          <th className="row-number" />
          {others.map(name => (
            <th key={name}>{labels.column(table, name)}</th>
          ))}
          {named && by && <th>{labels.column(table, by)}</th>}
          <th>{labels.column(table, id)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and no state
          <tr key={at}>
            <td className="row-number">{at + 1}</td>
            {others.map(name => (
              <td key={name}>{String(row[name] ?? '')}</td>
            ))}
            {named && by && <td>{cited[at]?.by}</td>}
            <td>
              <RowId id={String(row[id] ?? '')} cited={cited[at]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RowId({ id, cited }: { id: string; cited: CitedRow | undefined }) {
  if (cited?.id) return <Link to={`/case/${cited.id}`}>{cited.title || cited.id.slice(0, 8)}</Link>
  return <span className="faint ellipsis">{id}</span>
}
