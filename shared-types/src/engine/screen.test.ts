import { describe, expect, test } from 'vitest'
import { AT, aBook, aLoan, book, loan, scope, user } from '../../../test/toy/toy-cases.ts'
import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import { blank, type Screen, screen } from './screen.ts'

const clerk = user('clerk')
const cells = ({ sections }: Screen) => sections.flatMap(s => s.cells)
const names = (s: Screen) => cells(s).map(c => c.name)
const cell = (s: Screen, name: string) => cells(s).find(c => c.name === name)!
const show = (kind: Kind, c: Case, who = clerk, related = {}) => screen(kind, c, scope(who, { related }))
const fresh = (kind: Kind, who = clerk) => blank(kind, 'new', scope(who), AT)

describe('the form', () => {
  test('a new case: sections with something in them, nothing locked, offers where nothing stands', () => {
    const s = show(loan, fresh(loan))
    expect(s.sections.map(x => x.section)).toEqual(['reader', 'loan'])
    expect(names(s)).not.toContain('slip')
    expect(cells(s).every(c => c.editable && !c.masked)).toBe(true)
    expect(
      cells(s)
        .filter(c => c.required)
        .map(c => c.name),
    ).toEqual(['readerId', 'reader', 'home', 'barcode', 'term'])
    expect(cell(s, 'term')).toMatchObject({ offer: 'short', problem: { code: 'required' } })
  })

  test('fields and sections come and go with what stands', () => {
    const child = { ...fresh(loan), data: { birth: '2020-01-01', term: 'long' } }
    expect(cell(show(loan, child), 'parent')).toMatchObject({ required: true })
    expect(cell(show(loan, child), 'proofs')).toMatchObject({ required: true })
    expect(cell(show(loan, child), 'term')).not.toHaveProperty('offer')
    expect(names(show(loan, fresh(loan)))).not.toContain('parent')
    expect(show(loan, aLoan()).sections.map(x => x.section)).toEqual(['reader', 'loan', 'course'])
  })

  test('what is wrong is said at its field, while it can be put right', () => {
    const wrong = { ...fresh(loan), data: { readerId: '411523199103180067', deposit: 2000 } }
    expect(cell(show(loan, wrong), 'readerId').problem).toMatchObject({ code: 'person-id-digit' })
    expect(cell(show(loan, wrong), 'deposit').problem).toMatchObject({ code: 'max' })
    expect(cells(show(loan, aLoan('lent', { deposit: 2000 }))).filter(c => c.problem)).toEqual([])
  })

  test('a closed case, and one that others may edit, is read only', () => {
    expect(show(loan, aLoan()).editable).toBe(false)
    expect(show(loan, aLoan('draft'), user('reviewer')).editable).toBe(false)
    const open = show(loan, aLoan('draft'))
    expect(open.editable).toBe(true)
    expect(cell(open, 'reader').editable).toBe(true)
    expect(cell(show(book, aBook('gone')), 'reason').editable).toBe(false)
  })

  test('a field for some roles is there for them alone', () => {
    expect(names(show(book, aBook(), clerk))).not.toContain('remark')
    expect(names(show(book, aBook(), user('administrator')))).toContain('remark')
  })

  test('personal numbers, phones and what is declared are covered once saved', () => {
    const s = show(loan, aLoan('draft', { phone: '13905710001', account: '6222001' }))
    expect(
      cells(s)
        .filter(c => c.masked)
        .map(c => c.name),
    ).toEqual(['readerId', 'phone', 'account'])
  })
})

describe('the buttons', () => {
  const buttons = (c: Case, who = clerk, related = {}) =>
    show(loan, c, who, related).steps.map(s => [s.name, s.refusals.map(p => p.with?.guard ?? p.code).join()])

  test('those of the state that the role could make, in the order of the workflow, none hidden', () => {
    expect(buttons(aLoan()).map(([name]) => name)).toEqual(['extend', 'giveBack', 'lose', 'printCard'])
    expect(buttons(aLoan(), user('auxiliary', 'clerk')).map(([name]) => name)).toEqual(['giveBack'])
    expect(buttons(aLoan('cardSent'))).toEqual([])
    expect(buttons(aLoan('returned'))).toEqual([])
  })

  test('why one cannot be made now', () => {
    const mine = aLoan('lent', {}, { actors: { lend: ['clerk'] } })
    expect(buttons(mine)).toContainEqual(['extend', 'four-eyes'])
    expect(buttons(aLoan('lent', { extended: true }), user('reviewer'))).toContainEqual(['extend', 'once'])
    expect(buttons(aLoan('lent', { dueOn: '2026-06-01' }), user('reviewer'))).toContainEqual(['extend', 'inTime'])
    expect(buttons(aLoan('draft'), clerk, { copy: [aBook('out')] })).toContainEqual(['lend', 'onShelf'])
    expect(buttons(aLoan('draft'), clerk, { copy: [aBook()] })).toContainEqual(['lend', ''])
  })

  test('a guard on what is asked for with the step is not judged before it is entered', () => {
    const guards = { worn: { field: 'reason', is: 'in' as const, to: ['worn'] } }
    const discard = { ...book.record.workflow.steps.discard!, guards }
    const workflow = { ...book.record.workflow, steps: { ...book.record.workflow.steps, discard } }
    const kind = { ...book, record: { ...book.record, workflow } }
    const step = show(kind, aBook(), user('administrator')).steps.find(s => s.name === 'discard')
    expect(step).toMatchObject({ refusals: [], danger: true, asks: ['reason'] })
    expect(show(book, aBook('shelf', { rare: true }), user('administrator')).steps).toMatchObject([
      { name: 'discard', refusals: [{ with: { guard: 'common' } }] },
    ])
  })
})
