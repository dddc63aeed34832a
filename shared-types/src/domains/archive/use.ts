import type { RecordType } from '../../model/record.ts'
import { useAccess } from './access.ts'
import { state } from './conditions.ts'

/** 材料使用登记: one use of a paper, in place of one that would have been handed in, or as a copy. Nobody changes a row. */
export const use = {
  title: '{usedPaper} {usedFor}',
  fields: {
    usedPaper: { kind: 'link', to: 'archive.paper', required: true },
    usePurpose: { kind: 'choice', of: 'usePurposes', required: true },
    useNote: { kind: 'text', max: 200 },
    /** The last day of a copy. */
    copyUntil: {
      kind: 'date',
      notBefore: { today: 0 },
      notAfter: { today: 90 },
      required: { field: 'usedAs', is: 'equal', to: 'copy' },
    },
    usedAs: { kind: 'choice', of: 'useWays', locked: true },
    usedWith: { kind: 'text', locked: true },
    usedFor: { kind: 'text', locked: true },
    usedBy: { kind: 'text', locked: true },
    usedAt: { kind: 'time', locked: true },
    usedOn: { kind: 'date', locked: true },
  },
  keys: ['usedPaper', 'usedWith'],
  workflow: {
    start: 'draft',
    states: { draft: { editable: true, tone: 'quiet' }, used: { final: true, tone: 'good' } },
    steps: {
      reuse: { from: ['draft'], to: 'used', by: ['auxiliary', 'clerk', 'reviewer'], hidden: true },
      copy: {
        from: ['draft'],
        to: 'used',
        by: ['clerk', 'reviewer'],
        // Which paper is asked for as such, and not called withdrawn.
        guards: {
          standing: {
            any: [
              { field: 'usedPaper', is: 'empty' },
              { some: 'papers', where: state('filed', 'confirmed') },
            ],
          },
        },
        asks: ['usedPaper', 'usePurpose', 'copyUntil'],
        sets: {
          usedAs: { value: 'copy' },
          usedBy: { user: 'id' },
          usedAt: { now: 'time' },
          usedOn: { now: 'date' },
        },
      },
    },
  },
  access: useAccess,
  lookups: { papers: { record: 'archive.paper', match: { $id: 'usedPaper' } } },
  retention: { years: 'keepYears', ends: { used: 'usedOn' } },
  list: {
    columns: ['usedAt', 'usedPaper', 'usedAs', 'usePurpose', 'usedFor', 'usedBy', 'copyUntil'],
    search: ['usedFor'],
    filters: ['usedAs', 'usePurpose', 'usedOn', 'usedBy', '$unit'],
    newest: 'usedAt',
  },
  form: [
    { section: 'use', fields: ['usedPaper', 'usePurpose', 'useNote', 'copyUntil'] },
    {
      section: 'course',
      fields: ['usedAs', 'usedFor', 'usedBy', 'usedAt', 'usedOn'],
      shown: { not: { field: 'usedAs', is: 'empty' } },
    },
    { section: 'origin', fields: ['usedWith'], shown: { any: [] } },
  ],
} satisfies RecordType
