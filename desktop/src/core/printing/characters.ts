import type { Sheet } from '../../../../shared-types/src/model/template.ts'
import { PrintError } from './error.ts'
import type { Fonts, Weight } from './fonts.ts'
import { printable } from './text.ts'

/**
 * Loads the fonts for every character of the sheet, and refuses it when one of them is in no font: an empty box on a
 * permit would be somebody else's name.
 */
export async function prepareCharacters(sheet: Sheet, fonts: Fonts): Promise<void> {
  const used: Record<Weight, Set<number>> = { regular: new Set(), bold: new Set() }
  const add = (text: string, weight: Weight = 'regular') => {
    for (const character of printable(text, false)) used[weight].add(character.codePointAt(0)!)
  }
  for (const item of sheet.pages.flat()) {
    if (item.kind === 'text') add(`${item.text}…`, item.weight)
    if (item.kind === 'pageNumber') add(`${item.text}0123456789…`, item.weight)
    if (item.kind === 'table') {
      for (const column of item.columns) add(`${column.label}…`, 'bold')
      for (const row of item.rows) for (const cell of row) add(`${cell}…`)
    }
  }
  const missing = new Set<number>()
  for (const weight of ['regular', 'bold'] as const)
    for (const codePoint of await fonts.prepare(used[weight], weight)) missing.add(codePoint)
  if (missing.size > 0) throw new PrintError('glyph', { characters: [...missing].slice(0, 20).map(named).join(', ') })
}

const named = (codePoint: number) =>
  `${String.fromCodePoint(codePoint)} U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
