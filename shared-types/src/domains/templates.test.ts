import { describe, expect, it } from 'vitest'
import type { Item, Paper } from '../model/template.ts'
import { domains } from './index.ts'

const SIZES = { A4: [210, 297], A5: [148, 210], card: [85.6, 54] } as const

type Box = { x: number; y: number; width: number; height: number; what: string }

/** Where ink may fall: texts, pictures and codes. Frames, fills and rules lie under them on purpose. */
function inked(items: readonly Item[]): Box[] {
  return items.flatMap(item => {
    if (item.kind === 'line' || item.kind === 'box') return []
    const what = 'text' in item ? item.text : item.kind
    return [{ x: item.x, y: item.y, width: item.width, height: item.height, what }]
  })
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01

function sizeOf(paper: Paper, landscape = false): readonly [number, number] {
  if (typeof paper === 'object') return [paper.width, paper.height]
  const [width, height] = SIZES[paper]
  return landscape && paper !== 'card' ? [height, width] : [width, height]
}

const templates = domains.flatMap(domain =>
  Object.entries(domain.templates).map(([name, template]) => [`${domain.name}.${name}`, template] as const),
)

describe.each(templates)('%s', (_, { pages, paper, landscape }) => {
  it('stays on its paper', () => {
    const [width, height] = sizeOf(paper, landscape)
    for (const { what, ...box } of pages.flatMap(inked)) {
      expect([what, box.x >= 0 && box.x + box.width <= width]).toEqual([what, true])
      expect([what, box.y >= 0 && box.y + box.height <= height]).toEqual([what, true])
    }
  })

  it('prints nothing over anything else', () => {
    for (const page of pages) {
      const boxes = inked(page)
      const hits = boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap(b => (overlap(a, b) ? [[a.what, b.what]] : [])))
      expect(hits).toEqual([])
    }
  })
})
