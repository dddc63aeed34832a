import { describe, expect, test } from 'vitest'
import {
  AT,
  aBook,
  aLoan,
  book,
  event,
  lent,
  loan,
  scope as scopeOf,
  TODAY,
  user,
  wish,
} from '../../../test/toy/toy-cases.ts'
import type { Case, CaseEvent } from '../model/case.ts'
import type { Data, Field } from '../model/field.ts'
import type { User } from '../model/person.ts'
import { decide } from './decide.ts'
import type { Scope } from './evaluate.ts'

const clerk = user('clerk')
const onShelf = { copy: [aBook()], loans: [], openLoans: [] }

const ask = (
  act: string,
  {
    who = clerk,
    before,
    patch = {},
    more = {},
    given = {},
  }: { who?: User; before?: Case; patch?: Data; more?: Partial<CaseEvent>; given?: Partial<Scope> } = {},
) =>
  decide(loan, before, event(loan.type, act, who, patch, more), scopeOf(who, { related: onShelf, ...given })).map(p =>
    [p.code, p.field ?? p.with?.guard ?? p.with?.check].filter(Boolean).join(' '),
  )
const lend = (patch: Data = {}, more: Parameters<typeof ask>[1] = {}) =>
  ask('lend', { ...more, patch: { ...lent, ...patch } })

describe('who', () => {
  test('a role that the step names, at a case that it may read', () => {
    expect(lend()).toEqual([])
    expect(lend({ lentBy: 'reviewer' }, { who: user('reviewer') })).toEqual(['forbidden'])
    expect(ask('extend', { who: user('clerk', 'other', 'south'), before: aLoan() })).toEqual(['forbidden'])
    expect(ask('drop', { who: user('auxiliary', 'aux'), before: aLoan('draft', {}, { creator: 'clerk' }) })).toEqual([
      'forbidden',
    ])
  })

  test('nobody begins a case whose role may not create one', () => {
    const steps = {
      ...loan.record.workflow.steps,
      lend: { ...loan.record.workflow.steps.lend!, by: ['reviewer'] as const },
    }
    const kind = { ...loan, record: { ...loan.record, workflow: { ...loan.record.workflow, steps } } }
    const who = user('reviewer')
    const answer = decide(kind, undefined, event(loan.type, 'lend', who, lent), scopeOf(who, { related: onShelf }))
    expect(answer.map(p => p.code)).toEqual(['forbidden'])
  })

  test('four eyes: nobody extends what they lent', () => {
    const patch = { dueOn: '2026-08-13', extended: true }
    const before = aLoan('lent', {}, { actors: { lend: ['clerk'] } })
    expect(ask('extend', { before, patch })).toEqual(['four-eyes'])
    expect(ask('extend', { who: user('reviewer'), before, patch })).toEqual([])
  })

  test('an edit where the form is open, by those who may edit', () => {
    const draft = aLoan('draft')
    expect(ask('edit', { before: draft, patch: { reader: '周小棠' } })).toEqual([])
    expect(ask('edit', { before: aLoan('lent'), patch: { reader: '周小棠' } })).toEqual(['state'])
    expect(ask('edit', { who: user('reviewer'), before: draft, patch: { reader: '周小棠' } })).toEqual(['forbidden'])
    expect(ask('edit', { who: user('supervisor'), patch: { reader: '周小棠' } })).toEqual(['forbidden'])
  })

  test('a field that the role does not see is neither read nor written', () => {
    const shelved = aBook('shelf', {}, { id: 'c-1' })
    const edit = (who: User) =>
      decide(book, shelved, event(book.type, 'edit', who, { remark: '旧藏' }), scopeOf(who)).map(p => p.code)
    expect(edit(clerk)).toEqual(['forbidden'])
    expect(edit(user('administrator'))).toEqual([])
  })

  test('a table with a column that the role does not see is not written: that column would go', () => {
    const authors = book.record.fields.authors as Extract<Field, { kind: 'table' }>
    const columns = { ...authors.columns, share: { ...authors.columns.share!, only: ['supervisor'] as const } }
    const kind = {
      ...book,
      record: { ...book.record, fields: { ...book.record.fields, authors: { ...authors, columns } } },
    }
    const edit = (of: typeof book, who: User) =>
      decide(
        of,
        aBook('shelf', {}, { id: 'c-1' }),
        event(of.type, 'edit', who, { authors: [{ name: '周小棠', part: 'author' }] }),
        scopeOf(who),
      ).map(p => `${p.code} ${p.field}`)
    expect(edit(book, clerk)).not.toContain('forbidden authors')
    expect(edit(kind, clerk)).toEqual(['forbidden authors'])
  })
})

