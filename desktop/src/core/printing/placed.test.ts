import { describe, expect, test } from 'vitest'
import { paint, readPdf, textOf } from './fixtures/read-pdf.ts'
import { createPrinter } from './pdf.ts'
import { placed } from './placed.ts'
import { CROSS, testPage } from './test-page.ts'

const PER_MM = 4
const none = async () => undefined

/** Where the middle of the test page's cross stands, in millimetres, by its ink. */
async function crossOf(pdf: Uint8Array): Promise<{ x: number; y: number }> {
  const { width, height, data } = await paint(await readPdf(pdf), 1, PER_MM)
  const dark = (x: number, y: number) => (data[(y * width + x) * 4]! < 160 ? 1 : 0)
  const column = (x: number) => count(height, y => dark(x, y))
  const row = (y: number) => count(width, x => dark(x, y))
  return { x: fullest(column, 7, 13), y: fullest(row, 7, 13) }
}

const count = (to: number, of: (at: number) => number) =>
  Array.from({ length: to }, (_, at) => of(at)).reduce((a, b) => a + b)

/** Of the lines between two millimetres the one with most ink. */
function fullest(ink: (at: number) => number, from: number, to: number): number {
  const lines = Array.from({ length: (to - from) * PER_MM }, (_, i) => from * PER_MM + i)
  return (lines.reduce((best, at) => (ink(at) > ink(best) ? at : best)) + 0.5) / PER_MM
}

describe('a print that is laid otherwise on its paper', () => {
  test('is the very same document when nothing is set', async () => {
    const pdf = await createPrinter().renderPdf(testPage('校准', ['一'], 'card'), none)
    expect(await placed(pdf, { x: 0, y: 0, side: 'both' })).toBe(pdf)
  })

  test('is moved by millimetres to the right and down, as it looks to another reader', async () => {
    const pdf = await createPrinter().renderPdf(testPage('校准', ['向右 1.5，向下 -1'], 'card'), none)
    const before = await crossOf(pdf)
    expect(before.x).toBeCloseTo(CROSS, 0)
    const moved = await placed(pdf, { x: 1.5, y: -1, side: 'both' })
    const after = await crossOf(moved)
    expect(after.x - before.x).toBeCloseTo(1.5, 5)
    expect(after.y - before.y).toBeCloseTo(-1, 5)
    expect(await textOf(await (await readPdf(moved)).getPage(1))).toContain('向右1.5')
  })

  test('has one side of a card, where the printer prints one', async () => {
    const side = (text: string) => [{ kind: 'text', x: 5, y: 5, width: 40, height: 8, text }] as const
    const pdf = await createPrinter().renderPdf(
      { title: '证', paper: 'card', pages: [side('正面'), side('背面')] },
      none,
    )
    for (const [wanted, text] of [
      ['front', '正面'],
      ['back', '背面'],
    ] as const) {
      const one = await readPdf(await placed(pdf, { x: 0, y: 0, side: wanted }))
      expect(one.numPages).toBe(1)
      expect(await textOf(await one.getPage(1))).toBe(text)
    }
  })
})
