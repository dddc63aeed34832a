import { Table, type TablePaginationConfig } from 'antd'
import type { SorterResult } from 'antd/es/table/interface'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import type { Row } from '../../api.ts'
import { useHouse } from '../state/house.tsx'
import { useRoom } from '../state/use-room.ts'
import { rowColumns, widthOfAll } from './row-columns.tsx'

interface RowTableProps {
  type: string
  rows: readonly Row[]
  open(row: Row): void
  loading?: boolean
  /** Takes the room that the page has left, and scrolls its own rows; without it the page scrolls. */
  fills?: boolean
  sort?: { field: string; down: boolean }
  sorted?(sort: { field: string; down: boolean } | undefined): void
  pages?: TablePaginationConfig
  empty?: ReactNode
}

/** Heading and page numbers, px. */
const AROUND = 90

/** Cases of one type as a table. Up and down move, Enter opens. */
export function RowTable(props: RowTableProps) {
  const { type, rows, open, loading = false, fills, sort, sorted, pages, empty } = props
  const house = useHouse()
  const columns = rowColumns(house, type, sorted ? (sort ?? { field: '', down: false }) : undefined)
  const [at, setAt] = useState(-1)
  const [area, height] = useRoom<HTMLDivElement>()
  return (
    // biome-ignore lint/a11y/useSemanticElements: the table itself is antd's; this element only hears the keys
    <div
      ref={area}
      className={fills ? 'row-table fills' : 'row-table'}
      role="grid"
      tabIndex={0}
      onKeyDown={event => setAt(moved(event, at, rows, open))}
    >
      <Table<Row>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={[...rows]}
        loading={{ spinning: loading, delay: 400 }}
        tableLayout="fixed"
        scroll={{ x: widthOfAll(columns), ...(fills && { y: Math.max(120, height - AROUND) }) }}
        pagination={pages ?? false}
        showSorterTooltip={false}
        rowClassName={(_, index) => (index === at ? 'clickable selected' : 'clickable')}
        onRow={row => ({ onClick: () => open(row) })}
        onChange={(_, __, sorter, { action }) => action === 'sort' && sorted?.(sortOf(sorter))}
        locale={{ emptyText: empty ?? ' ' }}
      />
    </div>
  )
}

function sortOf(sorter: SorterResult<Row> | SorterResult<Row>[]): { field: string; down: boolean } | undefined {
  const one = Array.isArray(sorter) ? sorter[0] : sorter
  if (!one?.order || one.columnKey === undefined) return undefined
  return { field: String(one.columnKey), down: one.order === 'descend' }
}

function moved(event: KeyboardEvent<HTMLElement>, at: number, rows: readonly Row[], open: (row: Row) => void): number {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (event.key === 'Enter' && rows[at]) open(rows[at])
  if (step === 0 || rows.length === 0) return at
  event.preventDefault()
  const next = Math.max(0, Math.min(rows.length - 1, at + step))
  event.currentTarget.querySelectorAll('tr.clickable')[next]?.scrollIntoView({ block: 'nearest' })
  return next
}
