import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode } from './wire.ts'

const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array())
const name = fc.oneof(fc.string(), fc.constantFrom('$bytes', '$$bytes', 'bytes'))
const tree = fc.letrec(tie => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc
      .array(fc.tuple(name, tie('node')), { maxLength: 4 })
      .map(entries => Object.fromEntries(entries.filter(([key]) => key !== '__proto__'))),
  ),
})).node

test('what is sent arrives as it was, bytes anywhere in it', () => {
  fc.assert(
    fc.property(tree, args => {
      expect(decode(encode({ id: 1, name: 'x', args }))).toEqual({ id: 1, name: 'x', args })
    }),
    { numRuns: 500 },
  )
})

test('bytes are base64 under $bytes, also many of them', () => {
  expect(encode({ id: 7, answer: new Uint8Array([0, 255, 16]) })).toBe('{"id":7,"answer":{"$bytes":"AP8Q"}}')
  const many = new Uint8Array(300_001).map((_, at) => (at * 31) % 251)
  expect((decode(encode({ id: 8, answer: many })) as { answer: Uint8Array }).answer).toEqual(many)
})

test('an answer without a value is an id alone', () => {
  expect(encode({ id: 3, answer: undefined })).toBe('{"id":3}')
})

test('what is no frame is a SyntaxError', () => {
  expect(() => decode('{"id":')).toThrow(SyntaxError)
  expect(() => decode('{"$bytes":"*"}')).toThrow(SyntaxError)
})
