import type { Directory } from '../directory.ts'
import { type Holes, type TemplateName, templateOf } from './templates.ts'
import { MESSAGE_TEXTS } from './words.zh-CN.ts'

interface Rendered {
  title: string
  text: string
  /** As they stand in the text. */
  holes: Readonly<Record<string, string>>
}

/** The message in words, with the names that units have now. */
export function rendered({ units }: Pick<Directory, 'units'>, template: TemplateName, holes: Holes): Rendered {
  const declared = templateOf(template).holes
  const shown = Object.fromEntries(
    Object.entries(holes).map(([hole, value]) => [
      hole,
      declared[hole] === 'unit' ? (units.find(unit => unit.id === value)?.name ?? String(value)) : String(value),
    ]),
  )
  const { title, text } = MESSAGE_TEXTS[template]
  return { title, text: text.replace(/\{(\w+)\}/g, (whole, hole: string) => shown[hole] ?? whole), holes: shown }
}
