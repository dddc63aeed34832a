import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RuleTold } from '../protocol-rules.ts'
import { exemptMark, isExemptTold, ruleTold, stillTold } from './rules-told.ts'

const change = (rule: string, from: string, more: Partial<RuleTold> = {}): RuleTold => ({
  rule,
  from,
  on: true,
  ...more,
})
const sha256 = (text: string) => hash('sha256', text)

test('a window goes by the last change that has begun, of its own unit before those above it', () => {
  const changes = [
    change('r', '2026-03-01', { parameters: { n: 1 } }),
    change('r', '2026-03-02', { unit: 'D', parameters: { n: 2 } }),
    change('r', '2026-03-03', { unit: 'S', parameters: { n: 3 } }),
    change('r', '2026-03-04', { parameters: { n: 4 } }),
    change('r', '2026-03-05', { unit: 'S' }),
    change('r', '2026-03-06', { on: false, parameters: { n: 4 } }),
  ]
  const set = (day: string) => ruleTold({ changes }, 'r', ['W', 'S', 'D', 'C'], `2026-03-0${day}`)
  expect(['1', '2', '3', '4', '5'].map(day => set(day).parameters.n)).toEqual([1, 2, 3, 3, 2])
  expect(ruleTold({ changes }, 'r', ['C'], '2026-03-05').parameters).toEqual({ n: 4 })
  expect([set('5').on, set('6').on]).toEqual([true, false])
  expect(ruleTold({ changes: [] }, 'r', [], '2026-03-01')).toEqual({ on: true, parameters: {} })
  const left = stillTold(changes, '2026-03-04')
  expect(left).toEqual(changes.slice(1))
  for (const day of ['4', '5', '6'])
    expect(ruleTold({ changes: left }, 'r', ['S', 'D'], `2026-03-0${day}`)).toEqual(
      ruleTold({ changes }, 'r', ['S', 'D'], `2026-03-0${day}`),
    )
})

test('whom a rule leaves out is known by a mark, of that rule and on those days alone', () => {
  const mark = exemptMark(sha256, 'k', 'r', '110101199003074258')
  expect(mark).toMatch(/^[0-9a-f]{32}$/)
  const told = { changes: [], exempt: { key: 'k', marks: [{ rule: 'r', mark, from: '2026-03-02', to: '2026-03-03' }] } }
  const isOut = (subject: string, today: string, rule = 'r') => isExemptTold(told, sha256, { rule, subject, today })
  expect(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map(day => isOut('110101199003074258', day))).toEqual(
    [false, true, true, false],
  )
  expect(isOut('110101199003074258', '2026-03-02', 'other')).toBe(false)
  expect(isOut('11010119900307425X', '2026-03-02')).toBe(false)
  expect(isExemptTold({ changes: [] }, sha256, { rule: 'r', subject: '', today: '2026-03-02' })).toBe(false)
})
