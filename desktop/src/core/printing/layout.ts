import type { TextStyle } from '../../../../shared-types/src/model/template.ts'
import type { Face, Fonts, Weight } from './fonts.ts'
import { breakLines, cutShort, printable } from './text.ts'

/** Text of one face, to be written without a gap after the run before it. */
interface Run {
  face: Face
  text: string
}

/** A line of text; x and y of its baseline's start in points from the place's top left corner, y downwards. */
interface Line {
  x: number
  y: number
  runs: Run[]
}

export interface Layout {
  size: number
  lines: Line[]
  /** Points that all lines take. */
  height: number
}

const SMALLEST = 4
const STEP = 0.25
/** Ems above and below the baseline that a line's ink takes; their middle is the middle of an ideograph. */
const ABOVE = 1
const BELOW = 0.24

const styleOf = (style: TextStyle) => ({
  size: style.size ?? 10.5,
  weight: (style.weight ?? 'regular') as Weight,
  spacing: style.spacing ?? 0,
  lineHeight: style.lineHeight ?? 1.35,
})

/**
 * Sets text in a place of `width` × `height` points: wrapped or on one line, made smaller when the style allows it, and
 * with `…` where even that was not enough. Its characters must have been prepared with `fonts`.
 */
export function layOut(text: string, width: number, height: number, style: TextStyle, fonts: Fonts): Layout {
  const { size } = styleOf(style)
  const clean = printable(text, style.wrap === true)
  let fitted = fit(clean, size, width, height, style, fonts)
  if (!fitted.complete && style.shrink) fitted = shrunk(clean, size, width, height, style, fonts)
  return place(fitted, width, height, style, fonts)
}

/** Advance of a text in points. */
function widthOf(text: string, size: number, spacing: number, weight: Weight, fonts: Fonts): number {
  let width = 0
  for (const character of text) {
    const glyph = fonts.glyphOf(character.codePointAt(0)!, weight)
    if (glyph) width += glyph.advance * size + spacing
  }
  return width
}

interface Fitted {
  size: number
  lines: string[]
  complete: boolean
}

function fit(text: string, size: number, width: number, height: number, style: TextStyle, fonts: Fonts): Fitted {
  const { weight, spacing, lineHeight } = styleOf(style)
  const measure = (part: string) => widthOf(part, size, spacing, weight, fonts)
  // A hair of tolerance: a text exactly as wide as its place fits it.
  const room = width + 0.01
  const most = style.wrap ? Math.max(1, Math.floor((height / size - ABOVE - BELOW) / lineHeight + 1.001)) : 1
  if (!style.wrap) {
    if (measure(text) <= room) return { size, lines: [text], complete: size * (ABOVE + BELOW) <= height }
    return { size, lines: [cutShort(text, room, measure)], complete: false }
  }
  const { lines, complete } = breakLines(text, room, most, measure)
  if (!complete) lines[most - 1] = cutShort(`${lines[most - 1]}`, room, measure)
  const widest = lines.every(line => measure(line) <= room)
  return { size, lines: widest ? lines : lines.map(line => cutWide(line, room, measure)), complete: complete && widest }
}

const cutWide = (line: string, room: number, measure: (text: string) => number) =>
  measure(line) <= room ? line : cutShort(line, room, measure)

/** The largest size at which everything fits, by halving; the smallest, cut, when none does. */
function shrunk(text: string, size: number, width: number, height: number, style: TextStyle, fonts: Fonts): Fitted {
  let low = 0
  let high = Math.max(0, Math.ceil((size - SMALLEST) / STEP))
  let best = fit(text, Math.min(size, SMALLEST), width, height, style, fonts)
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    const tried = fit(text, SMALLEST + middle * STEP, width, height, style, fonts)
    if (tried.complete) best = tried
    if (tried.complete) low = middle
    else high = middle - 1
  }
  return best
}

function place(fitted: Fitted, width: number, height: number, style: TextStyle, fonts: Fonts): Layout {
  const { weight, spacing, lineHeight } = styleOf(style)
  const { size, lines } = fitted
  const needed = size * (ABOVE + BELOW + (lines.length - 1) * lineHeight)
  const share = { top: 0, middle: 0.5, bottom: 1 }[style.vertical ?? 'top']
  // A place lower than one line: in its middle, cut above and below alike.
  const top = needed > height ? (height - needed) / 2 : (height - needed) * share
  const side = { left: 0, center: 0.5, right: 1 }[style.align ?? 'left']
  return {
    size,
    height: needed,
    lines: lines.map((text, i) => ({
      // Spacing after the last character is not seen.
      x: Math.max(0, width - widthOf(text, size, spacing, weight, fonts) + (text ? spacing : 0)) * side,
      y: top + size * (ABOVE + i * lineHeight),
      runs: runsOf(text, weight, fonts),
    })),
  }
}

function runsOf(text: string, weight: Weight, fonts: Fonts): Run[] {
  const runs: Run[] = []
  for (const character of text) {
    const face = fonts.glyphOf(character.codePointAt(0)!, weight)?.face
    if (!face) continue
    const last = runs.at(-1)
    if (last?.face.name === face.name) last.text += character
    else runs.push({ face, text: character })
  }
  return runs
}
