import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Arguments } from '../../api.ts'
import { DayInput } from '../fields/date.tsx'
import { useCall } from '../state/use-call.ts'
import { UnitSelect } from './unit-select.tsx'

type Query = Arguments<'audit.search'>['query']

interface AuditFiltersProps {
  query: Query
  change(change: Query): void
}

/** What the audit log is searched by. */
export function AuditFilters({ query, change }: AuditFiltersProps) {
  const { t } = useTranslation()
  const choices = useCall('audit.choices', {}).answer
  const select = (name: 'person' | 'act' | 'station', options: readonly { id: string; name: string }[] | undefined) => (
    <Select
      className="filter"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={240}
      placeholder={t(`audit.${name}`)}
      aria-label={t(`audit.${name}`)}
      value={query[name] ?? null}
      options={(options ?? []).map(({ id, name: label }) => ({ value: id, label }))}
      onChange={(value: string | null) => change({ [name]: value ?? undefined })}
    />
  )
  return (
    <>
      <Select
        className="filter"
        aria-label={t('audit.of')}
        value={(query.of ?? '') as '' | 'acts' | 'cases'}
        options={(['', 'acts', 'cases'] as const).map(value => ({ value, label: t(`audit.of${value || 'All'}`) }))}
        onChange={(value: '' | 'acts' | 'cases') => change({ of: value || undefined })}
      />
      {select('person', choices?.people)}
      {select('act', choices?.acts)}
      {select('station', choices?.stations)}
      <UnitSelect value={query.unit} change={unit => change({ unit })} />
      <Input
        className="list-search mono"
        allowClear
        aria-label={t('audit.number')}
        placeholder={t('audit.number')}
        maxLength={60}
        value={query.number ?? ''}
        onChange={event => change({ number: event.target.value.trim() || undefined })}
      />
      <Input
        className="list-search mono"
        allowClear
        aria-label={t('audit.subject')}
        placeholder={t('audit.subject')}
        maxLength={60}
        value={query.caseId ?? ''}
        onChange={event => change({ caseId: event.target.value.trim() || undefined })}
      />
      <span className="span-filter">
        <DayInput
          value={query.from ?? ''}
          label={t('period.from')}
          change={day => change({ from: day ?? undefined })}
        />
        <span className="faint">–</span>
        <DayInput
          value={query.until ?? ''}
          label={t('period.to')}
          change={day => change({ until: day ?? undefined })}
        />
      </span>
    </>
  )
}
