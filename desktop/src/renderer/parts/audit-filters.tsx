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
  return (
    <>
      <Select
        className="filter"
        aria-label={t('audit.of')}
        value={(query.of ?? '') as '' | 'acts' | 'cases'}
        options={(['', 'acts', 'cases'] as const).map(value => ({ value, label: t(`audit.of${value || 'All'}`) }))}
        onChange={(value: '' | 'acts' | 'cases') => change({ of: value || undefined })}
      />
      <Choice name="person" options={choices?.people} query={query} change={change} />
      <Choice name="act" options={choices?.acts} query={query} change={change} />
      <Choice name="station" options={choices?.stations} query={query} change={change} />
      <UnitSelect value={query.unit} change={unit => change({ unit })} />
      <Typed name="number" label={t('audit.number')} query={query} change={change} />
      <Typed name="caseId" label={t('audit.subject')} query={query} change={change} />
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

interface ChoiceProps extends AuditFiltersProps {
  name: 'person' | 'act' | 'station'
  options: readonly { id: string; name: string }[] | undefined
}

function Choice({ name, options = [], query, change }: ChoiceProps) {
  const { t } = useTranslation()
  return (
    <Select
      className="filter"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={240}
      placeholder={t(`audit.${name}`)}
      aria-label={t(`audit.${name}`)}
      value={query[name] ?? null}
      options={options.map(({ id, name: label }) => ({ value: id, label }))}
      onChange={(value: string | null) => change({ [name]: value ?? undefined })}
    />
  )
}

interface TypedProps extends AuditFiltersProps {
  name: 'number' | 'caseId'
  label: string
}

function Typed({ name, label, query, change }: TypedProps) {
  return (
    <Input
      className="list-search mono"
      allowClear
      aria-label={label}
      placeholder={label}
      maxLength={60}
      value={query[name] ?? ''}
      onChange={event => change({ [name]: event.target.value.trim() || undefined })}
    />
  )
}
