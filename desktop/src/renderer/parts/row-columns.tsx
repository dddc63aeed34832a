import type { Domain } from '../../../../shared-types/src/model/domain.ts'
import type { Field, FieldKind } from '../../../../shared-types/src/model/field.ts'
import type { Row } from '../../api/cases.ts'
import type { House } from '../state/house.tsx'

/** A column of a list: what stands over it, and of a row in it. */
export interface RowColumn {
  name: string
  title: string
  /** px */
  width: number
  sortable: boolean
  /** Figures stand under each other. */
  mono: boolean
  text(row: Row): string
}

/** Widths that fit what the kind of field usually holds, px. Longer text is cut, and shown whole on hovering. */
const WIDTHS: Readonly<Record<FieldKind, number>> = {
  text: 104,
  date: 128,
  time: 160,
  number: 80,
  flag: 64,
  choice: 92,
  personId: 160,
  orgCode: 180,
  area: 180,
  phone: 124,
  link: 150,
  unit: 150,
  address: 260,
  files: 80,
  table: 200,
}
const OWN: Readonly<Record<string, number>> = { $state: 96, $unit: 150, $creator: 90 }
/** Numbers out of a series: up to 22 characters. */
const NUMBER = 194
/** Texts that may be long. */
const LONG = 170
const FIGURES: readonly (FieldKind | undefined)[] = ['personId', 'phone', 'orgCode', 'date', 'time', 'number']
const UNSORTED: readonly (FieldKind | undefined)[] = [undefined, 'files', 'table', 'address', 'link', 'unit']

/** The columns of a type's list, as its domain declares them, but the state, which every list shows last. */
export function rowColumns(house: House, type: string): RowColumn[] {
  const { record, domain } = house.kind(type)
  const labels = house.labels(type)
  const numbers = numbersOf(domain)
  const words = (name: string) => {
    const field = record.fields[name]
    if (field?.kind !== 'choice') return []
    return (house.kind(type).domain.dictionaries[field.of] ?? []).map(code => labels.choice(field.of, code))
  }
  return record.list.columns
    .filter(name => name !== '$state')
    .map(name => ({
      name,
      title: labels.field(name),
      width: numbers.has(name) ? NUMBER : widthOf(name, record.fields[name], words(name), labels.field(name)),
      sortable: !UNSORTED.includes(record.fields[name]?.kind),
      mono: FIGURES.includes(record.fields[name]?.kind),
      text: row => (name === '$unit' ? row.unitName : (row.cells[name] ?? '')),
    }))
}

/** Of a choice as wide as its longest word, of a number as what stands over it, up to a limit. */
function widthOf(name: string, field: Field | undefined, words: readonly string[], title: string): number {
  if (!field) return OWN[name] ?? 120
  if (field.kind === 'choice') return Math.min(LONG, Math.max(WIDTHS.choice, ...words.map(textWidth)))
  if (field.kind === 'number') return Math.min(LONG, Math.max(WIDTHS.number, textWidth(title)))
  return field.kind === 'text' && (field.max ?? 0) > 50 ? LONG : WIDTHS[field.kind]
}

/** About how wide a text is with the space beside it, px: a Chinese character takes twice a Latin one. */
const textWidth = (text: string): number =>
  20 + [...text].reduce((sum, ch) => sum + (ch.charCodeAt(0) > 0x2e7f ? 14 : 8), 0)

/** Fields that a step fills with a number of a series; others of the domain note it under the same name, as ledgers do. */
const numbersOf = ({ records }: Domain): ReadonlySet<string> =>
  new Set(
    Object.values(records)
      .flatMap(({ workflow }) => Object.values(workflow.steps))
      .flatMap(({ sets }) =>
        Object.entries(sets ?? {}).flatMap(([field, source]) => ('number' in source ? [field] : [])),
      ),
  )
