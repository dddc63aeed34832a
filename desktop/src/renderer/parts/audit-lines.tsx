import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AuditLineView } from '../../api/audit.ts'

/** Lines of the audit log, newest first. */
export function AuditLines({ lines }: { lines: readonly AuditLineView[] }) {
  const { t } = useTranslation()
  return (
    <div className="audit-lines">
      <table className="report-table">
        <thead>
          <tr>
            <th className="number">{t('audit.column.seq')}</th>
            <th>{t('audit.column.time')}</th>
            <th>{t('audit.column.person')}</th>
            <th>{t('audit.column.act')}</th>
            <th>{t('audit.column.what')}</th>
            <th>{t('audit.column.place')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <Line key={line.seq} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ line }: { line: AuditLineView }) {
  const { t } = useTranslation()
  const { actText, at, clock, link, person, receivedAt, role, seq, station, subject, unit, verdict, what } = line
  return (
    <tr>
      <td className="number mono">
        <Tooltip title={link}>{seq}</Tooltip>
      </td>
      <td className="mono">
        {receivedAt}
        {clock && <em className="badge bad">{t('audit.clock', { at })}</em>}
      </td>
      <td>
        {person} <span className="faint">{role}</span>
      </td>
      <td>
        {actText} {verdict === 'refused' && <em className="badge bad">{t('audit.refused')}</em>}
      </td>
      <td className="audit-what">
        {what}
        {subject && <div className="faint mono">{subject}</div>}
      </td>
      <td>
        {station}
        <div className="faint">{unit}</div>
      </td>
    </tr>
  )
}
