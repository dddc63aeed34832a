import type { RecordType } from '../../model/record.ts'
import { stampAccess } from './access.ts'
import { state } from './conditions.ts'

/** 用印记录: one attempt to stamp, whatever became of it. Written by the program, read by people. */
export const stamp = {
  title: '{requestNo} {stampedAt}',
  fields: {
    stampedAt: { kind: 'time', locked: true },
    stampedOn: { kind: 'date', locked: true },
    useRequest: { kind: 'link', to: 'seal-use.request', locked: true },
    requestNo: { kind: 'text', locked: true },
    paperTitle: { kind: 'text', locked: true },
    paperHash: { kind: 'text', locked: true },
    sealUsed: { kind: 'link', to: 'seal-use.seal', locked: true },
    deviceId: { kind: 'text', locked: true },
    counterBefore: { kind: 'number', locked: true },
    counterAfter: { kind: 'number', locked: true },
    witness: { kind: 'choice', of: 'witnesses', locked: true },
    settleNote: { kind: 'text', locked: true },
    terminalIp: { kind: 'text', locked: true },
    terminalMac: { kind: 'text', locked: true },
    operator: { kind: 'text', locked: true },
    station: { kind: 'text', locked: true },
  },
  keys: ['useRequest', 'stampedAt', 'requestNo', 'deviceId', 'counterAfter'],
  workflow: {
    start: 'new',
    states: {
      new: {},
      sent: { tone: 'wait' },
      fell: { final: true, tone: 'good' },
      missed: { final: true, tone: 'quiet' },
    },
    steps: {
      send: { from: ['new'], to: 'sent', by: ['clerk', 'reviewer'], hidden: true },
      fall: { from: ['sent'], to: 'fell', by: ['clerk', 'reviewer'], hidden: true },
      miss: { from: ['sent'], to: 'missed', by: ['clerk', 'reviewer'], hidden: true },
    },
  },
  access: stampAccess,
  lookups: {
    /** The stamp that left the counter where this one found it. */
    previous: {
      record: 'seal-use.stamp',
      match: { deviceId: 'deviceId', counterAfter: 'counterBefore' },
      where: state('fell'),
    },
    firstOf: { record: 'seal-use.seal', match: { deviceId: 'deviceId', counterStart: 'counterBefore' } },
  },
  retention: { years: 'keepYears', ends: { fell: '$updated', missed: '$updated' } },
  list: {
    columns: [
      'stampedAt',
      'requestNo',
      'paperTitle',
      'sealUsed',
      'counterBefore',
      'counterAfter',
      '$state',
      'witness',
      'operator',
    ],
    search: ['requestNo', 'paperTitle', 'paperHash', 'deviceId'],
    filters: ['$state', 'stampedOn', 'deviceId', 'witness', 'operator', '$unit'],
    newest: 'stampedAt',
  },
  form: [
    {
      section: 'stamp',
      fields: ['stampedAt', 'stampedOn', 'useRequest', 'requestNo', 'paperTitle', 'paperHash', 'sealUsed'],
    },
    { section: 'counter', fields: ['deviceId', 'counterBefore', 'counterAfter', 'witness', 'settleNote'] },
    { section: 'terminal', fields: ['terminalIp', 'terminalMac', 'operator', 'station'] },
  ],
} satisfies RecordType
