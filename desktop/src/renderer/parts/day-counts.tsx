interface DayCountsProps {
  /** What is counted, for those who do not see the table. */
  label: string
  days: readonly { day: string; count: number }[]
}

/** A few days side by side, each with its count. */
export function DayCounts({ label, days }: DayCountsProps) {
  return (
    <div className="day-counts">
      <table className="table-value" aria-label={label}>
        <thead>
          <tr>
            {days.map(({ day }) => (
              <th key={day} title={day}>
                {day.slice(5)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {days.map(({ day, count }) => (
              <td key={day}>{count}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  )
}
