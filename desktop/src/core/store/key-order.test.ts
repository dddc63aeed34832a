import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderKey } from './key-order.ts'

const bytes = (text: string) => Buffer.from(text, 'utf8')
/** Any UTF-16 at all, lone surrogates too, thick around the places where the two orders part. */
const utf16 = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(
        0x20,
        0x61,
        0x5f20,
        0xd7ff,
        0xd800,
        0xd842,
        0xdbff,
        0xdc00,
        0xdfb7,
        0xdfff,
        0xe000,
        0xf900,
        0xff08,
        0xffff,
      ),
    ),
    { maxLength: 6 },
  )
  .map(units => String.fromCharCode(...units))

test('keys stand in byte order as texts stand in JavaScript order, and differ when texts do', () => {
  fc.assert(
    fc.property(utf16, utf16, (a, b) => {
      const expected = a < b ? -1 : a > b ? 1 : 0
      return Math.sign(Buffer.compare(bytes(orderKey(a)), bytes(orderKey(b)))) === expected
    }),
    { numRuns: 20_000 },
  )
})

test('plain UTF-8 does not', () => {
  const wrong = [
    ['𠮷', '\uf900'],
    ['𡃁', '（'],
  ] as const
  for (const [rare, late] of wrong) {
    expect(rare < late).toBe(true)
    expect(Buffer.compare(bytes(rare), bytes(late))).toBe(1)
    expect(Buffer.compare(bytes(orderKey(rare)), bytes(orderKey(late)))).toBe(-1)
  }
})

test('a key is valid UTF-8 and ordinary text is its own key', () => {
  fc.assert(fc.property(utf16, text => bytes(orderKey(text)).toString('utf8') === orderKey(text)))
  for (const text of ['', 'case-1', '张三', 'é ñ']) expect(orderKey(text)).toBe(text)
})
