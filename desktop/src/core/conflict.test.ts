import { expect, test } from 'vitest'
import { kinds } from '../../../shared-types/src/domains/index.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { conflictOf, papersOf } from './conflict.ts'

const kind = kindOf(kinds, 'residence-permits.application')
const event = (id: string, more: Partial<StoredEvent>): StoredEvent => ({
  id,
  caseId: 'c',
  type: kind.type,
  act: 'edit',
  patch: {},
  base: 0,
  by: { id: 'zhang', post: 'p', role: 'clerk', unit: 'u' },
  station: 'one',
  at: '2026-03-10T01:00:00.000Z',
  counter: 1,
  seen: '',
  seq: 0,
  verdict: 'accepted',
  problems: [],
  ...more,
})
const begun = event('a', { seq: 1, patch: { phone: '1', note: 'n' } })
const mine = event('m', {
  base: 1,
  counter: 5,
  station: 'two',
  verdict: 'refused',
  patch: { phone: '3', note: 'mine' },
})

test('only what others wrote after the author had looked is in conflict, the last of it', () => {
  const events = [
    event('d', { seq: 4, patch: { phone: '4' } }),
    mine,
    event('own', { seq: 3, station: 'two', patch: { note: 'also mine' } }),
    event('no', { seq: 0, verdict: 'refused', patch: { note: 'never stood' } }),
    event('b', { seq: 2, patch: { phone: '2' } }),
    begun,
  ]
  const found = conflictOf(kind, mine, events)
  expect(found.since.map(e => e.id)).toEqual(['b', 'd'])
  expect([...found.fields].map(([field, { theirs, before }]) => [field, theirs.id, before])).toEqual([
    ['phone', 'd', '1'],
  ])
})

test('a mended event that is refused again is held against what its author had first seen', () => {
  const again = { ...mine, id: 'm2', base: 4, mendsBase: 1, mends: 'm' }
  expect(conflictOf(kind, again, [begun, event('b', { seq: 2, patch: { phone: '2' } })]).since.map(e => e.id)).toEqual([
    'b',
  ])
})

test('the papers of a statement are the files it brought, else the last of its author', () => {
  const scan = 'a'.repeat(64)
  const older = 'b'.repeat(64)
  const before = event('s', { counter: 2, patch: { evidence: [older] } })
  const elses = event('x', { counter: 3, by: { ...mine.by, id: 'li' }, patch: { evidence: [scan] } })
  expect(papersOf(kind, mine, [before, elses, mine])).toEqual([older])
  expect(papersOf(kind, { ...mine, patch: { evidence: [scan] } }, [before])).toEqual([scan])
  expect(papersOf(kind, mine, [elses])).toEqual([])
})
