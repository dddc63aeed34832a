import { Input } from 'antd'
import type { AddressPart } from '../../../../shared-types/src/engine/address.ts'
import { engineWords } from '../../../../shared-types/src/engine/words.ts'
import type { Address, AnyValue } from '../../../../shared-types/src/model/field.ts'
import { useHouse } from '../state/house.tsx'
import { useSessionState } from '../state/session.tsx'
import { AreaInput } from './area.tsx'
import { type FieldProps, statusOf } from './field-props.ts'
import { tidy } from './text.tsx'

const PARTS = ['street', 'community', 'building', 'room'] as const satisfies readonly AddressPart[]

/**
 * A place: its county and the parts below. While nothing stands there the window's own county is offered, because most
 * people at a window live around it; it is kept as soon as anything below it is typed.
 */
export function AddressField({ field, value, change, done, disabled, wrong, label }: FieldProps<'address'>) {
  const words = engineWords(useHouse().language).address
  const home = useHomeArea()
  const now = addressOf(value)
  const put = (part: AddressPart, text: string) => change(changed({ area: home, ...now }, part, text))
  return (
    <div className="address-field">
      <AreaInput
        value={now?.area ?? home}
        change={area => put('area', area ?? '')}
        done={done}
        disabled={disabled}
        wrong={wrong}
        label={`${label} ${words.area}`}
      />
      {PARTS.map(part => (
        <Input
          key={part}
          className={`address-${part}`}
          aria-label={`${label} ${words[part]}`}
          placeholder={words[part]}
          value={now?.[part] ?? ''}
          disabled={disabled}
          status={statusOf(wrong)}
          autoComplete="off"
          onChange={event => put(part, event.target.value)}
          onBlur={() => tidy(field, value, change)}
        />
      ))}
    </div>
  )
}

const addressOf = (value: AnyValue | undefined): Address | undefined =>
  typeof value === 'object' && 'area' in value ? (value as Address) : undefined

function changed(address: Address, part: AddressPart, text: string): Address | null {
  const next = { ...address, [part]: text }
  const rest = PARTS.filter(p => next[p])
  if (!next.area && rest.length === 0) return null
  return { area: next.area, ...Object.fromEntries(rest.map(p => [p, next[p]])) }
}

/** The county of the post's unit, or of the nearest unit above that has one. */
function useHomeArea(): string {
  const { units } = useHouse()
  const { post } = useSessionState()
  const walk = (id: string | undefined, left: number): string => {
    const unit = units.find(u => u.id === id)
    if (!unit || left === 0) return ''
    return unit.area ?? walk(unit.parent, left - 1)
  }
  return walk(post?.unit, 8)
}
