import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FactsQuery } from '../state/facts-query.ts'
import { PeriodPicker } from './period-picker.tsx'
import { UnitSelect } from './unit-select.tsx'

interface FactsFiltersProps {
  query: FactsQuery
  /** What the columns are called; a person is asked for where it is told. */
  names: { subject: string; person?: string }
  change(query: FactsQuery): void
}

export function FactsFilters({ query, names, change }: FactsFiltersProps) {
  const { t } = useTranslation()
  const put = (what: Partial<FactsQuery>) => change({ ...query, ...what })
  return (
    <>
      <PeriodPicker value={{ from: query.from, to: query.until }} change={({ from, to }) => put({ from, until: to })} />
      <UnitSelect value={query.unit} label={t('facts.unit')} change={unit => put({ unit })} />
      <Input
        className="list-search mono"
        allowClear
        aria-label={names.subject}
        placeholder={names.subject}
        maxLength={60}
        value={query.subject ?? ''}
        onChange={event => put({ subject: event.target.value || undefined })}
      />
      {names.person !== undefined && (
        <Input
          className="list-search mono"
          allowClear
          aria-label={names.person}
          placeholder={names.person}
          maxLength={30}
          value={query.person ?? ''}
          onChange={event => put({ person: event.target.value || undefined })}
        />
      )}
    </>
  )
}
