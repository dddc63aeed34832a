import { Table, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RehearsalView } from '../../api/rules.ts'

type Result = NonNullable<RehearsalView['result']>
type Rehearsed = keyof Result['counts']

/** What differs comes first. */
const KINDS: readonly Rehearsed[] = ['added', 'dropped', 'both']

const LABELS = { both: 'rehearsal.same', added: 'rehearsal.added', dropped: 'rehearsal.dropped' } as const

/** What the tried parameters call for beside what was in force: in all, by unit, and the newest of each kind. */
export function RehearsalResult({ result }: { result: Result }) {
  const { t } = useTranslation()
  const { counts } = result
  const figure = (kind: Rehearsed) => ({
    key: kind,
    title: t(LABELS[kind]),
    width: 90,
    align: 'right' as const,
    render: (_: unknown, row: Result['units'][number]) => row.counts[kind],
  })
  return (
    <>
      <p className="rehearsal-counts">
        {KINDS.map(kind => (
          <span key={kind} className={kind === 'added' ? 'tone-bad' : kind === 'dropped' ? 'tone-good' : ''}>
            {t(LABELS[kind])} <strong>{counts[kind]}</strong>
          </span>
        ))}
        <span className="faint">{t('rehearsal.triedTotal', { count: counts.both + counts.added })}</span>
        <span className="faint">{t('rehearsal.heldTotal', { count: counts.both + counts.dropped })}</span>
      </p>
      {result.units.length > 0 && (
        <Table
          size="small"
          className="rehearsal-units"
          rowKey="unit"
          dataSource={result.units}
          pagination={{ pageSize: 8, size: 'small', hideOnSinglePage: true }}
          columns={[{ dataIndex: 'unitName', title: t('rehearsal.byUnit') }, ...KINDS.map(figure)]}
        />
      )}
      <h4>{t('rehearsal.samples')}</h4>
      <Tabs
        size="small"
        items={KINDS.map(kind => ({
          key: kind,
          label: `${t(LABELS[kind])} ${counts[kind]}`,
          children: <Samples rows={result.samples[kind]} />,
        }))}
      />
    </>
  )
}

function Samples({ rows }: { rows: Result['samples'][Rehearsed] }) {
  const { t } = useTranslation()
  if (rows.length === 0) return <p className="faint">{t('rehearsal.noSamples')}</p>
  return (
    <Table
      size="small"
      scroll={{ x: 860 }}
      rowKey={row => `${row.subject} ${row.to}`}
      dataSource={rows}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
      columns={[
        { key: 'subject', title: t('rehearsal.subject'), render: (_, row) => row.subjectName ?? row.subject },
        { dataIndex: 'unitName', title: t('exemptions.unit'), width: 220 },
        { key: 'days', title: t('rehearsal.days'), width: 220, render: (_, row) => `${row.from} – ${row.to}` },
        { key: 'measure', title: t('rehearsal.measure'), width: 110, render: (_, row) => figureOf(row.measure) },
        {
          key: 'limit',
          title: t('rehearsal.limit'),
          width: 110,
          render: (_, row) => figureOf(row.threshold ?? row.reference),
        },
      ]}
    />
  )
}

/** Shares to four places. */
const figureOf = (value: number | string | undefined): string =>
  typeof value === 'number' ? String(Number(value.toFixed(4))) : (value ?? '')
