import type { Corner } from '../../../../shared-types/src/model/recognised.ts'
import { leastRectangle, type Quad, sizeOf, widened } from './quad.ts'

/** Of each pixel of a page, how surely writing stands there, 0 to 1. */
export interface WritingMap {
  data: Float32Array
  width: number
  height: number
}

/** As the models' own settings have them: what counts as writing, and how sure a whole line must be. */
const WRITING = 0.3
const SURE = 0.6
/** The map holds the core of a line; its outline is so much larger (area by circumference, as the models' makers do). */
const LARGER = 1.6
const LEAST = 3

/** The outlines of lines of writing, in pixels of the map. */
export function linesOn(map: WritingMap): Quad[] {
  const seen = new Uint8Array(map.data.length)
  const lines: Quad[] = []
  for (let at = 0; at < map.data.length; at++) {
    if (seen[at] || map.data[at]! < WRITING) continue
    const { edge, mean } = regionFrom(map, at, seen)
    const quad = mean >= SURE ? leastRectangle(edge) : undefined
    if (!quad) continue
    const [length, height] = sizeOf(quad)
    if (height < LEAST) continue
    lines.push(widened(quad, (length * height * LARGER) / (2 * (length + height))))
  }
  return lines
}

/** Everything that hangs together with one pixel: its leftmost and rightmost corners on each row, and its mean value. */
function regionFrom({ data, width, height }: WritingMap, start: number, seen: Uint8Array) {
  const rows = new Map<number, [number, number]>()
  const open = [start]
  seen[start] = 1
  let [sum, count] = [0, 0]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    sum += data[at]!
    count++
    const [x, y] = [at % width, (at / width) | 0]
    const row = rows.get(y)
    if (!row) rows.set(y, [x, x])
    else if (x < row[0]) row[0] = x
    else if (x > row[1]) row[1] = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (seen[next] || data[next]! < WRITING) continue
        seen[next] = 1
        open.push(next)
      }
    }
  }
  const edge: Corner[] = [...rows].flatMap(([y, [left, right]]): Corner[] => [
    [left, y],
    [right + 1, y],
    [left, y + 1],
    [right + 1, y + 1],
  ])
  return { edge, mean: sum / count }
}
