import type { FoundText } from './found.ts'
import { besideGaps } from './gaps.ts'
import type { Placed } from './layout.ts'
import type { ValueKind } from './paper.ts'
import { partOf, type Quad, sizeOf } from './quad.ts'
import type { ReadPage } from './read-page.ts'
import { valueIn } from './value-text.ts'

/** One field as its characters say it, before anything confirms it. */
export interface FieldText {
  name: string
  kind: ValueKind
  value: string
  confidence: number
  doubtful: readonly number[]
  quads: readonly Quad[]
}

/** A character that is read less surely is one to look at. */
export const SURE = 0.9
/** Room on either side of a value's outline, in line heights. */
const ROOM = 0.3

/** The value that stands in found characters; undefined when they are none of the field's kind. */
export function fieldText({ field, characters }: FoundText, page: ReadPage): FieldText | undefined {
  const value = valueIn(field.kind, characters.map(c => c.text).join(''))
  if (!value) return undefined
  return {
    name: field.name,
    kind: field.kind,
    value,
    confidence: Math.min(...characters.map(c => c.confidence)),
    doubtful: doubtfulIn(value, characters, besideGaps(characters, page)),
    quads: quadsOf(characters, page),
  }
}

/** Where in a value characters stand that were read unsurely, or beside one that was not read at all. */
function doubtfulIn(value: string, characters: readonly Placed[], gaps: ReadonlySet<Placed>): number[] {
  const doubtful: number[] = []
  const text = [...value]
  let at = 0
  for (const c of characters) {
    if (c.text !== text[at]) continue
    if (c.confidence < SURE || gaps.has(c)) doubtful.push(at)
    at++
  }
  return doubtful
}

/** The part of each line in which characters stand. */
function quadsOf(characters: readonly Placed[], { lines }: ReadPage): Quad[] {
  return [...Map.groupBy(characters, c => c.line)].map(([line, all]) => {
    const { quad } = lines[line]!
    const [length, height] = sizeOf(quad)
    const room = (ROOM + 0.5) * (height / length)
    const [from, to] = [Math.min(...all.map(c => c.at)) - room, Math.max(...all.map(c => c.at)) + room]
    return partOf(quad, Math.max(0, from), Math.min(1, to))
  })
}