describe('when', () => {
  test('only from the states that the step names', () => {
    expect(ask('extend', { who: user('reviewer'), before: aLoan('returned') })).toEqual(['state'])
    expect(lend({}, { before: aLoan('lent') })).toContain('state')
    expect(ask('dance')).toEqual(['unknown'])
  })

  test('guards ask the case with what was entered, the state before it, and what is found', () => {
    expect(lend({}, { given: { related: { ...onShelf, copy: [aBook('out')] } } })).toEqual(['guard onShelf'])
    const overdue = aLoan('lent', { dueOn: '2026-06-14' }, { id: 'c-2' })
    expect(lend({}, { given: { related: { ...onShelf, openLoans: [overdue] } } })).toEqual(['guard nothingOverdue'])
    const dueToday = aLoan('lent', { dueOn: TODAY }, { id: 'c-2' })
    expect(lend({}, { given: { related: { ...onShelf, openLoans: [dueToday] } } })).toEqual([])
    expect(lend({ term: 'long', proofs: ['0'.repeat(64)] })).toEqual(['guard entitled'])
  })

  test('guards do not see what the step itself sets', () => {
    const who = user('reviewer')
    const patch = { dueOn: '2026-08-13', extended: true }
    expect(ask('extend', { who, before: aLoan(), patch })).toEqual([])
    expect(ask('extend', { who, before: aLoan('lent', { extended: true }), patch })).toEqual(['guard once'])
    const late = aLoan('lent', { dueOn: '2026-06-14' })
    expect(ask('extend', { who, before: late, patch: { dueOn: '2026-07-14', extended: true } })).toEqual([
      'guard inTime',
    ])
  })
})

