import type { RecordType } from '../../model/record.ts'
import { terminalAccess } from './access.ts'
import { state } from './conditions.ts'

/** 打印终端登记: a card printer that may make permits, and where it stands. */
export const terminal = {
  title: '{name} {deviceId}',
  fields: {
    deviceId: { kind: 'text', chars: 'code', required: true, min: 4, max: 64 },
    name: { kind: 'text', required: true, max: 50 },
    model: { kind: 'text', max: 50 },
    ip: { kind: 'text', chars: 'ip', required: true },
    mac: { kind: 'text', chars: 'mac', required: true },
    station: { kind: 'text', chars: 'code', required: true, max: 20 },
    activeFrom: { kind: 'date', required: true, notBefore: '2015-01-01' },
    activeTo: { kind: 'date', notBefore: '2015-01-01' },
    note: { kind: 'text', max: 200 },
  },
  keys: ['deviceId', 'station', 'ip', 'mac'],
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
  access: terminalAccess,
  lookups: {
    same: {
      record: 'residence-permits.terminal',
      match: { deviceId: 'deviceId', station: 'station' },
      where: state('active'),
    },
    prints: { record: 'residence-permits.print', match: { deviceId: 'deviceId' } },
  },
  checks: {
    twice: { fails: { some: 'same' }, field: 'deviceId', acts: ['register', 'edit'] },
    toFirst: { fails: { field: 'activeTo', is: 'less', to: { field: 'activeFrom' } }, field: 'activeTo' },
  },
  retention: { years: 'keepStockYears', ends: { ended: 'activeTo' } },
  list: {
    columns: ['deviceId', 'name', 'station', 'ip', 'mac', '$state', 'activeFrom', 'activeTo'],
    search: ['deviceId', 'name', 'station', 'ip', 'mac'],
    filters: ['$state', 'station', 'activeFrom'],
    newest: 'activeFrom',
  },
  form: [
    { section: 'terminal', fields: ['deviceId', 'name', 'model', 'ip', 'mac'] },
    { section: 'use', fields: ['station', 'activeFrom', 'activeTo', 'note'] },
  ],
  imports: {
    act: 'register',
    fields: ['deviceId', 'name', 'model', 'ip', 'mac', 'station', 'activeFrom', 'note'],
    key: ['deviceId'],
  },
} satisfies RecordType
