import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FactsCounts } from '../parts/facts-counts.tsx'
import { FactsDelete } from '../parts/facts-delete.tsx'
import { FactsImport } from '../parts/facts-import.tsx'
import { FactsRows } from '../parts/facts-rows.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useCall } from '../state/use-call.ts'

/** Rows in bulk, which the centre holds: looked for, counted, brought in and deleted, as far as the post may. */
export function FactsScreen() {
  const { t } = useTranslation()
  const { domain = '', fact = '' } = useParams()
  const subject = useSearchParams()[0].get('subject') ?? undefined
  const { domains, role } = useHouse()
  const found = domains.find(({ name }) => name === domain)?.facts?.[fact]
  if (!found || !role || !found.access[role]?.includes('read')) return <EmptyNote text={t('facts.notYours')} />
  const type = `${domain}.${fact}`
  return <FactsPage key={`${type} ${subject}`} type={type} {...(subject !== undefined && { subject })} />
}

function FactsPage({ type, subject }: { type: string; subject?: string }) {
  const { t } = useTranslation()
  const { answer: view, failure, reload } = useCall('facts.view', { type }, notice => notice.topic === 'session')
  if (failure && !view) return <FailureNote failure={failure} again={reload} />
  if (!view) return <Waiting page />
  const parts = { type, view, reload }
  return (
    <div className="page facts">
      <PageHead title={view.label}>
        <strong className="facts-newest">
          {view.newest ? t('facts.newest', { at: view.newest }) : t('facts.none')}
        </strong>
      </PageHead>
      <Tabs
        items={[
          {
            key: 'rows',
            label: t('facts.tabs.rows'),
            children: <FactsRows type={type} view={view} {...(subject !== undefined && { subject })} />,
          },
          { key: 'counts', label: t('facts.tabs.counts'), children: <FactsCounts type={type} view={view} /> },
          ...(view.may.import
            ? [{ key: 'import', label: t('facts.tabs.import'), children: <FactsImport {...parts} /> }]
            : []),
          ...(view.may.delete
            ? [{ key: 'delete', label: t('facts.tabs.delete'), children: <FactsDelete {...parts} /> }]
            : []),
        ]}
      />
    </div>
  )
}
