import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { typedCodes } from './typed-codes.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** Keys at a page: what is given to it at once, what later, and which codes were heard. */
function page() {
  const [codes, later, now]: [string[], string[], string[]] = [[], [], []]
  const typed = typedCodes(
    code => codes.push(code),
    ({ key }) => later.push(key),
  )
  const press = (key: string) => void (typed.press({ key }) === 'given' && now.push(key))
  const type = (keys: readonly string[], pace: (at: number) => number) => {
    for (const [at, key] of keys.entries()) {
      press(key)
      vi.advanceTimersByTime(pace(at))
    }
  }
  return { codes, later, now, press, type }
}

const RECEIPT = 'SL33040251000020261123'

test.each([1, 15, 30, 55, 80, 110, 140])(
  'a code at %d ms a key is one code, and no key of it reaches the page',
  pace => {
    for (const code of [RECEIPT, '3304021234567', '1111', 'A B 1']) {
      const { codes, later, now, type } = page()
      type([...code, 'Enter'], () => pace)
      vi.advanceTimersByTime(2000)
      expect({ codes, later, now }).toEqual({ codes: [code], later: [], now: [] })
    }
  },
)

test('a code that halts midway, has capitals by Shift, or lost its Enter', () => {
  const halting = page()
  halting.type([...RECEIPT, 'Enter'], at => (at % 5 === 3 ? 350 : 60))
  expect(halting.codes).toEqual([RECEIPT])

  const shifted = page()
  shifted.type(['Shift', 'S', 'Shift', 'L', '1', '2', 'Enter'], () => 120)
  expect(shifted.codes).toEqual(['SL12'])

  const cut = page()
  cut.type([...'3304'], () => 70)
  vi.advanceTimersByTime(2000)
  expect([cut.codes, cut.later, cut.now]).toEqual([[], [], []])
})

test('what is too short for a code falls with its Enter', () => {
  const { codes, later, now, type } = page()
  type(['1', '2', 'Enter'], () => 40)
  vi.advanceTimersByTime(2000)
  expect([codes, later, now]).toEqual([[], [], []])
})

test('one key of a person reaches the page, at once with the next that is none of a code', () => {
  const alone = page()
  alone.press('2')
  vi.advanceTimersByTime(140)
  expect(alone.later).toEqual([])
  vi.advanceTimersByTime(20)
  expect(alone.later).toEqual(['2'])

  const hasty = page()
  hasty.type(['3', 'F9'], () => 20)
  expect([hasty.later, hasty.now]).toEqual([['3'], ['F9']])

  const entered = page()
  entered.type(['r', 'Enter'], () => 20)
  expect([entered.later, entered.now, entered.codes]).toEqual([['r'], ['Enter'], []])

  const slow = page()
  slow.type(['1', '2'], () => 200)
  expect(slow.later).toEqual(['1', '2'])
})

test('who walks down a list with one letter is not taken for a reader; a space without a code is the page', () => {
  const { codes, later, now, type } = page()
  type(['j', 'j', 'j', 'j', 'j', 'Enter', ' '], () => 90)
  expect([later, now, codes]).toEqual([['j', 'j', 'j', 'j', 'j'], ['Enter', ' '], []])
})

test('a page that was held up hears the keys of that time before it takes the first for one alone', () => {
  const { codes, later, press } = page()
  const clock = vi.spyOn(performance, 'now')
  press('1')
  // The clock rings when it is 900 ms late: the other keys lie waiting.
  clock.mockReturnValue(performance.now() + 900)
  vi.advanceTimersByTime(150)
  clock.mockRestore()
  for (const key of ['2', '3', '4', 'Enter']) press(key)
  expect([codes, later]).toEqual([['1234'], []])
})
