import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat } from '../ports/byte-queue.ts'
import { INVENTED_PEOPLE } from './invented-people.ts'
import { COMMANDS, samIdText } from './sam-commands.ts'
import { type SamFound, samDecoder, samFrame } from './sam-frame.ts'
import { simulatedField } from './simulated-field.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const body = fc.uint8Array({ minLength: 3, maxLength: 60 })
/** Bytes without 96, so that they can begin like a preamble and never become one. */
const noise = fc.uint8Array({ maxLength: 20 }).map(bytes => bytes.filter(byte => byte !== 0x96))
const bodies = (found: SamFound[]) => found.map(each => ('body' in each ? hex(each.body) : 'damaged'))

describe('the bytes of the protocol', () => {
  // Command, parameter and xor of each request as the device page lists them; length 3 counts all three.
  test.each([
    [COMMANDS.status, '11ff', 'ed'],
    [COMMANDS.samId, '12ff', 'ee'],
    [COMMANDS.find, '2001', '22'],
    [COMMANDS.select, '2002', '21'],
    [COMMANDS.read, '3001', '32'],
    [COMMANDS.newAddress, '3003', '30'],
  ])('request $name', (command, bytes, sum) => {
    expect(hex(samFrame(...command.bytes))).toBe(`aaaaaa96690003${bytes}${sum}`)
  })

  test('the answer of a found card', () => {
    const field = simulatedField()
    field.put(INVENTED_PEOPLE[0]!.card)
    expect(hex(samFrame(field.answer(0x20, 0x01, 0)))).toBe('aaaaaa9669000800009f0000000097')
  })

  test('the answer to a read has 1295 bytes and says 0508', () => {
    const field = simulatedField()
    field.put(INVENTED_PEOPLE[0]!.card)
    field.answer(0x20, 0x01, 0)
    field.answer(0x20, 0x02, 0)
    const frame = samFrame(field.answer(0x30, 0x01, 0))
    expect(frame).toHaveLength(1295)
    expect(hex(frame.subarray(0, 14))).toBe('aaaaaa9669050800009001000400')
  })

  test('statuses without a card, for a command nobody knows and for bytes too many', () => {
    const field = simulatedField()
    const status = (command: number, parameter: number, extra = 0) => field.answer(command, parameter, extra)[2]
    expect([
      status(0x20, 0x01),
      status(0x20, 0x02),
      status(0x30, 0x01),
      status(0x77, 0x01),
      status(0x11, 0xff, 2),
    ]).toEqual([0x80, 0x81, 0x41, 0x21, 0x11])
  })

  test('the number of a module is read little endian', () => {
    const bytes = Uint8Array.from([5, 0, 3, 0, 0x4c, 0xb7, 0x32, 0x01, 0x39, 0x30, 0, 0, 0xb1, 0x68, 0xde, 0x3a])
    expect(samIdText(bytes)).toBe('05.03-20100940-0000012345-0987654321')
    expect(() => samIdText(bytes.subarray(1))).toThrow(RangeError)
  })
})

describe('the decoder', () => {
  test('finds every frame between noise, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, body), { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (parts, cut) => {
        const stream = concat(parts.flatMap(([before, inner]) => [before, samFrame(inner)]))
        const decode = samDecoder()
        const found: SamFound[] = []
        for (let at = 0; at < stream.length; at += cut) found.push(...decode(stream.subarray(at, at + cut)))
        expect(bodies(found)).toEqual(parts.map(([, inner]) => hex(inner)))
      }),
      { seed: 5, numRuns: 500 },
    )
  })

  test('tells of a damaged frame and finds the sound one after it', () => {
    const frame = samFrame(0, 0, 0x90)
    const damaged = frame.with(8, frame[8]! ^ 1)
    expect(bodies(samDecoder()(concat([damaged, frame])))).toEqual(['damaged', '000090'])
  })

  test('a length that was damaged does not swallow the frames after it', () => {
    const frame = samFrame(0, 0, 0x90)
    const found = bodies(samDecoder()(concat([frame.with(6, 20), frame, frame, frame])))
    expect(found).toEqual(['damaged', '000090', '000090', '000090'])
  })

  test('a length that no frame has costs nothing', () => {
    const frame = samFrame(0, 0, 0x90)
    expect(bodies(samDecoder()(concat([frame.with(5, 0xff), frame])))).toEqual(['000090'])
    expect(bodies(samDecoder()(concat([frame.with(6, 1), frame])))).toEqual(['000090'])
  })

  test('every single flipped bit is noticed', () => {
    const frame = samFrame(0, 0, 0x90, 1, 2, 3)
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const flipped = frame.with(bit >> 3, frame[bit >> 3]! ^ (1 << (bit & 7)))
      expect(bodies(samDecoder()(flipped)).filter(each => each !== 'damaged')).toEqual([])
    }
  })

  test('a body that no frame can hold is refused', () => {
    expect(() => samFrame(new Uint8Array(3000))).toThrow(RangeError)
    expect(() => samFrame(1)).toThrow(RangeError)
  })
})

test('a card that no chip could hold cannot be laid down, and the field stays as it was', () => {
  const field = simulatedField()
  const [first, second] = INVENTED_PEOPLE.map(({ card }) => card)
  field.put(first!)
  expect(() => field.put({ ...second!, name: '长'.repeat(16) })).toThrow(RangeError)
  expect(field.lying()).toBe(first)
})
