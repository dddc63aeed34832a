import type { Case } from '../model/case.ts'
import type { Kind, Language } from '../model/domain.ts'
import type { AnyValue, Field, TableRow } from '../model/field.ts'
import type { FilledItem, FilledTable, Item, PrintTemplate, Sheet, TableItem } from '../model/template.ts'
import { read } from './evaluate.ts'
import { showValue } from './show.ts'
import { label } from './words.ts'

/** What a template is filled with. */
export interface PrintValues {
  /** Absent for lists and reports: every field is empty then. */
  case?: Case
  language: Language
  /** Holes that no field fills: `now`, `userName`, `unitName`, `title` … A field of the same name goes before. */
  extra: Readonly<Record<string, string>>
  /** The rows of a table without `of`, by the names of its columns' holes. */
  rows?: readonly Readonly<Record<string, string>>[]
  /** Time zone of instants. */
  zone?: string
  /** Cover what is masked: for who may print the form and not uncover a value of the case. */
  mask?: boolean
}

type Hole = (name: string) => string

const HOLE = /\{\{|\{([^{}]+)\}/g

/**
 * Fills a print template with a case: fields as a person reads them, `state`, `$state`, `$id`, `$unit`, `$creator`, and
 * the extra holes. In the rows of a table also its columns and `number`, from 1. Throws for a hole that nothing fills: the
 * check at start-up finds unknown ones (`holesOf`), so here it is a bug.
 */
export function fillTemplate(kind: Kind, template: PrintTemplate, values: PrintValues): Sheet {
  const hole = holeOf(kind, template, values)
  const fillItem = (item: Item): FilledItem => {
    switch (item.kind) {
      case 'text':
      case 'qr':
      case 'code128':
        return { ...item, text: fillText(item.text, hole) }
      case 'image': {
        const { of, ...place } = item
        const files = values.case?.data[of]
        const key = Array.isArray(files) ? files[0] : undefined
        return typeof key === 'string' ? { ...place, key } : place
      }
      case 'table':
        return fillTable(kind, item, values, hole)
      default:
        return item
    }
  }
  return {
    title: template.label,
    paper: template.paper,
    ...(template.landscape !== undefined && { landscape: template.landscape }),
    pages: template.pages.map(items => items.map(fillItem)),
  }
}

/** Names that the template needs of the record or the filler, each once: its holes, the files it pictures, its tables. */
export function holesOf(template: PrintTemplate): string[] {
  const names = template.pages.flat().flatMap(item => {
    if ('text' in item && item.kind !== 'pageNumber') return holesIn(item.text)
    if ((item.kind === 'image' || item.kind === 'table') && item.of !== undefined) return [item.of]
    return []
  })
  return [...new Set(names)]
}

/** The holes in the columns of the template's tables, with the table field whose rows fill them (none: a list's). */
export function columnHolesOf(template: PrintTemplate): { of: string | undefined; hole: string }[] {
  const tables = template.pages.flat().filter(item => item.kind === 'table')
  return tables.flatMap(({ of, columns }) =>
    columns.flatMap(column => holesIn(column.text).map(hole => ({ of, hole }))),
  )
}

function fillTable(kind: Kind, item: TableItem & Pick<FilledItem, 'on'>, values: PrintValues, hole: Hole): FilledItem {
  const { of, columns, ...look } = item
  const rows = of === undefined ? (values.rows ?? []) : tableRows(kind, of, values)
  const rowHole = (row: Readonly<Record<string, string>>, place: number) => (name: string) => {
    if (Object.hasOwn(row, name)) return row[name]!
    return name === 'number' ? String(place + 1) : hole(name)
  }
  const filled: FilledTable = {
    ...look,
    columns: columns.map(({ text: _, ...column }) => column),
    rows: rows.map((row, place) => columns.map(column => fillText(column.text, rowHole(row, place)))),
  }
  return { ...filled, ...(item.on && { on: item.on }) }
}

function tableRows(kind: Kind, of: string, { case: c, language, ...values }: PrintValues): Record<string, string>[] {
  const field: Field | undefined = kind.record.fields[of]
  if (field?.kind !== 'table') throw new Error(`${kind.type} has no table ${of}`)
  const rows = c?.data[of]
  if (!Array.isArray(rows)) return []
  return (rows as readonly TableRow[]).map(row => {
    const cells = Object.entries(field.columns).map(([name, column]) => [
      name,
      showValue(kind, column, row[name], language, how(values)),
    ])
    return Object.fromEntries(cells)
  })
}

function holeOf(kind: Kind, template: PrintTemplate, values: PrintValues): Hole {
  const { case: c, language, extra } = values
  return name => {
    const field = Object.hasOwn(kind.record.fields, name) ? kind.record.fields[name] : undefined
    if (field) return showValue(kind, field, c?.data[name] as AnyValue | undefined, language, how(values))
    if (Object.hasOwn(extra, name)) return extra[name]!
    if (name === 'state' || name === '$state') return c ? label(kind, language).state(c.state) : ''
    if (name === '$id' || name === '$unit' || name === '$creator') return c ? String(read(c, name) ?? '') : ''
    throw new Error(`the template “${template.label}” of ${kind.type} has a hole {${name}} that nothing fills`)
  }
}

function fillText(text: string, hole: Hole): string {
  return text.replace(HOLE, (found, name: string | undefined) => (name === undefined ? '{' : found && hole(name)))
}

function holesIn(text: string): string[] {
  return [...text.matchAll(HOLE)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}

const how = ({ mask, zone }: Pick<PrintValues, 'mask' | 'zone'>) => ({
  ...(zone !== undefined && { zone }),
  ...(mask && { mask }),
})
