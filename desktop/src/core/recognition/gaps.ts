import type { Placed } from './layout.ts'
import { sizeOf } from './quad.ts'
import type { ReadPage } from './read-page.ts'

/** Between two characters that are farther apart than so many widths there was room for a third. */
const ROOM = 1.55
/** And for so many widths more than one. */
const TWO = 2.5
/** From the middle of its outermost character a line goes on for less than so many widths. */
const MARGIN = 1.5
/** Of a line's height, outline included, a character is so wide where nothing beside it tells. */
const WIDTH = 0.75

const HAN = /\p{Script=Han}/u

/**
 * Which of a value's characters stand beside room for one that was not read. The models leave characters out that they
 * do not know, and say so nowhere: the gap is all that shows it. Only Chinese characters are as wide as one another.
 */
export function besideGaps(characters: readonly Placed[], { lines }: ReadPage): Set<Placed> {
  const found = new Set<Placed>()
  for (const [line, all] of Map.groupBy(characters, c => c.line)) {
    const { quad, characters: whole } = lines[line]!
    const [length, height] = sizeOf(quad)
    const width = widthIn(whole, length) ?? height * WIDTH
    for (const [i, c] of all.entries()) {
      const before = all[i - 1]
      if (before && areHan(before, c) && (c.at - before.at) * length > ROOM * width) found.add(c)
    }
    const [first, last] = [all[0]!, all.at(-1)!]
    if (whole[0]!.at === first.at && HAN.test(first.text) && first.at * length > MARGIN * width) found.add(first)
    if (whole.at(-1)!.at === last.at && HAN.test(last.text) && (1 - last.at) * length > MARGIN * width) found.add(last)
  }
  return found
}

const areHan = (a: { text: string }, b: { text: string }) => HAN.test(a.text) && HAN.test(b.text)

/** The middle distance of neighbouring Chinese characters in pixels; undefined of fewer than three pairs. */
function widthIn(characters: readonly { text: string; at: number }[], length: number): number | undefined {
  const steps = characters.flatMap((c, i) => {
    const before = characters[i - 1]
    return before && areHan(before, c) ? [(c.at - before.at) * length] : []
  })
  return steps.length < 3 ? undefined : steps.sort((a, b) => a - b)[steps.length >> 1]
}

/** Inside one line that was laid straight: the middles (0 to 1) of gaps that one character would fill, and its width. */
export function besideGap(
  characters: readonly { text: string; at: number }[],
  length: number,
  height: number,
): { width: number; places: readonly { before: number; at: number }[] } {
  const width = widthIn(characters, length) ?? height * WIDTH
  const places = characters.flatMap((c, i) => {
    const before = characters[i - 1]
    const wide = before && areHan(before, c) ? ((c.at - before.at) * length) / width : 0
    return wide > ROOM && wide < TWO ? [{ before: i, at: (c.at + before!.at) / 2 }] : []
  })
  return { width, places }
}
