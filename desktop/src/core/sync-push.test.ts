import { expect, test } from 'vitest'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import { bare } from './sync-push.ts'

test('an event is sent as its author said it, every key of it, and nothing that others added', () => {
  // A new key of an event does not compile here until somebody has thought of it.
  const said: Required<CaseEvent> = {
    id: 'e',
    caseId: 'c',
    type: 'a.b',
    act: 'edit',
    patch: { name: '甲' },
    base: 0,
    by: { id: 'p', post: 'q', role: 'clerk', unit: 'u' },
    station: 's',
    at: '2026-01-02T03:04:05.000Z',
    counter: 7,
    seen: '',
    clock: 'behind',
    group: { id: 'e', size: 1, place: 0 },
    mends: 'f',
    mendsBase: 0,
    prev: 'a'.repeat(64),
  }
  expect(bare({ ...said, seq: 4, verdict: 'refused', problems: [], link: 'b'.repeat(64) })).toEqual(said)
})
