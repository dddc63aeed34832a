/** More than a page of the smallest print holds; what comes after could not be seen anyway. */
const MOST_CHARACTERS = 40_000

/**
 * Text as it can be printed: letters with their accents as one character, line breaks kept as `\n` when `wrap` and else
 * spaces, tabs as spaces; control, format (direction marks, joiners), variation and unpaired surrogate characters are
 * left out, because they have no picture of their own.
 */
export function printable(text: string, wrap: boolean): string {
  const short = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text
  return (
    short
      // Only letters with marks: normalising everything would replace compatibility ideographs, which are other people's names.
      .replace(/\p{L}\p{M}+/gu, cluster => cluster.normalize('NFC'))
      .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
      .replace(/[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D]/gu, '')
      .replace(wrap ? /[\t\u00A0]/g : /[\t\n\u00A0]/g, ' ')
      .replace(/[^\P{C}\p{Co}\p{Cn}\n]/gu, '')
  )
}

/** May not begin a line (GB/T 15834 with the usual closing marks of Latin text). */
const NOT_FIRST = new Set('，。、；：？！）」』】》〉〕’”…—～·,.;:?!)]}%％℃')
/** May not end a line. */
const NOT_LAST = new Set('（「『【《〈〔‘“([{¥￥＄$')

/** A Latin word or number stays together; every other character may stand alone on a line. */
export const pieces = (line: string): string[] => line.match(/[\p{sc=Latin}\p{Nd}_@/\\&#+'’.,:-]+|./gsu) ?? []

/**
 * Breaks text into lines no wider than `width`, at most `most` of them. `measure` gives the width of a text in the unit
 * of `width`. The answer says whether everything had room; a word wider than a line is broken between characters.
 */
export function breakLines(
  text: string,
  width: number,
  most: number,
  measure: (text: string) => number,
): { lines: string[]; complete: boolean } {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    for (const line of breakParagraph(paragraph, width, measure)) {
      if (lines.length === most) return { lines, complete: false }
      lines.push(line)
    }
  }
  return { lines, complete: true }
}

function* breakParagraph(text: string, width: number, measure: (text: string) => number): Generator<string> {
  let line: string[] = []
  let used = 0
  for (const whole of pieces(text)) {
    const parts = measure(whole) > width ? [...whole] : [whole]
    for (const piece of parts) {
      const size = measure(piece)
      if (line.length > 0 && used + size > width && piece !== ' ') {
        const carried = carry(line, piece, width - size, measure)
        yield line.join('').trimEnd()
        line = carried
        used = total(carried, measure)
      }
      line.push(piece)
      used += size
    }
  }
  yield line.join('').trimEnd()
}

/** Takes from the line's end what must go down with the next piece, if the next line has room for both. */
function carry(line: string[], next: string, room: number, measure: (text: string) => number): string[] {
  let from = line.length
  if (NOT_FIRST.has(next) && from > 1) from--
  if (NOT_LAST.has(line[from - 1]!) && from > 1) from--
  return total(line.slice(from), measure) > room ? [] : line.splice(from)
}

const total = (parts: readonly string[], measure: (text: string) => number) =>
  parts.reduce((sum, part) => sum + measure(part), 0)

/** The longest beginning that is, with `…`, no wider than `width`; empty when not even `…` has room. */
export function cutShort(text: string, width: number, measure: (text: string) => number): string {
  let room = width - measure('…')
  if (room < 0) return ''
  let kept = ''
  for (const character of text) {
    room -= measure(character)
    if (room < 0) break
    kept += character
  }
  return `${kept}…`
}
