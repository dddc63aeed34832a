import type { RecordType } from '../../model/record.ts'
import { access } from './access.ts'
import { registration } from './registration.ts'

const current = {
  all: [
    { field: '$state', is: 'equal', to: 'active' },
    { field: 'until', is: 'empty' },
  ],
} as const

/** 从业人员登记: who works for which unit, since when. */
export const employment = {
  title: '{name} {employer}',
  fields: {
    citizenId: { kind: 'personId', required: true },
    name: { kind: 'text', required: true, max: 50 },
    sex: { kind: 'choice', of: 'sexes', required: true },
    nation: { kind: 'choice', of: 'nations' },
    birth: { kind: 'date', required: true, notBefore: '1900-01-01', notAfter: { today: 0 } },
    homeAddress: { kind: 'text', max: 200 },
    phone: { kind: 'phone' },
    employer: { kind: 'text', required: true, max: 100 },
    orgCode: { kind: 'orgCode', required: true },
    trade: { kind: 'choice', of: 'trades', required: true },
    position: { kind: 'text', max: 50, required: true },
    workplace: { kind: 'address', required: true },
    since: { kind: 'date', required: true, notBefore: '1950-01-01', notAfter: { today: 0 } },
    until: { kind: 'date', notAfter: { today: 0 } },
    registeredOn: { kind: 'date', required: true, notBefore: '1985-01-01', notAfter: { today: 0 } },
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
  keys: ['citizenId', 'orgCode', 'since'],
  workflow: registration({ end: 'leave', ended: 'ended', reopen: 'comeBack', asks: ['until'] }),
  access,
  lookups: {
    current: {
      record: 'population.employment',
      match: { citizenId: 'citizenId', orgCode: 'orgCode' },
      where: current,
    },
    residences: {
      record: 'population.resident',
      match: { citizenId: 'citizenId' },
      where: { field: '$state', is: 'in', to: ['active', 'left'] },
    },
  },
  checks: {
    untilFirst: { fails: { field: 'until', is: 'less', to: { field: 'since' } }, field: 'until' },
    registeredFirst: { fails: { field: 'registeredOn', is: 'less', to: { field: 'since' } }, field: 'since' },
    /** 《劳动法》 article 15: nobody under sixteen may be employed. */
    tooYoung: { fails: { field: 'birth', is: 'more', to: { months: -192 } }, field: 'birth' },
    twice: {
      fails: { all: [current, { some: 'current' }] },
      field: 'citizenId',
      acts: ['register', 'edit', 'comeBack'],
    },
  },
  flags: {
    leaving: {
      when: { all: [{ field: '$state', is: 'equal', to: 'active' }, { not: { field: 'until', is: 'empty' } }] },
      tone: 'wait',
    },
  },
  retention: { years: 'keepYears', ends: { ended: 'until', void: '$updated' } },
  list: {
    columns: ['name', 'citizenId', 'employer', 'position', 'since', 'until', 'registeredOn', 'officer'],
    search: ['name', 'citizenId', 'employer', 'orgCode', 'phone'],
    filters: ['registeredOn', 'since', 'trade', 'source', 'officer'],
    newest: 'registeredOn',
  },
  form: [
    { section: 'person', fields: ['citizenId', 'name', 'sex', 'nation', 'birth', 'homeAddress', 'phone'] },
    { section: 'work', fields: ['employer', 'orgCode', 'trade', 'position', 'workplace', 'since'] },
    { section: 'registration', fields: ['registeredOn', 'officer', 'source', 'note'] },
    {
      section: 'end',
      fields: ['until', 'voidNote'],
      shown: { any: [{ field: '$state', is: 'in', to: ['ended', 'void'] }, { not: { field: 'until', is: 'empty' } }] },
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
  open: { where: { field: '$state', is: 'in', to: ['active', 'ended'] }, person: true },
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
      'employer',
      'orgCode',
      'trade',
      'position',
      'workplace',
      'since',
      'until',
      'registeredOn',
      'officer',
      'source',
      'note',
    ],
    key: ['citizenId', 'orgCode', 'since'],
  },
} satisfies RecordType
