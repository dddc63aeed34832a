import { useTranslation } from 'react-i18next'
import type { AccessLogView } from '../../api/audit.ts'

/** What was done with one person's records, newest first. */
export function AccessLines({ found }: { found: Omit<AccessLogView, 'file'> }) {
  const { t } = useTranslation()
  const { cases, lines, more, number } = found
  return (
    <div className="audit-lines">
      <p>
        {t('accessLog.found', { number, cases, count: lines.length })}
        {more && <span className="tone-wait"> {t('accessLog.more')}</span>}
      </p>
      <table className="report-table">
        <thead>
          <tr>
            <th>{t('audit.column.time')}</th>
            <th>{t('audit.column.person')}</th>
            <th>{t('accessLog.record')}</th>
            <th>{t('audit.column.act')}</th>
            <th>{t('audit.column.what')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ act, at, person, record, seq, unit, what }) => (
            <tr key={seq}>
              <td className="mono">{at}</td>
              <td>
                {person}
                <div className="faint">{unit}</div>
              </td>
              <td>{record}</td>
              <td>{act}</td>
              <td className="audit-what">{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
