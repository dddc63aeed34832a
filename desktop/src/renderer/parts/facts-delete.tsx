import { Alert, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactsView } from '../../api/facts.ts'
import type { FactsQuery } from '../state/facts-query.ts'
import { useSessionState } from '../state/session.tsx'
import { FactsFilters } from './facts-filters.tsx'
import { FactsRemove } from './facts-remove.tsx'

interface FactsDeleteProps {
  type: string
  view: FactsView
  reload(): void
}

/** Deletion in bulk: by the time at which rows were collected, or at which they were imported. */
export function FactsDelete({ type, view, reload }: FactsDeleteProps) {
  const { t } = useTranslation()
  const { today } = useSessionState()
  const [by, setBy] = useState<'collected' | 'imported'>('collected')
  const [query, setQuery] = useState<FactsQuery>({ from: today, until: today })
  const [deleted, setDeleted] = useState<number>()
  const doomed = { type, by, ...query }
  return (
    <>
      <p className="faint">{t('facts.deleteHint')}</p>
      <div className="list-filters">
        <Segmented
          aria-label={t('facts.deleteBy')}
          value={by}
          options={(['collected', 'imported'] as const).map(value => ({ value, label: t(`facts.${value}`) }))}
          onChange={value => setBy(value as 'collected' | 'imported')}
        />
        <FactsFilters query={query} names={{ subject: view.subject }} change={setQuery} />
      </div>
      <FactsRemove
        key={JSON.stringify(doomed)}
        label={t('facts.look')}
        doomed={doomed}
        done={count => {
          setDeleted(count)
          reload()
        }}
      />
      {deleted !== undefined && <Alert type="success" showIcon title={t('facts.removed', { count: deleted })} />}
    </>
  )
}
