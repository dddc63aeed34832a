import type { RecordType } from '../../model/record.ts'
import { sealAccess } from './access.ts'
import { state } from './conditions.ts'

/** 印章登记: a seal, the machine that it sits in, and the unit that may use it. */
export const seal = {
  title: '{sealName} {sealCode}',
  fields: {
    sealCode: { kind: 'text', chars: 'code', required: true, min: 4, max: 40 },
    sealName: { kind: 'text', required: true, max: 60 },
    sealKind: { kind: 'choice', of: 'sealKinds', required: true },
    deviceId: { kind: 'text', chars: 'code', required: true, min: 4, max: 64 },
    counterStart: { kind: 'number', whole: true, min: 0, max: 4_294_967_295, required: true },
    station: { kind: 'text', chars: 'code', required: true, max: 20 },
    activeFrom: { kind: 'date', required: true, notBefore: '2015-01-01' },
    activeTo: { kind: 'date', notBefore: '2015-01-01' },
    note: { kind: 'text', max: 200 },
  },
  keys: ['sealCode', 'deviceId', 'station', 'counterStart'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'wait' },
      active: { editable: true, tone: 'good' },
      ended: { final: true, tone: 'quiet' },
    },
    steps: {
      register: { from: ['draft'], to: 'active', by: ['administrator'] },
      end: { from: ['active'], to: 'ended', by: ['administrator'], asks: ['activeTo'], danger: true },
    },
  },
  access: sealAccess,
  lookups: {
    same: {
      record: 'seal-use.seal',
      match: { sealCode: 'sealCode', station: 'station' },
      where: state('active'),
    },
  },
  checks: {
    twice: { fails: { some: 'same' }, field: 'sealCode', acts: ['register', 'edit'] },
    toFirst: { fails: { field: 'activeTo', is: 'less', to: { field: 'activeFrom' } }, field: 'activeTo' },
  },
  retention: { years: 'keepYears', ends: { ended: 'activeTo' } },
  list: {
    columns: ['sealCode', 'sealName', 'sealKind', 'deviceId', 'station', '$state', 'activeFrom', 'activeTo'],
    search: ['sealCode', 'sealName', 'deviceId', 'station'],
    filters: ['$state', 'station', 'sealKind'],
    newest: 'activeFrom',
  },
  form: [
    { section: 'seal', fields: ['sealCode', 'sealName', 'sealKind'] },
    { section: 'machine', fields: ['deviceId', 'counterStart'] },
    { section: 'use', fields: ['station', 'activeFrom', 'activeTo', 'note'] },
  ],
} satisfies RecordType
