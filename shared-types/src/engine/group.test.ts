import { describe, expect, test } from 'vitest'
import { aBook, aLoan, book, event, kinds, lent, loan, scope, TODAY, user } from '../../../test/toy/toy-cases.ts'
import type { CaseEvent } from '../model/case.ts'
import type { Data } from '../model/field.ts'
import { decideGroup, type Member } from './group.ts'

const clerk = user('clerk')
const related = { copy: [aBook()], loans: [], openLoans: [] }
const member = (e: CaseEvent, before?: Member['before'], who = clerk): Member => ({
  event: e,
  before,
  scope: scope(who, { related }),
})
const codes = (members: readonly Member[]) => decideGroup(kinds, members).map(list => list.map(p => p.code))

const lending = member(event(loan.type, 'lend', clerk, lent))
const lendBook = (patch: Data = {}, before = aBook()) =>
  member(event(book.type, 'lend', clerk, patch, { id: 'e-2', caseId: before.id }), before)

describe('a step and what it carries', () => {
  test('are accepted together', () => {
    expect(codes([lending, lendBook()])).toEqual([[], []])
  })

  test('a step without its effect is refused, and so is one with another', () => {
    expect(codes([lending])).toEqual([['group']])
    const other = member(event(book.type, 'giveBack', clerk, {}, { caseId: 'b-1' }), aBook('out'))
    expect(codes([lending, other])).toEqual([['group'], ['group', 'forbidden']])
  })

  test('an effect on another case than the one that its keys find is refused', () => {
    const wrong = aBook('shelf', { barcode: 'B-0002' }, { id: 'b-2' })
    expect(codes([lending, lendBook({}, wrong)])).toEqual([['group'], ['group', 'forbidden']])
  })

  test('a foreign event in the group is refused, whatever it is', () => {
    const stranger = member(
      event(book.type, 'edit', clerk, { pages: 9 }, { caseId: 'b-9' }),
      aBook('shelf', {}, { id: 'b-9' }),
    )
    expect(codes([lending, lendBook(), stranger])).toEqual([[], [], ['group']])
    expect(codes([lending, lendBook(), lendBook()])).toEqual([[], [], ['group', 'forbidden']])
  })

  test('an effect that writes more than the step says is refused', () => {
    expect(codes([lending, lendBook({ reason: '顺手改的' })])).toEqual([['group'], ['group', 'locked', 'forbidden']])
  })

  test('a step that is only ever an effect cannot come by itself', () => {
    expect(codes([lendBook()])).toEqual([['forbidden']])
    const outcome = member(event(loan.type, 'cardGood', clerk), aLoan('cardSent'))
    expect(codes([outcome])).toEqual([[]])
  })
})

describe('effects with values, conditions and new cases', () => {
  const loss = (patch: Data = {}) => {
    const before = aLoan('lent', patch)
    return member(event(loan.type, 'lose', clerk, { reason: 'water', returnedOn: TODAY, ...patch }), before)
  }
  const writeOff = (reason: string) =>
    member(event(book.type, 'writeOff', clerk, { reason }, { id: 'e-2', caseId: 'b-1' }), aBook('out'))
  const order = (patch: Data = {}, before?: Member['before']) => {
    const values = { title: '替补', kind: 'book', orderedFor: lent.slip!, bought: TODAY, ...patch }
    return member(event(book.type, 'order', clerk, values, { id: 'e-3', caseId: 'b-7' }), before)
  }

  test('the value of the step is the value of its effect', () => {
    expect(codes([loss(), writeOff('water')])).toEqual([[], []])
    expect(codes([loss(), writeOff('other')])).toEqual([['group'], ['group', 'locked', 'forbidden']])
  })

  test('an effect with a condition is asked for when it holds, and not taken when it does not', () => {
    expect(codes([loss(), writeOff('water'), order()])).toEqual([[], [], ['group', 'locked', 'forbidden']])
    expect(codes([loss({ reorder: true }), writeOff('water')])).toEqual([['group'], []])
    expect(codes([loss({ reorder: true }), writeOff('water'), order()])).toEqual([[], [], []])
  })

  test('one that begins a case begins a new one', () => {
    const known = order({}, aBook('new', {}, { id: 'b-7' }))
    expect(codes([loss({ reorder: true }), writeOff('water'), known])[0]).toEqual(['group'])
  })
})
