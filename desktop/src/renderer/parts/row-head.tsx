import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons'
import type { RowColumn } from './row-columns.tsx'

export interface Sort {
  field: string
  down: boolean
}

interface SortableHeadProps {
  columns: readonly RowColumn[]
  /** Heading of the last column. */
  state: string
  sort: Sort | undefined
  sorted: ((sort: Sort | undefined) => void) | undefined
}

/** The headings of a list; a click sorts upwards, a second downwards, a third as the list is by itself. */
export function SortableHead({ columns, state, sort, sorted }: SortableHeadProps) {
  return (
    <thead>
      <tr>
        {columns.map(({ name, title, width, sortable }) => {
          const own = sort?.field === name ? sort : undefined
          return (
            <th key={name} style={{ width }} aria-sort={own && (own.down ? 'descending' : 'ascending')}>
              {sorted && sortable ? (
                <button type="button" onClick={() => sorted(nextSort(name, own))}>
                  <span>{title}</span>
                  {own && (own.down ? <CaretDownFilled /> : <CaretUpFilled />)}
                </button>
              ) : (
                title
              )}
            </th>
          )
        })}
        <th className="row-state">{state}</th>
      </tr>
    </thead>
  )
}

const nextSort = (field: string, now: Sort | undefined): Sort | undefined =>
  now?.down ? undefined : { field, down: now !== undefined }
