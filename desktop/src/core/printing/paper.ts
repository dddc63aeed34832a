import type { Paper } from '../../../../shared-types/src/model/template.ts'

/** Points (1/72 inch, the PDF's unit) in a millimetre. */
export const POINTS_PER_MM = 72 / 25.4

const named = {
  A4: { width: 210, height: 297 },
  A5: { width: 148, height: 210 },
  // ID-1, ISO/IEC 7810: already wide.
  card: { width: 85.6, height: 54 },
}

/** Width and height in millimetres of a page as it is printed. */
export function paperSize(paper: Paper, landscape = false): { width: number; height: number } {
  const { width, height } = typeof paper === 'string' ? named[paper] : paper
  return landscape && paper !== 'card' ? { width: height, height: width } : { width, height }
}
