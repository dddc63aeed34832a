import { expect, test } from 'vitest'
import { aLoan, event, lent, loan, scope, TODAY, user } from '../../../test/toy/toy-cases.ts'
import { effectsOf } from './effects.ts'

const clerk = user('clerk')
const plan = (act: string, data = {}) =>
  effectsOf(loan, aLoan('lent', data), event(loan.type, act, clerk), scope(clerk))

test('an effect on a found case names its keys; one on a new case its values', () => {
  expect(plan('lend')).toEqual([
    { type: 'library-loans.book', act: 'lend', find: { barcode: 'B-0001' }, patch: {}, closed: [] },
  ])
  expect(plan('lose', { reason: 'water', reorder: true })).toEqual([
    {
      type: 'library-loans.book',
      act: 'writeOff',
      find: { barcode: 'B-0001' },
      patch: { reason: 'water' },
      closed: [],
    },
    {
      type: 'library-loans.book',
      act: 'order',
      patch: { title: '替补', kind: 'book', orderedFor: lent.slip, bought: TODAY },
      closed: [],
    },
  ])
})

test('without its condition, without a value, without effects', () => {
  expect(plan('lose').map(e => [e.act, e.patch])).toEqual([['writeOff', {}]])
  expect(plan('extend')).toEqual([])
  expect(plan('edit')).toEqual([])
})

test('what only the window knows is closed to comparison', () => {
  const steps = loan.record.workflow.steps
  const also = [
    { record: 'book', act: 'order', set: { orderedFor: { terminal: 'ip' as const }, title: { value: '甲' } } },
  ]
  const workflow = { ...loan.record.workflow, steps: { ...steps, lend: { ...steps.lend!, also } } }
  const kind = { ...loan, record: { ...loan.record, workflow } }
  const asked = event(loan.type, 'lend', clerk)
  expect(effectsOf(kind, aLoan(), asked, scope(clerk))).toMatchObject([
    { patch: { title: '甲' }, closed: ['orderedFor'] },
  ])
  const at = { terminal: { ip: '10.0.0.9', mac: '02:00', device: 'P-1' } }
  expect(effectsOf(kind, aLoan(), asked, scope(clerk), at)).toMatchObject([
    { patch: { title: '甲', orderedFor: '10.0.0.9' } },
  ])
})
