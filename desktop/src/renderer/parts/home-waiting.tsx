import { useNavigate } from 'react-router'
import type { MenuDesk } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { oldestFirst } from '../state/oldest-first.ts'
import { aboutCases, useCall } from '../state/use-call.ts'
import { RowLine } from './row-line.tsx'

/** How many of each queue the work list names. */
const NAMED = 5

/** The cases that have waited longest in one queue; a click opens them where their step is made. */
export function HomeWaiting({ desk: { domain, desk, label } }: { desk: MenuDesk }) {
  const house = useHouse()
  const navigate = useNavigate()
  const of = house.desk(domain, desk)
  const type = of && 'record' in of ? `${domain}.${of.record}` : ''
  const { answer } = useCall(
    'cases.list',
    type ? { type, desk, limit: NAMED, ...oldestFirst(house.kind(type)) } : undefined,
    aboutCases(type),
  )
  if (!answer || answer.rows.length === 0) return null
  return (
    <section className="related">
      <h4>{label}</h4>
      <ul className="row-lines">
        {answer.rows.map(row => (
          <RowLine key={row.id} row={row} open={() => navigate(`/d/${domain}/${desk}?case=${row.id}`)} />
        ))}
      </ul>
    </section>
  )
}
