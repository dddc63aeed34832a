/**
 * A piece of a row that is drawn from a page of three channels. These are the innermost loops of every page, over 26
 * million values for one of A4 at 300 dpi: hence no arrays, no closures, and each value read once.
 */
export interface Block {
  data: Uint8Array
  /** Bytes of one row of the page. */
  line: number
  out: Uint8Array
  /** Where in `out` it begins. */
  to: number
  tables: Uint8ClampedArray
  /** Where in `tables` the 3 × 256 values of this piece begin. */
  table: number
  pixels: number
}

/** Pixels as they are, through the table. */
export function copyRun({ data, line, out, to, tables, table, pixels }: Block, x: number, y: number): void {
  let at = y * line + x * 3
  for (const end = to + pixels * 3; to < end; to += 3, at += 3) {
    out[to] = tables[table + data[at]!]!
    out[to + 1] = tables[table + 256 + data[at + 1]!]!
    out[to + 2] = tables[table + 512 + data[at + 2]!]!
  }
}

/**
 * Pixels that lie level, each between the same four parts of its neighbours, to a sixteenth of a pixel: what was blended
 * of a column is used again for the next pixel.
 */
export function blendRun(block: Block, x: number, y: number): void {
  const { data, line, out, tables, pixels } = block
  const reds = block.table | 0
  const greens = reds + 256
  const blues = reds + 512
  const sixteenthX = (x * 16 + 0.5) | 0
  const sixteenthY = (y * 16 + 0.5) | 0
  const px = sixteenthX & 15
  const py = sixteenthY & 15
  const qx = 16 - px
  const qy = 16 - py
  let to = block.to | 0
  let at = (sixteenthY >> 4) * line + (sixteenthX >> 4) * 3
  let r = data[at]! * qy + data[at + line]! * py
  let g = data[at + 1]! * qy + data[at + line + 1]! * py
  let b = data[at + 2]! * qy + data[at + line + 2]! * py
  for (const end = to + pixels * 3; to < end; to += 3) {
    at += 3
    const below = at + line
    const nextR = data[at]! * qy + data[below]! * py
    const nextG = data[at + 1]! * qy + data[below + 1]! * py
    const nextB = data[at + 2]! * qy + data[below + 2]! * py
    out[to] = tables[reds + ((r * qx + nextR * px) >> 8)]!
    out[to + 1] = tables[greens + ((g * qx + nextG * px) >> 8)]!
    out[to + 2] = tables[blues + ((b * qx + nextB * px) >> 8)]!
    r = nextR
    g = nextG
    b = nextB
  }
}

/** Pixels that lie askew: each between its own four neighbours. Places and steps in 1/65,536 of a pixel. */
export function blendTurned(block: Block, x: number, y: number, dx: number, dy: number): void {
  const { data, line, out, tables, table, pixels } = block
  let to = block.to
  let [sx, sy] = [Math.round(x), Math.round(y)]
  for (const end = to + pixels * 3; to < end; to += 3, sx += dx, sy += dy) {
    const px = (sx >> 8) & 255
    const py = (sy >> 8) & 255
    const at = (sy >> 16) * line + (sx >> 16) * 3
    const below = at + line
    const both = (px * py) >> 8
    const right = px - both
    const under = py - both
    const here = 256 - px - under
    out[to] =
      tables[
        table + ((data[at]! * here + data[at + 3]! * right + data[below]! * under + data[below + 3]! * both) >> 8)
      ]!
    out[to + 1] =
      tables[
        table +
          256 +
          ((data[at + 1]! * here + data[at + 4]! * right + data[below + 1]! * under + data[below + 4]! * both) >> 8)
      ]!
    out[to + 2] =
      tables[
        table +
          512 +
          ((data[at + 2]! * here + data[at + 5]! * right + data[below + 2]! * under + data[below + 5]! * both) >> 8)
      ]!
  }
}
