import { describe, expect, test } from 'vitest'
import { aLoan, event, loan, stored, user } from '../../../test/toy/toy-cases.ts'
import type { StoredEvent } from '../model/case.ts'
import type { Data } from '../model/field.ts'
import { apply, fold, inOrder } from './fold.ts'

const clerk = user('clerk')
const said = (act: string, patch: Data, more: Partial<StoredEvent> = {}, who = clerk) =>
  stored(event(loan.type, act, who, patch), more)

describe('the case that events make', () => {
  test('what was only noted of the case, a reveal for one, is no part of it', () => {
    const events = [said('edit', { reader: '甲' }, { seq: 3 }), said('extend', { dueOn: '2026-08-01' })]
    const noted = stored(event('audit', 'reveal', clerk, { field: 'reader' }), { caseId: 'c-1' })
    expect(fold(loan, [...events, noted])).toEqual(fold(loan, events))
    expect(fold(loan, [noted])).toBeUndefined()
  })

  test('state by the steps, values by the last who wrote them, and who did what', () => {
    const c = fold(loan, [
      said('edit', { reader: '甲', phone: '13905710001' }, { seq: 3 }),
      said(
        'lend',
        { reader: '乙', slip: 'L1' },
        { seq: 5, station: 's-2', at: '2026-06-16T00:00:00.000Z' },
        user('clerk', 'other'),
      ),
      said('extend', { dueOn: '2026-08-01' }, { seq: 8 }, user('reviewer')),
      said('extend', { dueOn: '2026-09-01' }, { seq: 9 }, user('reviewer')),
    ])
    expect(c).toMatchObject({
      id: 'c-1',
      type: loan.type,
      unit: 'north',
      state: 'lent',
      version: 4,
      seq: 9,
      unsent: 0,
      creator: 'clerk',
      data: { reader: '乙', phone: '13905710001', slip: 'L1', dueOn: '2026-09-01' },
      actors: { edit: ['clerk'], lend: ['other'], extend: ['reviewer'] },
    })
    expect(c!.changedAt).toEqual({
      reader: { seq: 5, station: 's-2' },
      phone: { seq: 3, station: 's-1' },
      slip: { seq: 5, station: 's-2' },
      dueOn: { seq: 9, station: 's-1' },
    })
  })

  test('refused events do not count; nothing left is no case', () => {
    const refused = said('lend', { slip: 'L1' }, { seq: 4, verdict: 'refused' })
    expect(fold(loan, [refused])).toBeUndefined()
    expect(fold(loan, [])).toBeUndefined()
    expect(fold(loan, [said('edit', { reader: '甲' }), refused])).toMatchObject({ state: 'draft', version: 1, seq: 1 })
  })

  test('what waits counts as unsent and leaves the number of the last that was accepted', () => {
    const waiting = { seq: 0, verdict: 'waiting' } as const
    const c = fold(loan, [
      said('edit', { reader: '甲' }, { seq: 6 }),
      said('lend', {}, waiting),
      said('edit', {}, waiting),
    ])
    expect(c).toMatchObject({ seq: 6, unsent: 2, version: 3, state: 'lent' })
  })

  test('null empties a field; nothing else does', () => {
    const c = fold(loan, [
      said('edit', { reader: '甲', phone: '13905710001', deposit: 5 }),
      said('edit', { phone: null, deposit: 0 }),
    ])
    expect(c!.data).toEqual({ reader: '甲', deposit: 0 })
    expect('phone' in c!.data).toBe(false)
  })

  test('an unknown act changes values and leaves the state; an unknown step begins at the start', () => {
    expect(apply(loan, undefined, said('dance', {}))).toMatchObject({ state: 'draft' })
    expect(apply(loan, aLoan(), said('dance', { phone: '1' }))).toMatchObject({ state: 'lent' })
  })

  test('the case before stays as it was', () => {
    const before = aLoan()
    const copy = structuredClone(before)
    apply(loan, before, said('extend', { dueOn: '2026-12-01' }, { seq: 7 }))
    expect(before).toEqual(copy)
  })
})

test('accepted events go by the number of the server, then what waits by its counter', () => {
  const events = [
    said('a', {}, { seq: 0, counter: 9 }),
    said('b', {}, { seq: 7, counter: 8 }),
    said('c', {}, { seq: 0, counter: 3 }),
    said('d', {}, { seq: 2, counter: 11 }),
  ]
  expect([...events].sort(inOrder).map(e => e.act)).toEqual(['d', 'b', 'c', 'a'])
})
