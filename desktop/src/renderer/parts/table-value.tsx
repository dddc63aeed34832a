import { showValue } from '../../../../shared-types/src/engine/show.ts'
import type { Field, TableRow } from '../../../../shared-types/src/model/field.ts'
import { useHouse } from '../state/house.tsx'

interface TableValueProps {
  type: string
  name: string
  field: Extract<Field, { kind: 'table' }>
  rows: readonly TableRow[]
}

/** A table field to read. */
export function TableValue({ type, name, field, rows }: TableValueProps) {
  const house = useHouse()
  const labels = house.labels(type)
  const columns = Object.entries(field.columns)
  const unitName = (id: string) => house.units.find(unit => unit.id === id)?.name ?? id
  return (
    <table className="table-value">
      <thead>
        <tr>
          {columns.map(([column]) => (
            <th key={column}>{labels.column(name, column)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and no state
          <tr key={at}>
            {columns.map(([column, of]) => (
              <td key={column}>
                {showValue(house.kind(type), of, row[column], house.language, { mask: true, unitName })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
