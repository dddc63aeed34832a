import type { Kind, Kinds } from '../model/domain.ts'
import { ASKED_KINDS, type FieldKind } from '../model/field.ts'
import { askingTables } from './asked-rows.ts'
import type { Need } from './need.ts'

/** Tables whose rows another record names: what they name there exists, and holds what the engine can ask for. */
export function checkAsked(kind: Kind, kinds: Kinds, need: Need): void {
  for (const [name, { rows, columns }] of askingTables(kind)) {
    const where = `${kind.name} field ${name}`
    const lookup = kind.record.lookups?.[rows.lookup]
    need(lookup, where, `lookup ${rows.lookup}`)
    for (const column of [rows.item, rows.value])
      need(columns[column]?.kind === 'text', where, `text column ${name}.${column}`)
    const other = lookup && kinds.get(lookup.record)
    const table = other?.record.fields[rows.table]
    need(!other || table?.kind === 'table', where, `table field ${rows.table} of ${lookup?.record}`)
    if (table?.kind !== 'table') continue
    const theirs = (column: string, of: FieldKind) =>
      need(table.columns[column]?.kind === of, where, `${of} column ${rows.table}.${column} of ${lookup?.record}`)
    theirs(rows.item, 'text')
    theirs(rows.holds, 'choice')
    theirs(rows.needed, 'flag')
    theirs(rows.choices, 'text')
    const holds = table.columns[rows.holds]
    const codes = holds?.kind === 'choice' ? (other?.domain.dictionaries[holds.of] ?? []) : []
    for (const code of codes)
      need(
        ASKED_KINDS.some(known => known === code),
        where,
        `kind of field ${code}`,
      )
  }
}
