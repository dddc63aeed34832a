import type { CardData } from '../../../native-bridges/src/drivers/card-data.ts'
import { normaliseValue } from '../../../shared-types/src/engine/normalise-value.ts'
import { parsePersonId } from '../../../shared-types/src/engine/person-id.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { CardItem } from '../../../shared-types/src/model/record.ts'
import type { CardSummary } from '../api/intake.ts'

/** What a card says, in the record's own fields. A validity without end (长期) leaves the end empty. */
export const cardPatch = (kind: Kind, card: CardData): Data => patchOf(kind, itemsOf(card))

/** What a typed number says of its holder (GB 11643), in the record's own fields; of a wrong number nothing. */
export function numberPatch(kind: Kind, number: string, today: string): Data {
  const said = parsePersonId(number, today)
  return said.ok ? patchOf(kind, { birth: said.birth, sex: said.sex && SEX_CODES[said.sex] }) : {}
}

/** GB/T 2261.1 */
const SEX_CODES = { male: '1', female: '2' } as const

function patchOf(kind: Kind, said: Readonly<Partial<Record<CardItem, string | undefined>>>): Data {
  const patch: Record<string, Data[string]> = {}
  for (const [item, name] of Object.entries(kind.record.card ?? {}) as [CardItem, string | undefined][]) {
    const field = name ? kind.record.fields[name] : undefined
    const value = said[item]
    if (!name || !field || !value) continue
    const known = field.kind !== 'choice' || kind.domain.dictionaries[field.of]?.includes(value)
    if (known) patch[name] = normaliseValue(field, value) as string
  }
  return patch
}

/** What the screen shows of a card at once; with the number, which the desk needs to open the person. */
export const cardSummary = (card: CardData, today: string, simulated: boolean): CardSummary => ({
  name: card.name || ('englishName' in card ? card.englishName : ''),
  number: card.idNumber,
  layout: card.layout,
  expired: card.to !== 'long-term' && card.to < today,
  simulated,
})

function itemsOf(card: CardData): Readonly<Record<CardItem, string | undefined>> {
  const has = <K extends string>(key: K) =>
    key in card ? String((card as unknown as Record<string, unknown>)[key] ?? '') : undefined
  return {
    name: card.name || has('englishName'),
    englishName: has('englishName'),
    sex: card.sex,
    nation: has('nation'),
    birth: card.birth,
    address: card.newAddress ?? has('address'),
    number: card.idNumber,
    authority: has('authority'),
    from: card.from,
    to: card.to === 'long-term' ? undefined : card.to,
    layout: card.layout,
    passNumber: has('passNumber'),
    country: has('country'),
  }
}