describe('what', () => {
  test('unknown and locked fields, values that no field takes', () => {
    const edit = (patch: Data) => ask('edit', { before: aLoan('draft'), patch })
    expect(edit({ nickname: '小周' })).toEqual(['unknown nickname'])
    expect(edit({ slip: 'Lnorth2026-00001' })).toEqual(['locked slip'])
    expect(edit({ readerId: '411523199103180067' })).toEqual(['person-id-digit readerId'])
    expect(edit({ birth: '1991-02-30', reader: '长'.repeat(51) })).toEqual(['date birth', 'max reader'])
    expect(edit({ phone: null })).toEqual([])
  })

  test('a draft may be partial; who leaves it needs the whole form', () => {
    expect(ask('edit', { patch: { reader: '周晓棠' } })).toEqual([])
    const { home: _, ...rest } = lent
    expect(ask('lend', { patch: rest })).toEqual(['required home'])
    expect(ask('lend', { patch: { ...lent, birth: '2020-01-01' } })).toEqual(['required parent'])
    expect(ask('drop', { before: aLoan('draft', { home: null }) })).toEqual([])
  })

  test('what a step asks for', () => {
    const patch = { returnedOn: TODAY }
    expect(ask('lose', { before: aLoan(), patch })).toEqual(['required reason'])
    expect(ask('lose', { before: aLoan(), patch: { ...patch, reason: 'water' } })).toEqual([])
    expect(ask('lose', { before: aLoan(), patch: { ...patch, reason: 'fire' } })).toEqual(['choice reason'])
  })

  test('the holder is identified, and how is written down', () => {
    const patch = { returnedOn: TODAY }
    expect(ask('giveBack', { before: aLoan(), patch })).toEqual(['identity seenBy'])
    expect(ask('giveBack', { before: aLoan(), patch: { ...patch, seenBy: 'card' } })).toEqual([])
  })

  test('what a step sets is recomputed: nobody dates back, signs for others or invents a due day', () => {
    expect(lend({ lentOn: '2026-06-14' })).toEqual(['locked lentOn'])
    expect(lend({ lentBy: 'boss' })).toEqual(['locked lentBy'])
    expect(lend({ branch: 'south' })).toEqual(['locked branch'])
    expect(lend({ dueOn: '2027-01-01' })).toEqual(['locked dueOn'])
    expect(lend({ lentAt: '2020-01-01T00:00:00.000Z' })).toEqual(['locked lentAt'])
    const { dueOn: _, ...without } = lent
    expect(ask('lend', { patch: without })).toContain('locked dueOn')
    expect(ask('lend', { patch: lent, more: { at: '2026-06-15T03:00:00.000Z' } })).toEqual(['locked lentAt'])
    expect(AT).toBe(lent.lentAt)
  })

  test('where a source has nothing to say nothing may be written either', () => {
    const before = aLoan()
    const patch = { returnedOn: TODAY, reason: 'water' }
    expect(ask('lose', { before, patch })).toEqual([])
    expect(ask('lose', { before, patch: { ...patch, reorder: true } })).toEqual(['locked reorder'])
    expect(ask('lose', { before: aLoan('lent', { reorder: true }), patch: { ...patch, reorder: true } })).toEqual([])
  })

  test('a number must lie in a block of the station, unless the case has it already', () => {
    const leased = (series: string, number: string) => series === 'slip' && number.endsWith('00001')
    expect(lend({}, { given: { leased } })).toEqual([])
    expect(lend({ slip: 'Lnorth2026-00002' }, { given: { leased } })).toEqual(['number slip'])
    const { slip: _, ...without } = lent
    expect(ask('lend', { patch: without })).toEqual(['number slip'])
    const again = aLoan('draft', { slip: 'Lnorth2026-00077' })
    expect(ask('lend', { before: again, patch: without, given: { leased } })).toEqual([])
  })

  test('checks hold after the act, and only for the acts they name', () => {
    const rare = { ...onShelf, copy: [aBook('shelf', { rare: true })] }
    expect(lend({}, { given: { related: rare } })).toEqual(['check deposit'])
    expect(lend({ deposit: 50 }, { given: { related: rare } })).toEqual([])
    expect(ask('edit', { patch: wish, given: { related: rare } })).toEqual([])
    const dear = event(book.type, 'edit', clerk, { price: 6000 })
    const answer = decide(book, aBook('shelf', {}, { id: 'c-1' }), dear, scopeOf(clerk))
    expect(answer).toMatchObject([{ code: 'check', field: 'rare', with: { check: 'dearIsRare' } }])
  })
})

describe('on what', () => {
  const changed = (station: string, seq: number) =>
    aLoan('draft', {}, { seq: 9, changedAt: { reader: { seq, station }, phone: { seq: 2, station } } })
  const edit = (before: Case, base: number) => ask('edit', { before, patch: { reader: '新名' }, more: { base } })

  test('a field that another station changed later is stale', () => {
    expect(edit(changed('s-2', 7), 6)).toEqual(['stale reader'])
    expect(edit(changed('s-2', 7), 7)).toEqual([])
  })

  test('one that only this station changed is not, nor is another field of the same case', () => {
    expect(edit(changed('s-1', 7), 6)).toEqual([])
    expect(ask('edit', { before: changed('s-2', 7), patch: { account: '123' }, more: { base: 6 } })).toEqual([])
  })
})
