import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { zhCN } from './zh-CN.ts'

const RENDERER = new URL('..', import.meta.url)

/** The screen's own code, without the words. */
const source = globSync('**/*.{ts,tsx}', { cwd: RENDERER })
  .filter(path => !path.startsWith('words/') && !path.endsWith('.test.ts'))
  .map(path => readFileSync(new URL(path, RENDERER), 'utf8'))
  .join('\n')

/** Every key, with a point between its parts. */
const keysOf = (words: object, above = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${above}${key}`] : keysOf(value, `${above}${key}.`),
  )

/** What the code asks for: whole keys, and those that it puts together from a beginning, a value and an end. */
function asked(text: string): (key: string) => boolean {
  const whole = new Set([...text.matchAll(/'([\w-]+(?:\.[\w-]+)*)'/g)].map(([, key]) => key!))
  const made = [...text.matchAll(/`([\w-]+\.[\w.-]*)\$\{[^}]*\}([\w.-]*)`/g)].map(
    ([, begin, end]) => [begin!, end!] as const,
  )
  return key => whole.has(key) || made.some(([begin, end]) => key.startsWith(begin) && key.endsWith(end))
}

test('every word of the screen is said somewhere', () => {
  const isAsked = asked(source)
  expect(keysOf(zhCN).filter(key => !isAsked(key))).toEqual([])
  const put = ['t(`a.', '{x}.c`)'].join('$')
  expect([asked("t('a.b')")('a.b'), asked(put)('a.b.c')]).toEqual([true, true])
  expect([asked("t('a.b')")('a.c'), asked(put)('a.b.d')]).toEqual([false, false])
})
