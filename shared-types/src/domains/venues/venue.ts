import type { RecordType } from '../../model/record.ts'
import { venueAccess } from './access.ts'
import { open, unset } from './conditions.ts'
import { venueSteps } from './venue-steps.ts'

/** What a person must fill in; of a venue that appeared by its scans nobody knows more than its code. */
const byHand = { not: { field: 'origin', is: 'equal', to: 'scans' } } as const

/** 公共场所: where people scan in, whose it is to supervise, and how many scans a day are few and many. */
export const venue = {
  title: '{name} {venueCode}',
  fields: {
    venueCode: { kind: 'text', chars: 'code', required: true, min: 1, max: 40 },
    name: { kind: 'text', required: true, max: 100 },
    category: { kind: 'choice', of: 'categories', required: byHand },
    street: { kind: 'text', max: 50, required: byHand },
    address: { kind: 'text', max: 200 },
    personInCharge: { kind: 'text', max: 50, masked: true },
    phone: { kind: 'phone' },
    registeredOn: { kind: 'date', required: true, notBefore: '1985-01-01', notAfter: { today: 0 } },
    note: { kind: 'text', max: 300, lines: true },
    origin: { kind: 'choice', of: 'origins', locked: true },
    /** May be left open when a venue is registered; the step that sets it needs one. */
    supervisingUnit: { kind: 'unit', locked: true, required: false },
    assignedBy: { kind: 'text', locked: true },
    assignedOn: { kind: 'date', locked: true },
    minPerDay: { kind: 'number', whole: true, min: 0, max: 1000000, locked: true, required: false },
    maxPerDay: { kind: 'number', whole: true, min: 0, max: 1000000, locked: true, required: false },
    thresholdsBy: { kind: 'text', locked: true },
    thresholdsOn: { kind: 'date', locked: true },
    closeReason: { kind: 'text', max: 200, locked: true },
    closedOn: { kind: 'date', locked: true },
  },
  keys: ['venueCode', 'supervisingUnit'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'quiet' },
      open: { editable: true, tone: 'good' },
      closed: { final: true, tone: 'quiet' },
    },
    steps: venueSteps,
  },
  access: venueAccess,
  lookups: { same: { record: 'venues.venue', match: { venueCode: 'venueCode' }, where: open } },
  checks: {
    twice: { fails: { some: 'same' }, field: 'venueCode', acts: ['register', 'appear', 'edit', 'reopen'] },
    minOverMax: { fails: { field: 'minPerDay', is: 'more', to: { field: 'maxPerDay' } }, field: 'minPerDay' },
  },
  flags: {
    noUnit: { when: { all: [open, unset] }, tone: 'wait' },
    noThresholds: {
      when: {
        all: [open, { not: unset }, { field: 'minPerDay', is: 'empty' }, { field: 'maxPerDay', is: 'empty' }],
      },
      tone: 'wait',
    },
  },
  counted: { fact: 'scan', by: 'venueCode', lines: ['minPerDay', 'maxPerDay'] },
  traced: ['minPerDay', 'maxPerDay'],
  retention: { years: 'keepYears', ends: { closed: 'closedOn' } },
  list: {
    columns: ['venueCode', 'name', 'category', 'street', 'supervisingUnit', 'minPerDay', 'maxPerDay', '$state'],
    search: ['venueCode', 'name', 'address', 'street'],
    filters: ['$state', 'category', 'street', 'supervisingUnit', 'origin', 'registeredOn', 'thresholdsOn'],
    newest: 'registeredOn',
  },
  form: [
    {
      section: 'venue',
      fields: ['venueCode', 'name', 'category', 'street', 'address', 'personInCharge', 'phone', 'registeredOn', 'note'],
    },
    {
      section: 'supervision',
      fields: [
        'supervisingUnit',
        'minPerDay',
        'maxPerDay',
        'origin',
        'assignedBy',
        'assignedOn',
        'thresholdsBy',
        'thresholdsOn',
      ],
    },
    { section: 'end', fields: ['closeReason', 'closedOn'], shown: { not: { field: 'closedOn', is: 'empty' } } },
  ],
  imports: {
    act: 'register',
    fields: [
      'venueCode',
      'name',
      'category',
      'street',
      'address',
      'personInCharge',
      'phone',
      'supervisingUnit',
      'minPerDay',
      'maxPerDay',
      'registeredOn',
      'note',
    ],
    key: ['venueCode'],
  },
} satisfies RecordType
