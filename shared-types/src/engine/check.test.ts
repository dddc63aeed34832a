import { describe, expect, test } from 'vitest'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import type { Domain } from '../model/domain.ts'
import { check } from './check.ts'

type Plain = Record<string, unknown>

/** The toy domain with one place changed; `undefined` takes it out. */
function broken(path: string, value: unknown): Domain {
  const copy = structuredClone(libraryLoans) as unknown as Plain
  const names = path.split('.')
  const last = names.pop()!
  const at = names.reduce((o, name) => o[name] as Plain, copy)
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy as unknown as Domain
}

const nothing = { field: 'nothing', is: 'empty' }
const nowhere = { field: '$state', is: 'equal', to: 'nowhere' }
const own = 'library-loans: '

/** Sort of reference, where it is broken, with what, and the one complaint. */
const BREAKS: readonly (readonly [path: string, value: unknown, complaint: string])[] = [
  ['records.book.fields.kind.of', 'sorts', 'book field kind names dictionary sorts'],
  ['records.book.fields.authors.columns.part.of', 'sorts', 'book field authors.part names dictionary sorts'],
  ['records.book.fields.follows.to', 'library-loans.shelf', 'book field follows names record type library-loans.shelf'],
  ['records.book.fields.issue.shown', nothing, 'book field issue names field nothing'],
  ['records.book.fields.barcode.required', { not: nowhere }, 'book field barcode names state nowhere'],
  ['records.loan.fields.term.offer.0.when', { entitled: 'luck' }, 'loan field term names entitlement luck'],
  [
    'records.book.fields.issue.shown',
    { field: 'kind', is: 'equal', to: 'tape' },
    'book field issue names code tape of dictionary kinds',
  ],
  ['records.book.list.columns.0', 'shoe', 'book list names field shoe'],
  ['records.book.list.search.0', 'shoe', 'book search names field shoe'],
  ['records.book.list.filters.0', 'shoe', 'book list names field shoe'],
  ['records.book.list.newest', 'shoe', 'book list names field shoe'],
  ['records.book.form.1.fields.0', 'shoe', 'book form purchase names field shoe'],
  ['records.book.form.2.shown', nothing, 'book form end names field nothing'],
  ['records.book.title', '{shoe}', 'book title names field shoe'],
  ['records.book.imports.fields.0', 'shoe', 'book import names field shoe'],
  ['records.book.imports.act', 'swallow', 'book import names step swallow'],
  ['records.book.imports.key', ['title'], 'book import names key title'],
  ['records.loan.card.name', 'shoe', 'loan card names field shoe'],
  ['records.book.workflow.start', 'nowhere', 'book workflow names state nowhere'],
  ['records.book.workflow.steps.shelve.from', ['nowhere'], 'book step shelve names state nowhere'],
  ['records.book.workflow.steps.shelve.to', 'nowhere', 'book step shelve names state nowhere'],
  ['records.loan.workflow.steps.extend.notBy', ['dance'], 'loan step extend names step dance'],
  ['records.loan.workflow.steps.lose.asks', ['shoe'], 'loan step lose names field shoe'],
  ['records.loan.workflow.steps.extend.sets.shoe', { value: 1 }, 'loan step extend names field shoe'],
  ['records.loan.workflow.steps.extend.sets.dueOn', { later: { field: 'shoe' } }, 'loan step extend names field shoe'],
  ['records.loan.workflow.steps.lend.sets.slip', { number: 'shoe' }, 'loan step lend names series shoe'],
  ['records.loan.workflow.steps.giveBack.identity.evidence', 'shoe', 'loan step giveBack names field shoe'],
  [
    'records.loan.workflow.steps.lend.guards.onShelf',
    { some: 'shelves' },
    'loan step lend guard onShelf names lookup shelves',
  ],
  ['records.loan.workflow.steps.lend.also.0.record', 'shelf', 'loan step lend names record type library-loans.shelf'],
  ['records.loan.workflow.steps.lend.also.0.act', 'dance', 'loan step lend names step dance of library-loans.book'],
  [
    'records.loan.workflow.steps.lend.also.0.find',
    { title: { field: 'reader' } },
    'loan step lend names key title of library-loans.book',
  ],
  [
    'records.loan.workflow.steps.lose.also.0.set.shoe',
    { value: 1 },
    'loan step lose names field shoe of library-loans.book',
  ],
  ['records.loan.workflow.steps.lose.also.1.when', nothing, 'loan step lose names field nothing'],
  ['records.loan.workflow.steps.lend.prints.template', 'shoe', 'loan step lend names template shoe'],
  ['records.loan.workflow.steps.printCard.prints.outcome.void', 'dance', 'loan step printCard names step dance'],
  ['records.loan.access.clerk.read', nothing, 'loan access clerk names field nothing'],
  [
    'records.loan.access.clerk.read',
    { some: 'copy' },
    'loan access clerk names copy in a condition that the database must answer',
  ],
  ['records.loan.lookups.openLoans.where', nowhere, 'loan lookup openLoans names state nowhere'],
  ['records.loan.lookups.copy.match', { title: 'barcode' }, 'loan lookup copy names key title of library-loans.book'],
  ['records.loan.lookups.copy.match', { barcode: 'shoe' }, 'loan lookup copy names field shoe'],
  ['records.loan.entitlements.longTerm.from.0.lookup', 'shoe', 'loan entitlement longTerm names lookup shoe'],
  [
    'records.loan.entitlements.longTerm.from.0.since',
    'shoe',
    'loan entitlement longTerm names field shoe of library-loans.loan',
  ],
  ['records.loan.entitlements.longTerm.several', 'shoe', 'loan entitlement longTerm names parameter shoe'],
  ['records.loan.checks.dueFirst.fails', nothing, 'loan check dueFirst names field nothing'],
  ['records.loan.checks.dueFirst.field', 'shoe', 'loan check dueFirst names field shoe'],
  ['records.loan.checks.depositMissing.acts', ['dance'], 'loan check depositMissing names step dance'],
  ['records.loan.flags.overdue.when', nothing, 'loan flag overdue names field nothing'],
  ['records.loan.limits.give.states', ['nowhere'], 'loan limit give names state nowhere'],
  ['records.loan.limits.give.from', 'shoe', 'loan limit give names field shoe'],
  ['records.loan.limits.give.due', 'shoe', 'loan limit give names parameter shoe'],
  ['records.loan.retention.years', 'shoe', 'loan retention names parameter shoe'],
  ['records.loan.retention.ends.lent', 'shoe', 'loan retention names date field shoe'],
  ['records.loan.retention.ends.lent', 'reader', 'loan retention names date field reader'],
  ['records.loan.retention.ends.nowhere', '$updated', 'loan retention names state nowhere'],
  ['templates.slip.pages.0.1.text', '{shoe}', 'template slip names field shoe'],
  ['desks.stocktaking.balance', 'shoe', 'desk stocktaking names balance shoe'],
  ['desks.toReturn.steps', ['dance'], 'desk toReturn names step dance'],
  ['desks.toReturn.where', nowhere, 'loan desk toReturn names state nowhere'],
  ['desks.lending.step', 'dance', 'desk lending names step dance'],
  ['desks.lending.person', 'shoe', 'desk lending names field shoe'],
  ['desks.lending.history', ['shoe'], 'desk lending names lookup shoe'],
  ['desks.lending.entitlement', 'shoe', 'desk lending names entitlement shoe'],
  ['desks.books.record', 'shelf', 'desk books names record type shelf'],
  ['reports.lent.by', ['shoe'], 'report lent names field shoe'],
  ['reports.lent.where', nothing, 'loan report lent names field nothing'],
  ['reports.lent.record', 'shelf', 'report lent names record type shelf'],
  ['tiles.days.report', 'shoe', 'tile days names report shoe'],
  ['tiles.days.days', undefined, 'tile days names its days'],
  ['tiles.states.by', ['shoe'], 'tile states names field shoe'],
  ['tiles.states.by', [], 'tile states names its bars'],
  ['tiles.out.states', ['nowhere'], 'tile out names state nowhere'],
  ['balances.stock.counts.out.where', nowhere, 'book balance stock count out names state nowhere'],
  ['balances.stock.equal.lent.left', ['shoe'], 'balance stock names count shoe'],
  [
    'balances.stock.differences.outWithoutLoan.where',
    { some: 'shoe' },
    'book balance stock difference outWithoutLoan names lookup shoe',
  ],
]

