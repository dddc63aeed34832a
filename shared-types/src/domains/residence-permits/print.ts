import type { RecordType } from '../../model/record.ts'
import { printAccess } from './access.ts'
import { state } from './conditions.ts'

/** 制证记录: one attempt to print a card, whatever became of it. Written by the program, read by people. */
export const print = {
  title: '{permitNo} {printedAt}',
  fields: {
    printedAt: { kind: 'time', locked: true },
    printedOn: { kind: 'date', locked: true },
    application: { kind: 'link', to: 'residence-permits.application', locked: true },
    receiptNo: { kind: 'text', locked: true },
    permitNo: { kind: 'text', locked: true },
    blankNo: { kind: 'text', locked: true },
    deviceId: { kind: 'text', locked: true },
    terminalIp: { kind: 'text', locked: true },
    terminalMac: { kind: 'text', locked: true },
    operator: { kind: 'text', locked: true },
    station: { kind: 'text', locked: true },
    voidReason: { kind: 'choice', of: 'voidReasons', locked: true },
  },
  keys: ['application', 'printedAt', 'receiptNo', 'permitNo', 'blankNo', 'deviceId'],
  workflow: {
    start: 'new',
    states: {
      new: {},
      sent: { tone: 'wait' },
      good: { tone: 'good' },
      void: { final: true, tone: 'bad' },
      nothing: { final: true, tone: 'quiet' },
    },
    steps: {
      send: { from: ['new'], to: 'sent', by: ['clerk', 'reviewer'], hidden: true },
      succeed: { from: ['sent'], to: 'good', by: ['clerk', 'reviewer'], hidden: true },
      spoil: { from: ['sent'], to: 'void', by: ['clerk', 'reviewer'], hidden: true },
      miss: { from: ['sent'], to: 'nothing', by: ['clerk', 'reviewer'], hidden: true },
      revoke: { from: ['good'], to: 'void', by: ['clerk', 'reviewer'], hidden: true },
    },
  },
  access: printAccess,
  lookups: {
    cards: {
      record: 'residence-permits.application',
      match: { receiptNo: 'receiptNo' },
      where: state('made', 'issued'),
    },
    spoiledBlank: { record: 'residence-permits.blank', match: { serial: 'blankNo' }, where: state('spoiled') },
    terminals: { record: 'residence-permits.terminal', match: { deviceId: 'deviceId' } },
  },
  retention: { years: 'keepYears', ends: { good: '$updated', void: '$updated', nothing: '$updated' } },
  list: {
    columns: ['printedAt', 'permitNo', 'blankNo', '$state', 'voidReason', 'operator', 'deviceId', 'terminalIp'],
    search: ['permitNo', 'receiptNo', 'blankNo', 'deviceId'],
    filters: ['$state', 'printedOn', 'voidReason', 'operator', 'deviceId', '$unit'],
    newest: 'printedAt',
  },
  form: [
    {
      section: 'attempt',
      fields: ['printedAt', 'printedOn', 'application', 'receiptNo', 'permitNo', 'blankNo', 'voidReason'],
    },
    { section: 'terminal', fields: ['deviceId', 'terminalIp', 'terminalMac', 'operator', 'station'] },
  ],
} satisfies RecordType
