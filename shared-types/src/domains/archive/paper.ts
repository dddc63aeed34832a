import type { RecordType } from '../../model/record.ts'
import { paperAccess } from './access.ts'
import { expired, state, trusted } from './conditions.ts'
import { paperSteps } from './paper-steps.ts'

const filled = (field: string) => ({ not: { field, is: 'empty' } }) as const

/** 归档材料: what one person handed in once, with the case that it was given for, its pages and how far it is trusted. */
export const paper = {
  title: '{paperKind} {holderName} {givenNo}',
  fields: {
    paperHolder: { kind: 'personId', required: true },
    holderName: { kind: 'text', required: true, max: 50 },
    paperKind: { kind: 'choice', of: 'paperKinds', required: true },
    paperPages: { kind: 'files', accept: 'scan', max: 50, required: true },
    givenOn: { kind: 'date', required: true, notAfter: { today: 0 } },
    validUntil: { kind: 'date' },
    paperNote: { kind: 'text', max: 300, lines: true },
    /** The case that it was given with, its number, and which of its papers it is. */
    givenWith: { kind: 'text', locked: true },
    givenNo: { kind: 'text', max: 60, chars: 'code' },
    paperSlot: { kind: 'text', locked: true },
    paperVersion: { kind: 'number', whole: true, locked: true },
    trustLevel: { kind: 'choice', of: 'trustLevels', locked: true },
    trustedBy: { kind: 'text', locked: true },
    trustedOn: { kind: 'date', locked: true },
    attestedHow: { kind: 'text', max: 200, locked: true },
    voidNote: { kind: 'text', max: 200, locked: true },
  },
  keys: ['paperHolder', 'givenWith', 'givenNo', 'paperSlot'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'quiet' },
      filed: { tone: 'wait' },
      confirmed: { tone: 'good' },
      /** Not final: a case that is sent back files its paper anew. */
      void: { tone: 'bad' },
    },
    steps: paperSteps,
  },
  access: paperAccess,
  lookups: { uses: { record: 'archive.use', match: { usedPaper: '$id' } } },
  open: {
    where: state('filed', 'confirmed'),
    papers: {
      holder: 'paperHolder',
      kind: 'paperKind',
      pages: 'paperPages',
      given: 'givenOn',
      until: 'validUntil',
      trust: 'trustLevel',
    },
  },
  flags: {
    expired: { when: expired, tone: 'bad' },
    unconfirmed: { when: state('draft', 'filed'), tone: 'wait' },
    withdrawn: { when: state('void'), tone: 'bad' },
    lowTrust: { when: { all: [state('confirmed'), { not: trusted }] }, tone: 'wait' },
  },
  retention: { years: 'keepYears', ends: { filed: 'givenOn', confirmed: 'givenOn', void: '$updated' } },
  list: {
    columns: ['paperKind', 'holderName', 'paperHolder', 'givenNo', 'givenOn', 'validUntil', 'trustLevel', '$state'],
    search: ['holderName', 'paperHolder', 'paperKind', 'givenNo'],
    filters: ['paperKind', 'trustLevel', '$state', 'givenOn', 'validUntil', '$unit'],
    newest: 'givenOn',
  },
  form: [
    {
      section: 'paper',
      fields: ['paperHolder', 'holderName', 'paperKind', 'givenOn', 'validUntil', 'givenNo', 'paperPages', 'paperNote'],
    },
    {
      section: 'trust',
      fields: ['trustLevel', 'trustedBy', 'trustedOn', 'attestedHow', 'paperVersion', 'voidNote'],
      shown: filled('trustLevel'),
    },
    // Which case it came from is what the program goes by; a person goes by its number.
    { section: 'origin', fields: ['givenWith', 'paperSlot'], shown: { any: [] } },
  ],
} satisfies RecordType