test('the toy domain itself is whole', () => {
  expect(check([libraryLoans])).toEqual([])
})

describe('one broken reference is one complaint that says where and what', () => {
  test.each(BREAKS)('%s', (path, value, complaint) => {
    expect(check([broken(path, value)])).toEqual([`${own}${complaint}, which does not exist`])
  })
})

describe('words', () => {
  test.each([
    ['words.en.records.book.fields.title', 'words en lack records.book.fields.title'],
    ['words.en.dictionaries.kinds.map', 'words en lack dictionaries.kinds.map'],
    ['words.zh-CN.desks.lending', 'words zh-CN lack desks.lending'],
  ])('%s', (path, complaint) => {
    expect(check([broken(path, undefined)])).toEqual([own + complaint])
  })

  test('an empty text is none, and a text for nothing is told too', () => {
    expect(check([broken('words.en.desks.lending', '')])).toEqual([`${own}words en lack desks.lending`])
    expect(check([broken('words.en.desks.shoe', 'Shoe')])).toEqual([
      `${own}words en have desks.shoe, which nothing uses`,
    ])
  })
})

describe('how long cases are kept', () => {
  test('a record type must say it, for every state that ends a case', () => {
    const silent = broken('records.loan.retention', undefined)
    const words = ['zh-CN', 'en'].map(l => `${own}words ${l} have records.loan.retention, which nothing uses`)
    expect(check([silent])).toEqual([`${own}loan does not say how long its cases are kept`, ...words])
    expect(check([broken('records.loan.retention.ends.lost', undefined)])).toEqual([
      `${own}loan keeps cases in state lost for ever`,
    ])
    expect(check([broken('words.en.records.loan.retention', undefined)])).toEqual([
      `${own}words en lack records.loan.retention`,
    ])
  })

  test.each([
    ['parameters.keepYears', { default: true }],
    ['parameters.keepYears', { default: 5 }],
    ['parameters.keepYears.min', 0],
  ])('and the years are a number of at least one: %s %j', (path, value) => {
    const complaint = 'retention takes keepYears, which is no number of at least one year'
    expect(check([broken(path, value)])).toEqual([`${own}book ${complaint}`, `${own}loan ${complaint}`])
  })
})

describe('a record about a measure on a person names its statutory basis and a review date', () => {
  const basis = `${own}loan is about a measure on a person and has no required choice of the statutory basis`
  const review = `${own}loan is about a measure on a person and has no required review date`

  test.each([
    [{}, [basis, review]],
    [{ basis: 'term' }, [review]],
    [{ basis: 'reader', review: 'dueOn' }, [basis, review]],
    [{ basis: 'shoe', review: 'shoe' }, [basis, review]],
  ])('%j', (measure, complaints) => {
    expect(check([broken('records.loan.measure', measure)])).toEqual(complaints)
  })

  test('with both it is whole', () => {
    const loan = structuredClone(libraryLoans.records.loan) as unknown as Plain
    loan.measure = { basis: 'term', review: 'dueOn' }
    const fields = loan.fields as Record<string, Plain>
    fields.term!.required = true
    fields.dueOn!.required = true
    expect(check([broken('records.loan', loan)])).toEqual([])
    fields.dueOn!.required = { field: 'term', is: 'equal', to: 'long' }
    expect(check([broken('records.loan', loan)])).toEqual([review])
  })
})
