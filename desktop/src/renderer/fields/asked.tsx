import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AskedRow } from '../../../../shared-types/src/engine/asked-rows.ts'
import { engineWords } from '../../../../shared-types/src/engine/words.ts'
import type { AnyValue, AskedRows, SimpleField, TableRow } from '../../../../shared-types/src/model/field.ts'
import { type FieldProps, statusOf } from './field-props.ts'
import { SimpleInput } from './simple-input.tsx'
import { rowsOf } from './table.tsx'

/** A table whose rows another record names: one line for each, with the input for what it holds. */
export function AskedField(props: FieldProps<'table'>) {
  const { field, value, change, disabled, asked = [], problems } = props
  const { t } = useTranslation()
  const names = field.rows!
  const rows = rowsOf(value)
  const strange = rows.filter(row => !asked.some(({ item }) => item === row[names.item]))
  const put = (item: string, next: AnyValue | null) => {
    const others = rows.filter(row => row[names.item] !== item)
    const all = next === null || next === '' ? others : [...others, { [names.item]: item, [names.value]: String(next) }]
    change(all.length ? inOrder(all, asked, names) : null)
  }
  if (asked.length === 0 && rows.length === 0) return <span className="faint">{t('asked.none')}</span>
  return (
    <table className="asked-field" aria-label={props.label}>
      <tbody>
        {asked.map((row, at) => (
          <tr key={row.item}>
            <th scope="row">
              {row.item}
              {row.needed && <i className="required">*</i>}
            </th>
            <td>
              <AskedInput
                {...props}
                row={row}
                text={textIn(rows, names, row.item)}
                wrong={problems.some(problem => problem.row === at && problem.with?.item === row.item)}
                put={next => put(row.item, next)}
              />
            </td>
          </tr>
        ))}
        {strange.map(row => (
          <tr key={String(row[names.item])} className="tone-bad">
            <th scope="row">{row[names.item]}</th>
            <td>
              {row[names.value]}{' '}
              {!disabled && (
                <button type="button" className="link" onClick={() => put(String(row[names.item]), null)}>
                  {t('asked.remove')}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface InputProps extends FieldProps<'table'> {
  row: AskedRow
  text: string
  put(value: AnyValue | null): void
}

const SIMPLE = {
  text: { kind: 'text', max: 300 },
  date: { kind: 'date' },
  number: { kind: 'number' },
} as const satisfies Readonly<Record<string, SimpleField>>

function AskedInput({ row, text, put, ...props }: InputProps) {
  const { yes, no } = engineWords('zh-CN').values
  if (row.holds !== 'flag' && row.holds !== 'choice') {
    const value = row.holds === 'number' && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
    const shared = { type: props.type, disabled: props.disabled, wrong: props.wrong, problems: props.problems }
    return (
      <SimpleInput
        {...shared}
        name={`${props.name}.${row.item}`}
        field={SIMPLE[row.holds]}
        value={value === '' ? undefined : value}
        text=""
        label={row.item}
        change={put}
        done={() => undefined}
      />
    )
  }
  const choices = row.holds === 'flag' ? [yes, no] : row.choices
  return (
    <Select
      className="wide"
      aria-label={row.item}
      value={text || null}
      allowClear
      disabled={props.disabled}
      status={statusOf(props.wrong)}
      options={choices.map(choice => ({ value: choice, label: choice }))}
      onChange={(next: string | null | undefined) => put(next ?? null)}
    />
  )
}

const textIn = (rows: readonly TableRow[], names: AskedRows, item: string): string =>
  String(rows.find(row => row[names.item] === item)?.[names.value] ?? '')

/** In the order in which they are asked for, whatever was typed first. */
const inOrder = (rows: readonly TableRow[], asked: readonly AskedRow[], { item }: AskedRows): TableRow[] => {
  const place = (row: TableRow) => asked.findIndex(one => one.item === row[item]) + 1 || asked.length + 1
  return rows.toSorted((a, b) => place(a) - place(b))
}
