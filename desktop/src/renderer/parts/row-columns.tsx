import type { ColumnType } from 'antd/es/table'
import type { Field, FieldKind } from '../../../../shared-types/src/model/field.ts'
import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import type { Row } from '../../api.ts'
import type { House } from '../state/house.tsx'
import { DueLights } from './due-lights.tsx'
import { SendingMark } from './sending-mark.tsx'
import { StateTag } from './state-tag.tsx'

/** Widths that fit what the kind of field usually holds, px. Longer text is cut, and shown whole on hovering. */
const WIDTHS: Readonly<Record<FieldKind, number>> = {
  text: 116,
  date: 128,
  time: 160,
  number: 80,
  flag: 64,
  choice: 100,
  personId: 172,
  orgCode: 180,
  area: 180,
  phone: 124,
  link: 150,
  address: 260,
  files: 80,
  table: 200,
}
const OWN: Readonly<Record<string, number>> = { $state: 96, $unit: 150, $creator: 90 }
const LIGHTS = 150
/** Numbers out of a series: 20 characters. */
const NUMBER = 204
/** Texts that may be long. */
const LONG = 170

/** The columns of a type's list, as its domain declares them; the state is shown once, and lights behind it. */
export function rowColumns(house: House, type: string, sort?: { field: string; down: boolean }): ColumnType<Row>[] {
  const { record } = house.kind(type)
  const labels = house.labels(type)
  const names = record.list.columns.filter(name => name !== '$state')
  const numbers = numbersOf(record)
  const columns = names.map(
    (name): ColumnType<Row> => ({
      key: name,
      title: labels.field(name),
      width: numbers.has(name) ? NUMBER : widthOf(name, record.fields[name]),
      ellipsis: { showTitle: false },
      render: (_, row) => cellOf(row, name, record.fields[name]),
      ...(sort && isSortable(record.fields[name]) && { sorter: true, sortOrder: orderOf(sort, name) }),
    }),
  )
  return [...columns, stateColumn(labels.field('$state'), type)]
}

export const widthOfAll = (columns: ColumnType<Row>[]): number =>
  columns.reduce((sum, column) => sum + Number(column.width ?? 120), 0)

function widthOf(name: string, field: Field | undefined): number {
  if (!field) return OWN[name] ?? 120
  return field.kind === 'text' && (field.max ?? 0) > 50 ? LONG : WIDTHS[field.kind]
}

/** Fields that a step fills with a number of a series, and those that carry such a number on by the same name. */
const numbersOf = ({ workflow }: RecordType): ReadonlySet<string> =>
  new Set(
    Object.values(workflow.steps).flatMap(({ sets }) =>
      Object.entries(sets ?? {}).flatMap(([field, source]) => ('number' in source ? [field] : [])),
    ),
  )

const isSortable = (field: Field | undefined): boolean =>
  field !== undefined && !['files', 'table', 'address', 'link'].includes(field.kind)

const orderOf = (sort: { field: string; down: boolean }, name: string) =>
  sort.field !== name ? null : sort.down ? ('descend' as const) : ('ascend' as const)

function cellOf(row: Row, name: string, field: Field | undefined) {
  const text = name === '$unit' ? row.unitName : (row.cells[name] ?? '')
  const mono = field && ['personId', 'phone', 'orgCode', 'date', 'time'].includes(field.kind)
  return (
    <span className={mono ? 'mono' : ''} title={text}>
      {text}
    </span>
  )
}

function stateColumn(title: string, type: string): ColumnType<Row> {
  return {
    key: '$state',
    title,
    width: LIGHTS,
    fixed: 'right',
    render: (_, row) => (
      <span className="state-cell">
        <StateTag text={row.stateText} tone={row.tone} />
        <SendingMark sending={row.sending} />
        <DueLights type={type} due={row.due} urgent />
      </span>
    ),
  }
}
