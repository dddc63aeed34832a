import { useTranslation } from 'react-i18next'
import type { ReportAnswer } from '../../api/lists.ts'
import type { Drill } from './drill-rows.tsx'

interface ReportTableProps {
  answer: ReportAnswer
  drill: Drill | undefined
  open(drill: Drill): void
  /** Goes down to a unit. */
  into(unit: string): void
}

/** The groups of a report with their numbers and the total; a row leads to what it counts. */
export function ReportTable({ answer, drill, open, into }: ReportTableProps) {
  const { t } = useTranslation()
  const { columns, rows, total } = answer
  const side = (at: number) => (columns[at]?.number ? 'number' : '')
  const drillOf = ({ cells, query }: ReportAnswer['rows'][number]): Drill => ({
    query,
    title: cells.filter((_, at) => !columns[at]?.number).join(' · '),
  })
  return (
    <table className="report-table">
      <thead>
        <tr>
          {columns.map(({ name, label }, at) => (
            <th key={name} className={side(at)}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr
            key={JSON.stringify(row.query)}
            className={JSON.stringify(row.query) === JSON.stringify(drill?.query) ? 'clickable selected' : 'clickable'}
          >
            {row.cells.map((cell, at) => (
              <td key={columns[at]?.name} className={side(at)}>
                {at === firstNumber(columns) ? (
                  <button type="button" className="drill" title={t('report.drill')} onClick={() => open(drillOf(row))}>
                    {cell}
                  </button>
                ) : row.into !== undefined && columns[at]?.name === '$unit' ? (
                  <button type="button" className="drill" onClick={() => into(row.into!)}>
                    {cell} ›
                  </button>
                ) : (
                  cell
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          {total.map((cell, at) => (
            <td key={columns[at]?.name} className={side(at)}>
              {at === 0 && cell === '' ? t('report.total') : cell}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

const firstNumber = (columns: ReportAnswer['columns']): number => columns.findIndex(column => column.number)
