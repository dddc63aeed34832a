import { useNavigate } from 'react-router'
import type { Row } from '../../api/cases.ts'
import { RowLine } from './row-line.tsx'

interface RelatedRowsProps {
  groups: { name: string; label: string; rows: readonly Row[] }[]
}

/** What is known besides: for each lookup the rows that it finds. */
export function RelatedRows({ groups }: RelatedRowsProps) {
  const navigate = useNavigate()
  return (
    <>
      {groups
        .filter(group => group.rows.length > 0)
        .map(({ name, label, rows }) => (
          <section key={name} className="related">
            <h4>
              {label} <span className="count">{rows.length}</span>
            </h4>
            <ul className="row-lines">
              {rows.map(row => (
                <RowLine key={row.id} row={row} open={() => navigate(`/case/${row.id}`)} />
              ))}
            </ul>
          </section>
        ))}
    </>
  )
}
