import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { kindOf, kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { Case, CaseEvent, StoredEvent } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { Role, User } from '../../shared-types/src/model/person.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'

/** Cases, people and events of the toy domain, for the tests of the engine. */

export const kinds = kindsOf([libraryLoans])
export const book = kindOf(kinds, 'library-loans.book')
export const loan = kindOf(kinds, 'library-loans.loan')

export const TODAY = '2026-06-15'
export const AT = `${TODAY}T02:00:00.000Z`
const UNITS = ['north', 'south']

export const user = (role: Role, id: string = role, unit = 'north'): User => ({
  id,
  post: `${id}-1`,
  role,
  unit,
  units: role === 'supervisor' ? [...UNITS, 'district'] : [unit],
  district: [...UNITS, 'district'],
})

export const scope = (who: User, more: Partial<Scope> = {}): Scope => ({
  today: TODAY,
  user: who,
  parameters: {},
  ...more,
})

export const event = (type: string, act: string, who: User, patch: Data = {}, more: Partial<CaseEvent> = {}) =>
  ({
    id: 'e-1',
    caseId: 'c-1',
    type,
    act,
    patch,
    base: 0,
    by: { id: who.id, post: who.post, role: who.role, unit: who.unit },
    station: 's-1',
    at: AT,
    counter: 1,
    seen: AT,
    ...more,
  }) satisfies CaseEvent

export const stored = (given: CaseEvent, more: Partial<StoredEvent> = {}): StoredEvent => ({
  ...given,
  seq: 1,
  verdict: 'accepted',
  problems: [],
  ...more,
})

const caseOf = (type: string, state: string, data: Data, more: Partial<Case> = {}): Case => ({
  id: 'c-1',
  type,
  unit: 'north',
  state,
  version: 1,
  seq: 1,
  unsent: 0,
  data,
  creator: 'clerk',
  createdAt: AT,
  updatedAt: AT,
  changedAt: {},
  actors: {},
  ...more,
})

export const aBook = (state = 'shelf', data: Data = {}, more: Partial<Case> = {}): Case =>
  caseOf(book.type, state, { barcode: 'B-0001', title: '海图', kind: 'map', ...data }, { id: 'b-1', ...more })

/** What a reader fills in for a short loan. */
export const wish: Data = {
  readerId: '411523199103180068',
  reader: '周晓棠',
  birth: '1991-03-18',
  home: { area: '330402', street: '桂花街道', community: '模拟花园', building: '3幢', room: '501室' },
  barcode: 'B-0001',
  term: 'short',
}

/** The same with what the step `lend` sets. */
export const lent: Data = {
  ...wish,
  slip: 'Lnorth2026-00001',
  lentOn: TODAY,
  lentAt: AT,
  lentBy: 'clerk',
  branch: 'north',
  dueOn: '2026-07-13',
}

export const aLoan = (state = 'lent', data: Data = {}, more: Partial<Case> = {}): Case =>
  caseOf(loan.type, state, { ...(state === 'draft' ? wish : lent), ...data }, more)
