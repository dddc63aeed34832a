import type { Corner } from '../../../../shared-types/src/model/recognised.ts'
import { middleOf, type Quad, sizeOf } from './quad.ts'
import type { ReadCharacter, ReadLine, ReadPage } from './read-page.ts'

/** A character where it would stand if the page lay straight and flat. */
export interface Placed extends ReadCharacter {
  /** Its middle in pixels along the lines. */
  u: number
  /** Height of its line in pixels. */
  height: number
  /** Which of the page's lines it stands in. */
  line: number
}

/** What stands side by side, from left to right. */
export interface Row {
  /** Pixels across the lines, growing downwards. */
  v: number
  height: number
  characters: Placed[]
}

interface Laid {
  line: number
  source: ReadLine
  left: number
  right: number
  v: number
  height: number
}

/** Lines shorter than this many heights say little about how a page lies. */
const TELLING = 3
/** Lines whose middles differ by less than this share of the lower one's height stand in one row. */
const SAME_ROW = 0.5
/** What is lower than this share of the middle line and read less surely than this is no writing. */
const LOW = 0.6
const UNSURE = 0.6

/** The rows of a page from top to bottom, whichever way it lies and however it was held before the camera. */
export function rowsOf(page: ReadPage): Row[] {
  const laid = withoutSpecks(straightened(page)).sort((a, b) => a.v - b.v)
  const rows: Laid[][] = []
  for (const line of laid) {
    const row = rows.findLast(
      others =>
        others.every(o => Math.abs(o.v - line.v) < SAME_ROW * Math.min(o.height, line.height) * 1.2) &&
        Math.abs(meanOf(others) - line.v) < SAME_ROW * Math.min(others[0]!.height, line.height) &&
        others.every(o => o.right < line.left + line.height || line.right < o.left + o.height),
    )
    if (row) row.push(line)
    else rows.push([line])
  }
  return rows.map(rowOf).sort((a, b) => a.v - b.v)
}

/** Without what is much lower than the lines of the page and was hardly read: edges, guilloche, holes. */
function withoutSpecks(lines: Laid[]): Laid[] {
  const heights = lines.map(({ height }) => height).sort((a, b) => a - b)
  const usual = heights[heights.length >> 1] ?? 0
  const surely = ({ source: { characters } }: Laid) =>
    characters.reduce((sum, { confidence }) => sum + confidence, 0) / characters.length
  return lines.filter(line => line.height > LOW * usual || surely(line) > UNSURE)
}

const meanOf = (lines: readonly Laid[]) => lines.reduce((sum, { v }) => sum + v, 0) / lines.length

function rowOf(lines: readonly Laid[]): Row {
  const characters = lines.flatMap(({ line, source, left, right, height }) =>
    source.characters.map(c => ({ ...c, u: left + c.at * (right - left), height, line })),
  )
  return {
    v: meanOf(lines),
    height: Math.max(...lines.map(({ height }) => height)),
    characters: characters.filter(c => c.text.trim()).sort((a, b) => a.u - b.u),
  }
}

/** The direction of a page's lines in radians: the middle one by length, of the long ones when there are any. */
export function directionOf(quads: readonly Quad[]): number {
  const long = quads.filter(quad => sizeOf(quad)[0] > TELLING * sizeOf(quad)[1])
  const all = (long.length ? long : quads).map(quad => ({ angle: angleOf(quad), weight: sizeOf(quad)[0] }))
  if (!all.length) return 0
  // Angles are counted from that of the longest, so that none lies across the seam at half a turn.
  const from = all.reduce((a, b) => (b.weight > a.weight ? b : a)).angle
  const off = all
    .map(({ angle, weight }) => ({ angle: around(angle - from), weight }))
    .sort((a, b) => a.angle - b.angle)
  let left = off.reduce((sum, { weight }) => sum + weight, 0) / 2
  for (const { angle, weight } of off) {
    left -= weight
    if (left <= 0) return from + angle
  }
  return from
}

const angleOf = ([a, b]: Quad) => Math.atan2(b[1] - a[1], b[0] - a[0])
const around = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle))

/**
 * Lays the lines straight. A page seen at a slant has lines whose angles change evenly over it; the change is fitted to
 * the long lines, and each line is moved to where it crosses the middle of the page along it.
 */
function straightened({ lines, width, height }: ReadPage): Laid[] {
  const base = directionOf(lines.map(({ quad }) => quad))
  const [cos, sin] = [Math.cos(base), Math.sin(base)]
  const turn = ([x, y]: Corner): Corner => {
    const [dx, dy] = [x - width / 2, y - height / 2]
    return [dx * cos + dy * sin, dy * cos - dx * sin]
  }
  const flat = lines.map(({ quad }) => {
    const middle = turn(middleOf(quad))
    const [length, high] = sizeOf(quad)
    return { u: middle[0], v: middle[1], length, high, slope: around(angleOf(quad) - base) }
  })
  const scale = Math.max(width, height) / 2
  const bend = slopesOf(
    flat.filter(l => l.length > TELLING * l.high && Math.abs(l.slope) < 0.3),
    scale,
  )
  return flat.map(({ u, v, length, high }, line) => {
    const moved = v - (bend[0] * u + (bend[1] * v * u) / scale + (bend[2] * u * u) / (2 * scale))
    return { line, source: lines[line]!, left: u - length / 2, right: u + length / 2, v: moved, height: high }
  })
}

/** Slope = a + b·v + c·u by least squares, weighed by length and drawn a little towards none. */
function slopesOf(
  lines: readonly { u: number; v: number; length: number; slope: number }[],
  scale: number,
): [number, number, number] {
  const m = [
    [1e-9, 0, 0],
    [0, 0.02, 0],
    [0, 0, 0.02],
  ]
  const right = [0, 0, 0]
  const total = lines.reduce((sum, { length }) => sum + length, 0) || 1
  for (const { u, v, length, slope } of lines) {
    const row = [1, v / scale, u / scale]
    for (let i = 0; i < 3; i++) {
      right[i]! += (length / total) * row[i]! * slope
      for (let j = 0; j < 3; j++) m[i]![j]! += (length / total) * row[i]! * row[j]!
    }
  }
  return solved(m, right)
}

/** Gaussian elimination of three equations whose diagonal is positive. */
function solved(m: number[][], right: number[]): [number, number, number] {
  for (let i = 0; i < 3; i++) {
    for (let j = i + 1; j < 3; j++) {
      const share = m[j]![i]! / m[i]![i]!
      for (let k = i; k < 3; k++) m[j]![k]! -= share * m[i]![k]!
      right[j]! -= share * right[i]!
    }
  }
  const c = right[2]! / m[2]![2]!
  const b = (right[1]! - m[1]![2]! * c) / m[1]![1]!
  const a = (right[0]! - m[0]![1]! * b - m[0]![2]! * c) / m[0]![0]!
  return [a, b, c]
}
