import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RehearsalView } from '../../api/rules.ts'
import { Clock } from './clock.tsx'
import { valuesText } from './rule-values.ts'

interface RehearsalListProps {
  rehearsals: readonly RehearsalView[]
  open(id: string): void
}

/** One's own rehearsals, the newest first. */
export function RehearsalList({ rehearsals, open }: RehearsalListProps) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('rehearsal.earlier')}</h3>
      <Table
        size="small"
        className="stacked"
        rowKey="id"
        dataSource={[...rehearsals]}
        pagination={{ pageSize: 5, size: 'small', hideOnSinglePage: true }}
        columns={[
          { key: 'at', title: t('rehearsal.begin'), width: 120, render: (_, row) => <Clock at={row.beganAt} /> },
          { dataIndex: 'ruleName', title: t('ruleBook.rule'), width: 210 },
          {
            key: 'values',
            title: t('ruleBook.values'),
            render: (_, row) => `${row.unitName ?? t('ruleBook.everywhere')} ${valuesText(row.parameters)}`,
          },
          { key: 'days', title: t('rehearsal.period'), width: 210, render: (_, row) => `${row.from} – ${row.to}` },
          { key: 'state', title: t('ruleBook.state'), width: 90, render: (_, row) => t(`rehearsal.${row.state}`) },
          {
            key: 'tools',
            title: '',
            width: 80,
            render: (_, row) => (
              <Button
                size="small"
                aria-label={`${t('rehearsal.open')} ${row.ruleName} ${row.from}`}
                onClick={() => open(row.id)}
              >
                {t('rehearsal.open')}
              </Button>
            ),
          },
        ]}
      />
    </section>
  )
}
