import { useTranslation } from 'react-i18next'
import type { CaseView, HistoryLine } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { Clock } from './clock.tsx'

/** What was set, by whom and from which day, the newest first: of the fields whose changes a record type wants seen. */
export function TracedChanges({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const house = useHouse()
  const labels = house.labels(view.type)
  const { traced = [] } = house.kind(view.type).record
  const changes = changesOf(view.history, traced)
  if (changes.length === 0) return null
  return (
    <section className="field-section traced">
      <h3>{t('about.changes', { fields: traced.map(labels.field).join(t('about.and')) })}</h3>
      <table className="table-value">
        <thead>
          <tr>
            <th>{t('about.since')}</th>
            {traced.map(name => (
              <th key={name}>{labels.field(name)}</th>
            ))}
            <th>{t('about.by')}</th>
            <th>{t('about.at')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ line, values }) => (
            <tr key={line.id}>
              <td>{line.day}</td>
              {traced.map(name => (
                <td key={name}>{values[name] || <span className="faint">{t('about.unset')}</span>}</td>
              ))}
              <td>
                {line.by} <span className="faint">{line.unitName}</span>
              </td>
              <td>
                <Clock at={line.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface Change {
  line: HistoryLine
  /** What stood in each field from then on. */
  values: Readonly<Record<string, string>>
}

/** The history comes the newest first, and so does the answer. */
function changesOf(history: readonly HistoryLine[], traced: readonly string[]): Change[] {
  const changes: Change[] = []
  let values: Readonly<Record<string, string>> = {}
  for (const line of history.toReversed()) {
    const set = line.changes.filter(({ field }) => traced.includes(field))
    if (set.length === 0 || line.verdict === 'refused') continue
    const next = { ...values, ...Object.fromEntries(set.map(({ field, text }) => [field, text])) }
    if (traced.some(name => (next[name] ?? '') !== (values[name] ?? ''))) changes.unshift({ line, values: next })
    values = next
  }
  return changes
}
