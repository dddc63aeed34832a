import { type KeyboardEvent, memo, type ReactNode, useMemo, useRef, useState } from 'react'
import type { Row } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { useNarrow } from '../state/use-narrow.ts'
import { DueLights } from './due-lights.tsx'
import { type RowColumn, rowColumns } from './row-columns.tsx'
import { type Sort, SortableHead } from './row-head.tsx'
import { RowLine } from './row-line.tsx'
import { SendingMark } from './sending-mark.tsx'
import { StateTag } from './state-tag.tsx'
import { Waiting } from './waiting.tsx'

interface RowTableProps {
  type: string
  rows: readonly Row[]
  open(row: Row): void
  loading?: boolean
  /** Takes the room that the page has left, and scrolls its own rows; without it the page scrolls. */
  fills?: boolean
  sort?: Sort | undefined
  sorted?(sort: Sort | undefined): void
  empty?: ReactNode
}

/** Cases of one type: a table, or one under the other where a table has no room. */
export function RowTable(props: RowTableProps) {
  const { rows, open, loading, empty } = props
  if (!useNarrow()) return <WideTable {...props} />
  if (rows.length === 0) return loading ? <Waiting page /> : empty
  return (
    <ul className="row-lines">
      {rows.map(row => (
        <RowLine key={row.id} row={row} open={open} />
      ))}
    </ul>
  )
}

/**
 * Cases of one type as a table; up and down move, Enter opens. Of a plain table the browser draws 200 rows in the time of
 * a keystroke, where a component library's takes a second.
 */
function WideTable({ type, rows, open, loading, fills, sort, sorted, empty }: RowTableProps) {
  const house = useHouse()
  const columns = useMemo(() => rowColumns(house, type), [house, type])
  const [mark, setMark] = useState<Mark>()
  const newest = useRef(open)
  newest.current = open
  const [openRow] = useState(() => (row: Row) => newest.current(row))
  const fields = columns.reduce((sum, column) => sum + column.width, 0)
  const limited = house.kind(type).record.limits !== undefined && fields + LIMITED <= ROOM
  const width = fields + (limited ? LIMITED : STATE)
  return (
    // biome-ignore lint/a11y/useSemanticElements: hears the keys for the table that stands in it
    <div
      className={fills ? 'row-table fills' : 'row-table'}
      role="grid"
      tabIndex={0}
      onKeyDown={event => setMark(moved(event, mark, rows, open))}
    >
      <table className={limited ? 'limited' : undefined} style={{ minWidth: width }}>
        <SortableHead columns={columns} state={house.labels(type).field('$state')} sort={sort} sorted={sorted} />
        <tbody>
          {rows.map(row => (
            <RowTr key={row.id} row={row} columns={columns} selected={row.id === mark?.id} open={openRow} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (loading ? <Waiting page /> : empty)}
    </div>
  )
}

/**
 * Width of the last column, px, and where a time limit may stand beside the state and the smallest screen has room for it;
 * the style sheet has them too.
 */
const STATE = 150
const LIMITED = 210
const ROOM = 1160

interface RowTrProps {
  row: Row
  columns: readonly RowColumn[]
  selected: boolean
  open(row: Row): void
}

const RowTr = memo(function RowTr({ row, columns, selected, open }: RowTrProps) {
  return (
    <tr className={selected ? 'clickable selected' : 'clickable'} onClick={() => open(row)}>
      {columns.map(column => {
        const text = column.text(row)
        return (
          <td key={column.name} className={column.mono ? 'mono' : undefined} title={text}>
            {text}
          </td>
        )
      })}
      <td className="row-state">
        <span className="state-cell">
          <StateTag text={row.stateText} tone={row.tone} />
          <SendingMark sending={row.sending} />
          <DueLights type={row.type} due={row.due} urgent />
        </span>
      </td>
    </tr>
  )
})

/** The row that the arrows stand on. It is the row's, not the place's: a list moves while others work. */
interface Mark {
  id: string
  /** Where it last stood, from which the arrows go on when it has left the list. */
  at: number
}

function moved(
  event: KeyboardEvent<HTMLElement>,
  mark: Mark | undefined,
  rows: readonly Row[],
  open: (row: Row) => void,
): Mark | undefined {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const marked = rows.findIndex(row => row.id === mark?.id)
  if (event.key === 'Enter' && event.target === event.currentTarget && rows[marked]) open(rows[marked])
  if (step === 0 || rows.length === 0) return mark
  event.preventDefault()
  const from = marked >= 0 ? marked : mark && step > 0 ? mark.at - 1 : (mark?.at ?? -1)
  const next = Math.max(0, Math.min(rows.length - 1, from + step))
  event.currentTarget.querySelectorAll('tr.clickable')[next]?.scrollIntoView({ block: 'nearest' })
  return rows[next] && { id: rows[next].id, at: next }
}
