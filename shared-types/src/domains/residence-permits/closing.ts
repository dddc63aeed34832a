import type { RecordType } from '../../model/record.ts'
import { closingAccess } from './access.ts'
import { state } from './conditions.ts'

/** 日结: what lay in the drawer at the end of a day, counted by hand. The balance compares it with the books. */
export const closing = {
  title: '{day}',
  fields: {
    day: { kind: 'date', required: true, notBefore: '2015-01-01', notAfter: { today: 0 } },
    blanksCounted: { kind: 'number', whole: true, min: 0, max: 100000, required: true },
    cardsCounted: { kind: 'number', whole: true, min: 0, max: 100000, required: true },
    note: { kind: 'text', max: 500, lines: true },
    countedBy: { kind: 'text', locked: true },
    closedAt: { kind: 'time', locked: true },
    recountReason: { kind: 'text', max: 200, locked: true },
  },
  keys: ['day'],
  workflow: {
    start: 'draft',
    states: { draft: { editable: true, tone: 'wait' }, closed: { tone: 'good' } },
    steps: {
      close: {
        from: ['draft'],
        to: 'closed',
        by: ['auxiliary', 'clerk', 'reviewer'],
        sets: { countedBy: { user: 'id' }, closedAt: { now: 'time' } },
      },
      recount: { from: ['closed'], to: 'draft', by: ['clerk', 'reviewer'], asks: ['recountReason'] },
    },
  },
  access: closingAccess,
  lookups: {
    sameDay: {
      record: 'residence-permits.closing',
      match: { day: 'day' },
      where: { all: [state('closed'), { field: '$unit', is: 'equal', to: { user: 'unit' } }] },
    },
  },
  checks: { twice: { fails: { some: 'sameDay' }, field: 'day', acts: ['close'] } },
  retention: { years: 'keepStockYears', ends: { closed: 'day' } },
  list: {
    columns: ['day', '$state', 'blanksCounted', 'cardsCounted', 'countedBy', 'closedAt', 'note'],
    search: ['note'],
    filters: ['day', '$state', '$unit'],
    newest: 'day',
  },
  form: [
    { section: 'count', fields: ['day', 'blanksCounted', 'cardsCounted', 'note'] },
    {
      section: 'course',
      fields: ['countedBy', 'closedAt', 'recountReason'],
      shown: { not: { field: 'closedAt', is: 'empty' } },
    },
  ],
} satisfies RecordType
