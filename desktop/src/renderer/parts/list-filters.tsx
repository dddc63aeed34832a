import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldKind } from '../../../../shared-types/src/model/field.ts'
import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import { useHouse } from '../state/house.tsx'
import type { Query } from '../state/use-list-query.ts'
import { FieldFilter } from './field-filter.tsx'
import { UnitSelect } from './unit-select.tsx'

interface ListFiltersProps {
  type: string
  query: Query
  put(change: Partial<Query>): void
}

type Filters = NonNullable<Query['filters']>

/** Search and conditions of a list, one line that wraps. */
export function ListFilters({ type, query, put }: ListFiltersProps) {
  const { t } = useTranslation()
  const house = useHouse()
  const { record } = house.kind(type)
  const { filters = {} } = query
  const fields = (record.list.filters ?? []).filter(name => record.fields[name])
  const change = (name: string, value: Filters[string] | undefined) => {
    const { [name]: _, ...others } = filters
    put({ filters: value === undefined ? others : { ...others, [name]: value } })
  }
  const shown = usual(record, fields)
  // What an address asked for is seen.
  const [more, setMore] = useState(() => Object.keys(filters).some(name => !shown.includes(name)))
  const clear = () => put({ text: '', states: [], filters: {}, unit: '', flag: '' })
  return (
    <div className="list-filters">
      <Input.Search
        className="list-search"
        allowClear
        autoFocus
        placeholder={t('list.search')}
        aria-label={t('list.search')}
        value={query.text ?? ''}
        onChange={event => put({ text: event.target.value })}
      />
      <StateSelect type={type} query={query} put={put} />
      {(more ? fields : shown).map(name => (
        <FieldFilter key={name} type={type} name={name} value={filters[name]} change={value => change(name, value)} />
      ))}
      {more && <FlagSelect type={type} query={query} put={put} />}
      {more && <UnitSelect value={query.unit} change={unit => put({ unit: unit ?? '' })} />}
      <Button type="link" size="small" onClick={() => setMore(!more)}>
        {more ? t('list.less') : t('list.more')}
      </Button>
      <Button type="link" size="small" onClick={clear}>
        {t('list.clear')}
      </Button>
    </div>
  )
}

/** What most people look for: a span of the first date, and the first choice. */
function usual(record: RecordType, fields: readonly string[]): string[] {
  const first = (kind: FieldKind) => fields.find(name => record.fields[name]?.kind === kind)
  return [first('date'), first('choice')].flatMap(name => name ?? [])
}

function StateSelect({ type, query, put }: ListFiltersProps) {
  const house = useHouse()
  const labels = house.labels(type)
  const states = Object.keys(house.kind(type).record.workflow.states)
  return (
    <Select
      className="filter"
      mode="multiple"
      maxTagCount={1}
      allowClear
      placeholder={labels.field('$state')}
      aria-label={labels.field('$state')}
      value={query.states ?? []}
      options={states.map(value => ({ value, label: labels.state(value) }))}
      onChange={(value: string[]) => put({ states: value })}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}

function FlagSelect({ type, query, put }: ListFiltersProps) {
  const { t } = useTranslation()
  const house = useHouse()
  const labels = house.labels(type)
  const flags = Object.keys(house.kind(type).record.flags ?? {})
  if (flags.length === 0) return null
  return (
    <Select
      className="filter"
      allowClear
      placeholder={t('list.flag')}
      aria-label={t('list.flag')}
      value={query.flag ?? null}
      options={flags.map(value => ({ value, label: labels.flag(value) }))}
      onChange={(value: string | null) => put({ flag: value ?? '' })}
    />
  )
}
