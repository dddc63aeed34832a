import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Domain, RecordWords } from '../../shared-types/src/model/domain.ts'
import type { Role, User } from '../../shared-types/src/model/person.ts'

const recordWords: RecordWords = { label: 'Parcel', fields: {}, sections: {}, states: {}, steps: {} }
const words = {
  label: 'Post',
  records: { parcel: recordWords },
  dictionaries: {},
  templates: {},
  desks: {},
  reports: {},
}

/** One record type with a field of every kind that a store treats in its own way. */
const post: Domain = {
  name: 'post',
  version: 1,
  records: {
    parcel: {
      fields: {
        name: { kind: 'text' },
        code: { kind: 'text' },
        size: { kind: 'choice', of: 'sizes' },
        sent: { kind: 'date' },
        seen: { kind: 'time' },
        weight: { kind: 'number' },
        fragile: { kind: 'flag' },
        place: { kind: 'address' },
        papers: { kind: 'files', accept: 'scan' },
        rows: { kind: 'table', columns: { what: { kind: 'text' } } },
      },
      workflow: { start: 'draft', states: { draft: { editable: true }, gone: {}, lost: { final: true } }, steps: {} },
      access: { clerk: { read: true, create: true, edit: true } },
      title: '{name}',
      list: { columns: ['name'], search: ['name'], newest: 'sent' },
      form: [],
      keys: ['code', 'size', 'place'],
    },
    note: {
      fields: { name: { kind: 'text' } },
      workflow: { start: 'draft', states: { draft: { editable: true } }, steps: {} },
      access: {},
      title: '{name}',
      list: { columns: ['name'], search: ['name'] },
      form: [],
    },
  },
  dictionaries: { sizes: ['small', 'large'] },
  templates: {},
  desks: {},
  reports: {},
  words: { 'zh-CN': words, en: words },
}

export const kinds = kindsOf([post])
export const parcel = kinds.get('post.parcel')!
export const note = kinds.get('post.note')!

export const user = (role: Role = 'clerk'): User => ({
  id: 'u1',
  post: 'p1',
  role,
  unit: 'north',
  units: ['north', 'north-1'],
  district: ['north', 'north-1', 'south'],
})

export const scope: Scope = { today: '2026-01-15', user: user(), parameters: {} }

/** A case with these values; anything else about it can be told too. */
export const caseOf = (id: string, data: Case['data'] = {}, rest: Partial<Case> = {}): Case => ({
  id,
  type: 'post.parcel',
  unit: 'north',
  state: 'draft',
  version: 1,
  seq: 1,
  unsent: 2,
  data,
  creator: 'u1',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
  changedAt: { name: { seq: 1, station: 's1' } },
  actors: { edit: ['u1'] },
  ...rest,
})
