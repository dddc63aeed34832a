import fc from 'fast-check'
import { expect, test } from 'vitest'
import { madePdf } from './made-pdf.fixture.ts'
import { pdfPages } from './pdf-pages.ts'

test.each([1, 2, 7])('counts %i pages, plain and compressed', pages => {
  expect(pdfPages(madePdf(pages))).toBe(pages)
  expect(pdfPages(madePdf(pages, true))).toBe(pages)
})

test('finds none in half a file, in no PDF and in random bytes', () => {
  expect(pdfPages(madePdf(3).subarray(0, 200))).toBe(0)
  expect(pdfPages(new TextEncoder().encode('<html>/Type /Page %%EOF</html>'))).toBe(0)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), bytes => pdfPages(bytes) === 0),
    { seed: 3, numRuns: 200 },
  )
})

test('a stream that claims to be packed and is not holds no page', () => {
  const pdf = Buffer.from(madePdf(2, true))
  pdf.fill(0, pdf.indexOf('stream\n') + 7, pdf.indexOf('stream\n') + 30)
  expect(pdfPages(pdf)).toBe(0)
})
