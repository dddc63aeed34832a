import type { Placed, Row } from './layout.ts'
import type { Paper, PaperField, ValueKind } from './paper.ts'
import { isRightNumber, valueIn } from './value-text.ts'

/** A field's characters as they stand on the page, in reading order. */
export interface FoundText {
  field: PaperField
  characters: readonly Placed[]
}

interface Label {
  text: string
  row: number
  /** Places in the row's characters: the first of the label, and the first behind it. */
  from: number
  to: number
}

/** Characters of a value that are farther apart than so many line heights belong to different things. */
const APART = 2.6
/** So many heights may lie between a label and its value. */
const AFTER_LABEL = 9
/** How far, in line heights, the next line of a value may lie below, and begin beside the first. */
const BELOW = 2.4
const BESIDE = 1.3
/** Labels so long are known with one character wrong. */
const LONG_LABEL = 5

/** Kinds whose values show by their shape and their check digit what they are. */
const SHAPES: Partial<Record<ValueKind, (text: string) => boolean>> = {
  personId: text => isRightNumber('personId', valueIn('personId', text)),
  orgCode: text => isRightNumber('orgCode', valueIn('orgCode', text)),
}

/** Whether a text is printed on a page, its characters however far apart. */
export const isPrinted = (rows: readonly Row[], text: string) => timesPrinted(rows, text) > 0

/** How often it is. */
export const timesPrinted = (rows: readonly Row[], text: string) => placesOf(rows, text).length

/** The text of every field of a paper that is found on the page. */
export function foundTexts(rows: readonly Row[], paper: Paper): FoundText[] {
  const labels = labelsOf(rows, [...paper.fields.flatMap(field => field.labels), ...paper.others])
  return paper.fields.flatMap(field => {
    const own = labels.filter(label => field.labels.includes(label.text))[field.nth ?? 0]
    const characters =
      (field.where === 'anywhere' && ofShape(rows, labels, field.kind)) || (own ? near(rows, labels, own, field) : [])
    return characters.length ? [{ field, characters }] : []
  })
}

/** Every label on the page, longer ones before shorter ones that lie in them, in reading order. */
function labelsOf(rows: readonly Row[], texts: readonly string[]): Label[] {
  const taken: Label[] = []
  for (const text of [...new Set(texts)].sort((a, b) => b.length - a.length))
    for (const place of placesOf(rows, text))
      if (!taken.some(t => t.row === place.row && place.from < t.to && t.from < place.to)) taken.push(place)
  return taken.sort((a, b) => a.row - b.row || a.from - b.from)
}

function placesOf(rows: readonly Row[], text: string): Label[] {
  const wanted = [...text.replaceAll('（', '(').replaceAll('）', ')')]
  const places: Label[] = []
  for (const [row, { characters }] of rows.entries()) {
    for (let from = 0; from + wanted.length <= characters.length; from++) {
      let wrong = 0
      for (let i = 0; i < wanted.length && wrong < 2; i++)
        if (plain(characters[from + i]!.text) !== wanted[i]) wrong += /\d/.test(characters[from + i]!.text) ? 2 : 1
      if (wrong > (wanted.length > LONG_LABEL ? 1 : 0)) continue
      places.push({ text, row, from, to: from + wanted.length })
    }
  }
  return places
}

const plain = (text: string) => text.replace('（', '(').replace('）', ')')

function near(rows: readonly Row[], labels: readonly Label[], label: Label, { where, long }: PaperField): Placed[] {
  const right = where === 'under' ? [] : beside(rows, labels, label, long)
  return right.length || where === 'right' ? right : under(rows, labels, label)
}

/** What stands right of a label up to the next one, and the lines that go on below it. */
function beside(rows: readonly Row[], labels: readonly Label[], label: Label, long?: boolean): Placed[] {
  const { characters } = rows[label.row]!
  const end = labels.find(l => l.row === label.row && l.from >= label.to)?.from ?? characters.length
  const first = together(characters.slice(label.to, end), characters[label.to - 1])
  if (!long || !first.length) return first
  const all = [...first]
  let last = rows[label.row]!
  for (let at = label.row + 1; at < rows.length; at++) {
    const row = rows[at]!
    if (row.v - last.v > BELOW * first[0]!.height) break
    const next = goesOn(
      row,
      labels.filter(l => l.row === at),
      first[0]!,
    )
    if (next === 'another field') break
    if (!next.length) continue
    all.push(...next)
    last = row
  }
  return all
}

/** What of a row begins under the first character of a value and has no label of its own. */
function goesOn(row: Row, labels: readonly Label[], first: Placed): Placed[] | 'another field' {
  const from = row.characters.findIndex(c => Math.abs(c.u - first.u) < BESIDE * first.height)
  if (from < 0 || labels.some(l => from >= l.from && from < l.to)) return []
  const before = row.characters[from - 1]
  const labelled = before && labels.some(l => l.to === from) && first.u - before.u < AFTER_LABEL * first.height
  if (labelled) return 'another field'
  if (before && before.line === row.characters[from]!.line) return []
  const end = labels.find(l => l.from >= from)?.from ?? row.characters.length
  return together(row.characters.slice(from, end))
}

/** The nearest text of the rows below a label that lies about under it. */
function under(rows: readonly Row[], labels: readonly Label[], label: Label): Placed[] {
  const middle = rows[label.row]!.characters[label.from]!
  for (let at = label.row + 1; at < rows.length; at++) {
    const row = rows[at]!
    const end = labels.find(l => l.row === at)?.from ?? row.characters.length
    const from = row.characters.findIndex(c => c.u > middle.u - APART * middle.height && /\d/.test(c.text))
    const found = from < 0 || from >= end ? [] : together(row.characters.slice(from, end))
    if (found.length) return found
  }
  return []
}

/** The characters that follow one another without a gap; `after` is what stands before the first. */
function together(characters: readonly Placed[], after?: Placed): Placed[] {
  const all: Placed[] = []
  for (const c of characters) {
    const before = all.at(-1)
    if (
      before
        ? c.u - before.u > APART * c.height && c.line !== before.line
        : after && c.u - after.u > AFTER_LABEL * c.height
    )
      break
    if (!before && /[:：]/.test(c.text)) continue
    all.push(c)
  }
  return all
}

/** The first run of eighteen characters, none of them of a label, whose check digits are right. */
function ofShape(rows: readonly Row[], labels: readonly Label[], kind: ValueKind): Placed[] | undefined {
  for (const [at, { characters }] of rows.entries()) {
    const free = characters.filter((_, i) => !labels.some(l => l.row === at && i >= l.from && i < l.to))
    const text = free.map(c => c.text[0]).join('')
    for (const { index } of text.matchAll(/(?=[0-9A-Za-z]{18})/g))
      if (SHAPES[kind]?.(text.slice(index, index + 18))) return free.slice(index, index + 18)
  }
  return undefined
}
