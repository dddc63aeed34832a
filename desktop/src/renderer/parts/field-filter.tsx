import { Input, Select } from 'antd'
import { isDay } from '../../../../shared-types/src/engine/day.ts'
import { below } from '../../../../shared-types/src/engine/organisation.ts'
import { engineWords } from '../../../../shared-types/src/engine/words.ts'
import { matches, useChoices } from '../fields/choice.tsx'
import { DayInput } from '../fields/date.tsx'
import { useHouse } from '../state/house.tsx'
import type { Query } from '../state/use-list-query.ts'
import { UnitSelect } from './unit-select.tsx'

type Value = NonNullable<Query['filters']>[string]

interface FieldFilterProps {
  type: string
  name: string
  value: Value | undefined
  change(value: Value | undefined): void
}

/** A condition on one field: a span for days, words for choices, yes or no, a text for the rest. */
export function FieldFilter(props: FieldFilterProps) {
  const field = useHouse().kind(props.type).record.fields[props.name]
  switch (field?.kind) {
    case undefined:
    case 'files':
    case 'table':
    case 'address':
    case 'link':
      return null
    case 'date':
    case 'time':
      return <SpanFilter {...props} />
    case 'choice':
      return <ChoiceFilter {...props} dictionary={field.of} />
    case 'unit':
      return <UnitFilter {...props} />
    case 'flag':
      return <FlagFilter {...props} />
    default:
      return <TextFilter {...props} />
  }
}

function SpanFilter({ type, name, value, change }: FieldFilterProps) {
  const label = useHouse().labels(type).field(name)
  const span = typeof value === 'object' && !Array.isArray(value) ? value : {}
  const put = (end: 'from' | 'to', day: string | null) => {
    if (day && !isDay(day)) return
    const next = { ...span, [end]: day ?? undefined }
    change(next.from || next.to ? next : undefined)
  }
  return (
    <span className="span-filter">
      <span className="faint">{label}</span>
      <DayInput value={span.from ?? ''} label={`${label} ≥`} change={day => put('from', day)} />
      <span className="faint">–</span>
      <DayInput value={span.to ?? ''} label={`${label} ≤`} change={day => put('to', day)} />
    </span>
  )
}

function ChoiceFilter({ type, name, value, change, dictionary }: FieldFilterProps & { dictionary: string }) {
  const label = useHouse().labels(type).field(name)
  const options = useChoices(type, dictionary)
  return (
    <Select
      className="filter"
      mode="multiple"
      maxTagCount={1}
      allowClear
      placeholder={label}
      aria-label={label}
      value={Array.isArray(value) ? value : []}
      options={options}
      showSearch={{ filterOption: (typed, option) => matches(typed, option) }}
      onChange={(codes: string[]) => change(codes.length ? codes : undefined)}
    />
  )
}

/** A unit means those below it too. */
function UnitFilter({ type, name, value, change }: FieldFilterProps) {
  const house = useHouse()
  return (
    <UnitSelect
      label={house.labels(type).field(name)}
      value={Array.isArray(value) ? value[0] : undefined}
      change={unit => change(unit === undefined ? undefined : below(house.units, unit))}
    />
  )
}

function FlagFilter({ type, name, value, change }: FieldFilterProps) {
  const house = useHouse()
  const label = house.labels(type).field(name)
  const { values } = engineWords(house.language)
  return (
    <Select
      className="filter"
      allowClear
      placeholder={label}
      aria-label={label}
      value={typeof value === 'boolean' ? String(value) : null}
      options={[
        { value: 'true', label: `${label}: ${values.yes}` },
        { value: 'false', label: `${label}: ${values.no}` },
      ]}
      onChange={(chosen: string | null) =>
        change(chosen === null || chosen === undefined ? undefined : chosen === 'true')
      }
    />
  )
}

function TextFilter({ type, name, value, change }: FieldFilterProps) {
  const label = useHouse().labels(type).field(name)
  return (
    <Input
      className="filter"
      allowClear
      placeholder={label}
      aria-label={label}
      value={typeof value === 'string' ? value : ''}
      onChange={event => change(event.target.value || undefined)}
    />
  )
}
