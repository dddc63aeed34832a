import { expect, test } from 'vitest'
import { entitlements } from '../../../shared-types/src/engine/entitlement.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { fold } from '../../../shared-types/src/engine/fold.ts'
import { kindOf, kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { blank, screen } from '../../../shared-types/src/engine/screen.ts'
import type { Case, StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Role } from '../../../shared-types/src/model/person.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import type { ViewCell } from '../api/cases.ts'
import { cellText, rowOf } from './rows.ts'
import { standingsOf } from './standings.ts'
import { templatesOf, type ViewParts, viewOf } from './view.ts'
import type { Wording } from './wording.ts'

const kinds = kindsOf([libraryLoans])
const loan = kindOf(kinds, 'library-loans.loan')
const book = kindOf(kinds, 'library-loans.book')
const READER = '320583197907044170'

const words: Wording = {
  language: 'zh-CN',
  zone: 'Asia/Shanghai',
  unitName: id => ({ u1: '东馆', u2: '西馆' })[id] ?? id,
  personName: id => ({ p1: '何馆员', p2: '李主管' })[id] ?? id,
  stationName: id => `${id} 号窗口`,
}

const scopeOf = (role: Role, more: Partial<Scope> = {}): Scope => ({
  today: '2026-11-22',
  user: { id: 'p1', post: 'post1', role, unit: 'u1', units: ['u1'], district: ['u1', 'u2'] },
  parameters: {},
  ...more,
})

function event(n: number, act: string, patch: Data, more: Partial<StoredEvent> = {}): StoredEvent {
  return {
    id: `e${n}`,
    caseId: 'l1',
    type: loan.type,
    act,
    patch,
    base: 0,
    by: { id: 'p1', post: 'post1', role: 'clerk', unit: 'u1' },
    station: 's1',
    at: `2026-11-0${n}T02:30:00Z`,
    counter: n,
    seen: '',
    seq: n,
    verdict: 'accepted',
    problems: [],
    ...more,
  }
}

const draftEvents = [
  event(1, 'edit', {
    readerId: READER,
    reader: '田𠮷祥',
    phone: '13800001234',
    barcode: 'B00042',
    account: '622200001111',
    term: 'short',
  }),
]
const lentEvents = [
  ...draftEvents,
  event(2, 'lend', {
    slip: 'L-2026-00007',
    lentOn: '2026-11-02',
    lentAt: '2026-11-02T02:30:00Z',
    lentBy: 'p1',
    branch: 'u1',
    dueOn: '2026-11-30',
  }),
]

function shown(
  events: readonly StoredEvent[],
  role: Role = 'clerk',
  more: Partial<ViewParts> = {},
  scopeMore: Partial<Scope> = {},
) {
  const c = fold(loan, events)!
  const scope = scopeOf(role, scopeMore)
  return viewOf(loan, c, screen(loan, c, scope), { kinds, scope, words, events, sending: () => 'waiting', ...more })
}

const cell = (view: ReturnType<typeof shown>, name: string): ViewCell =>
  view.sections.flatMap(s => s.cells).find(one => one.name === name)!

test('masked values do not leave the core where they may not be edited, not in any corner of the view', () => {
  const view = shown(lentEvents)
  expect(cell(view, 'readerId')).toMatchObject({
    value: undefined,
    text: '320583********4170',
    masked: true,
    label: '证件号码',
  })
  expect(cell(view, 'phone')).toMatchObject({ value: undefined, text: '138****1234' })
  expect(cell(view, 'account')).toMatchObject({ value: undefined, text: '6**********1' })
  expect(JSON.stringify(view)).not.toContain(READER)
  expect(JSON.stringify(view)).not.toContain('13800001234')
  expect(JSON.stringify(view)).not.toContain('622200001111')
})

test('typed by the person just now: then the value is there; theirs to edit is not enough', () => {
  expect(cell(shown(lentEvents, 'clerk', { entered: { phone: '13800001234' } }), 'phone')).toMatchObject({
    value: '13800001234',
    masked: false,
  })
  expect(cell(shown(draftEvents), 'readerId')).toMatchObject({
    value: undefined,
    text: '320583********4170',
    editable: true,
    masked: true,
    reveal: true,
  })
  expect(JSON.stringify(shown(draftEvents))).not.toContain(READER)
  const reviewer = shown(draftEvents, 'reviewer')
  expect(reviewer.editable).toBe(false)
  expect(JSON.stringify(reviewer)).not.toContain(READER)
})

test('people, units, states, dates and steps stand in words, in both languages', () => {
  const view = shown(lentEvents)
  expect(view).toMatchObject({
    title: '田𠮷祥 L-2026-00007',
    stateText: '借出',
    tone: 'wait',
    unitName: '东馆',
    sending: 'waiting',
    editable: false,
  })
  expect(cell(view, 'lentBy').text).toBe('何馆员')
  expect(cell(view, 'branch').text).toBe('东馆')
  expect(cell(view, 'lentAt').text).toBe('2026年11月2日 10:30')
  const en = shown(lentEvents, 'clerk', { words: { ...words, language: 'en' } })
  expect(en.stateText).toBe('Lent')
  expect(cell(en, 'dueOn')).toMatchObject({ label: 'Due on', text: '2026-11-30' })
})

test('steps come with their refusals in sentences that name the fields, and with what they ask for', () => {
  const byOthers = lentEvents.map(e => ({ ...e, by: { ...e.by, id: 'p2' } }))
  const late = shown([...byOthers, event(3, 'edit', { dueOn: '2026-11-10' })], 'reviewer')
  const extend = late.steps.find(s => s.name === 'extend')!
  expect(extend.refusals.map(r => r.text)).toEqual(['已过“应还日期”，不能续借。请办理归还。'])
  const lose = late.steps.find(s => s.name === 'lose')!
  expect(lose).toMatchObject({ danger: true, identity: false, refusals: [] })
  expect(lose.prints).toBeUndefined()
  expect(lose.asked).toMatchObject([
    { name: 'reason', label: '原因', editable: true, required: true, value: undefined, text: '' },
  ])
  const clerk = shown(lentEvents)
  expect(clerk.steps.find(s => s.name === 'printCard')).toMatchObject({ prints: { form: '读者卡' } })
  expect(clerk.steps.find(s => s.name === 'giveBack')).toMatchObject({ identity: true })
  const asked = shown(lentEvents, 'clerk', { problems: [{ code: 'required', field: 'reason' }] })
  expect(asked.problems[0]!.text).toBe('请填写“原因”。')
  expect(asked.steps.find(s => s.name === 'lose')!.asked[0]!.problem!.text).toBe('请填写“原因”。')
})

test('history is newest first, with what changed in words, covered, and refusals with their reasons', () => {
  const refused = event(
    3,
    'extend',
    { dueOn: '2026-12-30' },
    {
      seq: 0,
      verdict: 'refused',
      clock: 'behind',
      by: { id: 'p2', post: 'x', role: 'reviewer', unit: 'u2' },
      problems: [{ code: 'four-eyes', with: { step: 'extend' } }],
    },
  )
  const { history } = shown([...lentEvents, refused])
  expect(history.map(h => [h.actText, h.by, h.unitName, h.verdict, h.clock])).toEqual([
    ['续借', '李主管', '西馆', 'refused', true],
    ['借出', '何馆员', '东馆', 'accepted', false],
    ['修改', '何馆员', '东馆', 'accepted', false],
  ])
  expect(history[0]!.problems[0]!.text).toBe('您已参与办理本件，不能再“续借”。请由另一位同事办理。')
  expect(history[0]!.station).toBe('s1 号窗口')
  expect(history[2]!.changes).toContainEqual({ field: 'readerId', label: '证件号码', text: '320583********4170' })
})

test('a field that only some roles see is in no cell and in no line of history for the others', () => {
  const c: Case = {
    ...blank(book, 'b1', scopeOf('clerk'), '2026-01-01T00:00:00Z'),
    version: 1,
    state: 'shelf',
    data: { barcode: 'B00042', title: '书', remark: '内部' },
  }
  const events = [event(1, 'edit', { barcode: 'B00042', remark: '内部' }, { type: book.type, caseId: 'b1' })]
  const view = (role: Role) => {
    const scope = scopeOf(role)
    return viewOf(book, c, screen(book, c, scope), { kinds, scope, words, events, sending: () => 'sent' })
  }
  expect(JSON.stringify(view('clerk'))).not.toContain('内部')
  expect(JSON.stringify(view('supervisor'))).toContain('内部')
})

test('related records are rows of what the person may read, without the case itself', () => {
  const other = { ...fold(loan, lentEvents)!, id: 'l2' }
  const elsewhere = { ...other, id: 'l3', unit: 'u2' }
  const { related } = shown(
    lentEvents,
    'clerk',
    {},
    { related: { loans: [fold(loan, lentEvents)!, other, elsewhere], copy: [] } },
  )
  expect(related.map(r => [r.lookup, r.rows.map(row => row.id)])).toEqual([
    ['loans', ['l2']],
    ['copy', []],
  ])
  expect(related[0]!.rows[0]!.cells.readerId).toBe('320583********4170')
})

test('standings say now, later and never, and nothing while nobody is named', () => {
  const spell = (id: string, lentOn: string, returnedOn?: string): Case => ({
    ...fold(loan, lentEvents)!,
    id,
    data: { reader: '田𠮷祥', readerId: READER, lentOn, ...(returnedOn && { returnedOn }) },
  })
  const c = fold(loan, draftEvents)!
  const said = (loans: Case[], language: 'zh-CN' | 'en' = 'zh-CN') => {
    const scope = scopeOf('clerk', { related: { loans } })
    return standingsOf(kinds, loan, c, { ...scope, entitled: entitlements(loan, scope) }, language)[0]!
  }
  expect(said([spell('a', '2026-01-05')])).toMatchObject({
    now: true,
    on: '2026-07-05',
    text: '累计借阅已满 6 个月，可长期借阅。',
    label: '长期借阅',
  })
  const later = said([spell('a', '2026-06-01')])
  expect(later).toMatchObject({ now: false, on: '2026-12-01', text: '2026年12月1日 起可长期借阅，还差 9 天。' })
  expect(later.spells).toEqual([{ title: '田𠮷祥', since: '2026-06-01' }])
  expect(said([])).toMatchObject({ now: false, text: '没有借阅记录，暂不能长期借阅。' })
  expect(said([], 'en').text).toBe('No loans so far, so no long loan.')
  expect(standingsOf(kinds, loan, blank(loan, 'x', scopeOf('clerk'), ''), scopeOf('clerk'), 'zh-CN')).toEqual([])
})

test('forms to print are those of a saved case, without lists and without cards', () => {
  expect(templatesOf(loan, fold(loan, lentEvents)!)).toEqual(['slip'])
  expect(templatesOf(loan, blank(loan, 'x', scopeOf('clerk'), ''))).toEqual([])
  expect(templatesOf(book, { ...blank(book, 'x', scopeOf('clerk'), ''), version: 1 })).toEqual(['authors'])
})

test('a row has the columns of its list in words, its flags and its state', () => {
  const c = fold(loan, [...lentEvents, event(3, 'edit', { dueOn: '2026-11-10' })])!
  const row = rowOf(loan, c, { scope: scopeOf('clerk'), words, sending: () => 'refused' })
  expect(row).toMatchObject({
    id: 'l1',
    title: '田𠮷祥 L-2026-00007',
    stateText: '借出',
    tone: 'wait',
    unitName: '东馆',
    sending: 'refused',
  })
  expect(row.due.flags).toEqual(['overdue'])
  expect(row.cells).toEqual({
    slip: 'L-2026-00007',
    reader: '田𠮷祥',
    readerId: '320583********4170',
    barcode: 'B00042',
    lentOn: '2026年11月2日',
    dueOn: '2026年11月10日',
  })
  expect(['$state', '$unit', '$creator', '$id'].map(name => cellText(loan, c, name, words))).toEqual([
    '借出',
    '东馆',
    '何馆员',
    'l1',
  ])
  const linked = { ...blank(book, 'b1', scopeOf('clerk'), ''), data: { follows: 'b0' } }
  expect(cellText(book, linked, 'follows', { ...words, linkTitle: id => (id === 'b0' ? '上册' : undefined) })).toBe(
    '上册',
  )
})
