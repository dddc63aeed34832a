import type { FilledItem, Paper, Sheet } from '../../../../shared-types/src/model/template.ts'
import { paperSize } from './paper.ts'

/** Millimetres from the paper's left and upper edge to the cross that is measured. */
export const CROSS = 10
const ARM = 5

/**
 * A page by which a printer's offset is measured with a ruler: the cross stands 10 mm from the left and the upper edge, on
 * a printer that is not off, and a scale beside each edge says by how much it is.
 */
export function testPage(title: string, lines: readonly string[], paper: Paper): Sheet {
  const { width, height } = paperSize(paper)
  const cross: FilledItem[] = [
    { kind: 'line', x: CROSS - ARM, y: CROSS, toX: CROSS + ARM, toY: CROSS },
    { kind: 'line', x: CROSS, y: CROSS - ARM, toX: CROSS, toY: CROSS + ARM },
  ]
  const marks = Array.from({ length: 21 }, (_, mm): FilledItem[] => {
    const long = mm % 5 === 0 ? 4 : 2
    return [
      { kind: 'line', x: CROSS + 10 + mm, y: CROSS, toX: CROSS + 10 + mm, toY: CROSS + long },
      { kind: 'line', x: CROSS, y: CROSS + 10 + mm, toX: CROSS + long, toY: CROSS + 10 + mm },
    ]
  })
  const frame: FilledItem = { kind: 'box', x: 5, y: 5, width: width - 10, height: height - 10, thickness: 0.1 }
  const text = { kind: 'text', x: CROSS + 12, width: width - CROSS - 22, size: 8, wrap: true, shrink: true } as const
  const said: FilledItem[] = lines.map((line, i) => ({ ...text, y: CROSS + 8 + i * 8, height: 7.5, text: line }))
  return { title, paper, pages: [[frame, ...cross, ...marks.flat(), ...said]] }
}
