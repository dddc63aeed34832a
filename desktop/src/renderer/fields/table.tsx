import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnyValue, SimpleField, SimpleValue, TableRow } from '../../../../shared-types/src/model/field.ts'
import { useHouse } from '../state/house.tsx'
import type { FieldProps } from './field-props.ts'
import { SimpleInput } from './simple-input.tsx'

/** Rows of simple fields in a small grid. Ctrl+Enter begins a new row. */
export function TableField(props: FieldProps<'table'>) {
  const { type, name, field, value, change, disabled, label } = props
  const { t } = useTranslation()
  const labels = useHouse().labels(type)
  const rows = rowsOf(value)
  const full = rows.length >= (field.max ?? Number.POSITIVE_INFINITY)
  const add = () => !full && change([...rows, {}])
  return (
    <div
      className="table-field"
      onKeyDownCapture={event => {
        if (event.key !== 'Enter' || !event.ctrlKey || disabled) return
        event.preventDefault()
        event.stopPropagation()
        add()
      }}
    >
      {rows.length > 0 && (
        <table aria-label={label}>
          <thead>
            <tr>
              <th className="row-number" />
              {Object.keys(field.columns).map(column => (
                <th key={column}>{labels.column(name, column) ?? column}</th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and no state of their own
              <TableLine key={at} {...props} row={row} at={at} rows={rows} />
            ))}
          </tbody>
        </table>
      )}
      {!disabled && (
        <Button size="small" type="dashed" icon={<PlusOutlined />} disabled={full} onClick={add} data-stop>
          {t('table.add')} <kbd>Ctrl+Enter</kbd>
        </Button>
      )}
    </div>
  )
}

interface LineProps extends FieldProps<'table'> {
  row: TableRow
  at: number
  rows: readonly TableRow[]
}

function TableLine(props: LineProps) {
  const { name, field, row, at, rows, change, disabled, problems } = props
  const { t } = useTranslation()
  const mine = problems.filter(problem => problem.row === at)
  const put = (column: string, value: AnyValue | null) =>
    change(
      rows.map((other, n) => (n === at ? without({ ...row, [column]: (value ?? undefined) as SimpleValue }) : other)),
    )
  return (
    <tr>
      <td className="row-number">{at + 1}</td>
      {Object.entries(field.columns).map(([column, of]) => (
        <td key={column}>
          <SimpleInput
            {...props}
            name={`${name}.${column}`}
            field={of as SimpleField}
            value={row[column]}
            text=""
            label={`${at + 1} ${column}`}
            wrong={mine.some(problem => problem.with?.column === column)}
            change={value => put(column, value)}
          />
        </td>
      ))}
      <td>
        {!disabled && (
          <Button
            type="text"
            size="small"
            tabIndex={-1}
            icon={<DeleteOutlined />}
            aria-label={t('table.remove', { row: at + 1 })}
            onClick={() => change(rows.length > 1 ? rows.filter((_, n) => n !== at) : null)}
          />
        )}
      </td>
    </tr>
  )
}

const without = (row: TableRow): TableRow => Object.fromEntries(Object.entries(row).filter(([, v]) => v !== undefined))

export const rowsOf = (value: AnyValue | undefined): readonly TableRow[] =>
  Array.isArray(value) ? value.filter((row): row is TableRow => typeof row === 'object') : []
