import type { Condition } from '../../model/condition.ts'
import type { RecordType } from '../../model/record.ts'
import { libraryAccess } from './access.ts'
import { isPerson, state } from './conditions.ts'

const ours: Condition = { field: '$unit', is: 'equal', to: { user: 'unit' } }

/** 持证主体: a person or an enterprise as this unit knows it; found by number from each of its licences. */
export const holder = {
  title: '{licensee} {orgCode}',
  fields: {
    holderSort: { kind: 'choice', of: 'holderSorts', required: true },
    licensee: { kind: 'text', required: true, max: 100 },
    citizenId: { kind: 'personId', required: isPerson, shown: isPerson },
    orgCode: { kind: 'orgCode', required: { not: isPerson }, shown: { not: isPerson } },
    legalPerson: { kind: 'text', max: 50, masked: true, shown: { not: isPerson } },
    holderPhone: { kind: 'phone' },
    holderAddress: { kind: 'text', max: 200 },
    note: { kind: 'text', max: 300, lines: true },
    goneReason: { kind: 'text', max: 200, locked: true },
    goneOn: { kind: 'date', locked: true },
  },
  keys: ['citizenId', 'orgCode'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'wait' },
      known: { editable: true, tone: 'good' },
      gone: { final: true, tone: 'quiet' },
    },
    steps: {
      enter: { from: ['draft'], to: 'known', by: ['auxiliary', 'clerk', 'reviewer'] },
      leave: {
        from: ['known'],
        to: 'gone',
        by: ['clerk', 'reviewer'],
        guards: { nothingInForce: { not: { any: [{ some: 'inForceOfPerson' }, { some: 'inForceOfBody' }] } } },
        asks: ['goneReason'],
        sets: { goneOn: { now: 'date' } },
        danger: true,
      },
    },
  },
  access: libraryAccess,
  lookups: {
    samePerson: {
      record: 'licences.holder',
      match: { citizenId: 'citizenId' },
      where: { all: [state('known'), ours] },
    },
    sameBody: { record: 'licences.holder', match: { orgCode: 'orgCode' }, where: { all: [state('known'), ours] } },
    inForceOfPerson: {
      record: 'licences.licence',
      match: { citizenId: 'citizenId' },
      where: state('valid', 'changing', 'suspended'),
    },
    inForceOfBody: {
      record: 'licences.licence',
      match: { orgCode: 'orgCode' },
      where: state('valid', 'changing', 'suspended'),
    },
  },
  checks: {
    personTwice: { fails: { some: 'samePerson' }, field: 'citizenId', acts: ['enter', 'edit'] },
    bodyTwice: { fails: { some: 'sameBody' }, field: 'orgCode', acts: ['enter', 'edit'] },
  },
  retention: { years: 'keepYears', ends: { gone: 'goneOn' } },
  list: {
    columns: ['licensee', 'holderSort', 'orgCode', 'citizenId', 'holderPhone', '$state'],
    search: ['licensee', 'orgCode', 'citizenId', 'holderPhone'],
    filters: ['$state', 'holderSort', '$unit'],
    newest: 'licensee',
  },
  form: [
    {
      section: 'holder',
      fields: ['holderSort', 'licensee', 'citizenId', 'orgCode', 'legalPerson', 'holderPhone', 'holderAddress', 'note'],
    },
    { section: 'end', fields: ['goneReason', 'goneOn'], shown: { not: { field: 'goneOn', is: 'empty' } } },
  ],
  card: { number: 'citizenId', name: 'licensee', address: 'holderAddress' },
  register: {
    code: 'orgCode',
    fills: { name: 'licensee', representative: 'legalPerson', address: 'holderAddress' },
  },
  imports: {
    act: 'enter',
    fields: ['holderSort', 'licensee', 'citizenId', 'orgCode', 'legalPerson', 'holderPhone', 'holderAddress', 'note'],
    key: ['orgCode'],
  },
} satisfies RecordType
