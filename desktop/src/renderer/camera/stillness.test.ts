import { expect, test } from 'vitest'
import { type Frame, type Seen, stillness } from './stillness.ts'

const [WIDTH, HEIGHT] = [64, 48]
let seed = 7
const noise = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return (seed % 13) - 6
}

/** A dark desk with a page at this place, and the noise of a camera. */
const frame = (page?: { left: number; text: number }): Frame => ({
  width: WIDTH,
  height: HEIGHT,
  grey: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)]
    const onPage = page && x >= page.left && x < page.left + 30 && y > 4 && y < 44
    const ink = onPage && y % 4 === 0 && (x * 7 + y * page.text) % 5 < 3
    return (onPage ? (ink ? 90 : 215) : 45) + noise()
  }),
})

/** What is seen of these frames, 50 ms apart, without repetitions. */
function seen(watch: ReturnType<typeof stillness>, frames: readonly Frame[], from = 0): Seen[] {
  const all = frames.map((one, n) => watch.see(one, from + n * 50))
  return all.filter((one, n) => one !== all[n - 1])
}

const still = (many: number, page?: Parameters<typeof frame>[0]) => Array.from({ length: many }, () => frame(page))
const coming = [60, 50, 40, 30, 20, 17].map(left => frame({ left, text: 3 }))

test('a page that is pushed under the camera is taken once, when it lies still', () => {
  const watch = stillness()
  expect(seen(watch, [...still(20), ...coming, ...still(60, { left: 17, text: 3 })])).toEqual([
    'waiting',
    'moving',
    'settled',
    'waiting',
  ])
})

test('an empty desk is not taken, nor is a page that lay there from the beginning', () => {
  expect(seen(stillness(), still(100))).toEqual(['waiting'])
  expect(seen(stillness(), still(100, { left: 17, text: 3 }))).toEqual(['waiting'])
  const away = [...still(10, { left: 17, text: 3 }), ...coming.toReversed(), ...still(60)]
  expect(seen(stillness(), away)).toEqual(['waiting', 'moving', 'waiting'])
})

test('a hand over the same page takes it no second time; another page on top of it is taken', () => {
  const watch = stillness()
  const page = { left: 17, text: 3 }
  seen(watch, [...still(5), ...coming, ...still(30, page)])
  const hand = [...coming.slice(0, 5).map(() => frame({ left: 40, text: 1 })), ...still(40, page)]
  expect(seen(watch, hand, 10_000)).not.toContain('settled')
  const next = [...coming, ...still(40, { left: 17, text: 2 })]
  expect(seen(watch, next, 20_000)).toContain('settled')
})
