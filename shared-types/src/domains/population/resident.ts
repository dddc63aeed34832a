import type { RecordType } from '../../model/record.ts'
import { access } from './access.ts'
import { registration } from './registration.ts'

const current = {
  all: [
    { field: '$state', is: 'equal', to: 'active' },
    { field: 'leftOn', is: 'empty' },
  ],
} as const

/** 流动人口登记: who lives where, since when. */
export const resident = {
  title: '{name} {citizenId}',
  fields: {
    citizenId: { kind: 'personId', required: true },
    name: { kind: 'text', required: true, max: 50 },
    sex: { kind: 'choice', of: 'sexes', required: true },
    nation: { kind: 'choice', of: 'nations' },
    birth: { kind: 'date', required: true, notBefore: '1900-01-01', notAfter: { today: 0 } },
    homeAddress: { kind: 'text', max: 200 },
    phone: { kind: 'phone' },
    address: { kind: 'address', required: true },
    dwelling: { kind: 'choice', of: 'dwellings', required: true },
    landlord: { kind: 'text', max: 50, shown: { field: 'dwelling', is: 'in', to: ['rented', 'shared'] } },
    landlordPhone: { kind: 'phone', shown: { field: 'dwelling', is: 'in', to: ['rented', 'shared'] } },
    purpose: { kind: 'choice', of: 'purposes', required: true },
    livedSince: { kind: 'date', required: true, notBefore: '1950-01-01', notAfter: { today: 0 } },
    registeredOn: { kind: 'date', required: true, notBefore: '1985-01-01', notAfter: { today: 0 } },
    leftOn: { kind: 'date', notAfter: { today: 0 } },
    leftReason: { kind: 'choice', of: 'leavings', shown: { not: { field: 'leftOn', is: 'empty' } } },
    officer: { kind: 'text', max: 50 },
    source: {
      kind: 'choice',
      of: 'sources',
      required: true,
      offer: [{ value: 'window', when: { all: [] } }],
    },
    voidNote: { kind: 'text', max: 200, locked: true },
    note: { kind: 'text', max: 500, lines: true },
  },
  keys: ['citizenId', 'livedSince'],
  workflow: registration({ end: 'leave', ended: 'left', reopen: 'comeBack', asks: ['leftOn', 'leftReason'] }),
  access,
  lookups: {
    current: { record: 'population.resident', match: { citizenId: 'citizenId' }, where: current },
    employments: {
      record: 'population.employment',
      match: { citizenId: 'citizenId' },
      where: { field: '$state', is: 'in', to: ['active', 'ended'] },
    },
  },
  checks: {
    leftFirst: { fails: { field: 'leftOn', is: 'less', to: { field: 'livedSince' } }, field: 'leftOn' },
    registeredFirst: { fails: { field: 'registeredOn', is: 'less', to: { field: 'livedSince' } }, field: 'livedSince' },
    unborn: { fails: { field: 'livedSince', is: 'less', to: { field: 'birth' } }, field: 'livedSince' },
    twice: {
      fails: { all: [current, { some: 'current' }] },
      field: 'citizenId',
      acts: ['register', 'edit', 'comeBack'],
    },
  },
  flags: {
    leaving: {
      when: {
        all: [{ field: '$state', is: 'equal', to: 'active' }, { not: { field: 'leftOn', is: 'empty' } }],
      },
      tone: 'wait',
    },
  },
  retention: { years: 'keepYears', ends: { left: 'leftOn', void: '$updated' } },
  list: {
    columns: ['name', 'citizenId', 'sex', 'address', 'livedSince', 'registeredOn', 'leftOn', 'officer'],
    search: ['name', 'citizenId', 'phone'],
    filters: ['registeredOn', 'livedSince', 'dwelling', 'purpose', 'source', 'officer'],
    newest: 'registeredOn',
  },
  form: [
    { section: 'person', fields: ['citizenId', 'name', 'sex', 'nation', 'birth', 'homeAddress', 'phone'] },
    { section: 'dwelling', fields: ['address', 'dwelling', 'landlord', 'landlordPhone', 'purpose', 'livedSince'] },
    { section: 'registration', fields: ['registeredOn', 'officer', 'source', 'note'] },
    {
      section: 'end',
      fields: ['leftOn', 'leftReason', 'voidNote'],
      shown: { any: [{ field: '$state', is: 'in', to: ['left', 'void'] }, { not: { field: 'leftOn', is: 'empty' } }] },
    },
  ],
  card: {
    number: 'citizenId',
    name: 'name',
    sex: 'sex',
    nation: 'nation',
    birth: 'birth',
    address: 'homeAddress',
  },
  open: { where: { field: '$state', is: 'in', to: ['active', 'left'] }, person: true },
  imports: {
    act: 'register',
    fields: [
      'citizenId',
      'name',
      'sex',
      'nation',
      'birth',
      'homeAddress',
      'phone',
      'address',
      'dwelling',
      'landlord',
      'landlordPhone',
      'purpose',
      'livedSince',
      'registeredOn',
      'leftOn',
      'leftReason',
      'officer',
      'source',
      'note',
    ],
    key: ['citizenId', 'livedSince'],
  },
} satisfies RecordType
