import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { BurstRow } from '../../api/audit.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** For the security officer: who uncovered many personal values in a short time. */
export function RevealBursts() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('person.bursts', {})
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  return (
    <section className="field-section">
      <h3>{t('bursts.title')}</h3>
      <p className="faint">{t('bursts.hint')}</p>
      <Table<BurstRow>
        size="small"
        rowKey="id"
        dataSource={[...answer]}
        pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
        locale={{ emptyText: t('bursts.none') }}
        columns={[
          { key: 'name', title: t('sessions.person'), render: (_, row) => row.name },
          { key: 'unit', title: t('list.unit'), render: (_, row) => row.unitName },
          { key: 'station', title: t('sessions.station'), render: (_, row) => row.stationName },
          { key: 'from', title: t('bursts.from'), render: (_, row) => row.from },
          { key: 'until', title: t('bursts.until'), render: (_, row) => row.until },
          { key: 'count', title: t('bursts.count'), align: 'right', render: (_, row) => row.count },
        ]}
      />
    </section>
  )
}
