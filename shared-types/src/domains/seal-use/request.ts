import type { RecordType } from '../../model/record.ts'
import { requestAccess } from './access.ts'
import { notExpired, state } from './conditions.ts'
import { requestSteps } from './request-steps.ts'

const filled = (field: string) => ({ not: { field, is: 'empty' } }) as const

/** 用印申请: which paper, with which seal, how many times and why; approved by somebody else, for that paper alone. */
export const request = {
  title: '{paperTitle} {requestNo}',
  fields: {
    requestNo: { kind: 'text', locked: true },
    paperTitle: { kind: 'text', required: true, max: 100 },
    paperScan: { kind: 'files', accept: 'scan', max: 1, required: true },
    sealUsed: { kind: 'link', to: 'seal-use.seal', required: true },
    stampsAsked: { kind: 'number', whole: true, min: 1, max: 200, required: true },
    useReason: { kind: 'text', max: 300, lines: true, required: true },
    useUntil: { kind: 'date', required: true, notBefore: { today: 0 }, notAfter: { today: 30 } },
    requestedBy: { kind: 'text', locked: true },
    askedAt: { kind: 'time', locked: true },
    askedOn: { kind: 'date', locked: true },
    approvedBy: { kind: 'text', locked: true },
    approvedAt: { kind: 'time', locked: true },
    /** SHA-256 of the paper as the approver saw it, in hex. */
    paperHash: { kind: 'text', locked: true },
    refusedBy: { kind: 'text', locked: true },
    refuseReason: { kind: 'text', max: 200, locked: true },
    stampsMade: { kind: 'number', locked: true },
    stampsLeft: { kind: 'number', locked: true },
    stampingAt: { kind: 'time', locked: true },
    stampedBy: { kind: 'text', locked: true },
    deviceId: { kind: 'text', locked: true },
    counterBefore: { kind: 'number', whole: true, min: 0, locked: true },
    counterAfter: { kind: 'number', whole: true, min: 0, locked: true, required: false },
    witness: { kind: 'choice', of: 'witnesses', locked: true },
    settleNote: { kind: 'text', max: 200, locked: true, required: false },
    terminalIp: { kind: 'text', locked: true },
    terminalMac: { kind: 'text', locked: true },
    closeNote: { kind: 'text', max: 200, locked: true },
    endedOn: { kind: 'date', locked: true },
  },
  keys: ['requestNo', 'sealUsed', 'paperHash'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'quiet' },
      asked: { tone: 'wait' },
      approved: { tone: 'good' },
      stamping: { tone: 'wait' },
      finished: { final: true, tone: 'good' },
      closed: { final: true, tone: 'quiet' },
      refused: { final: true, tone: 'bad' },
      withdrawn: { final: true, tone: 'quiet' },
    },
    steps: requestSteps,
  },
  access: requestAccess,
  lookups: {
    seals: { record: 'seal-use.seal', match: { $id: 'sealUsed' } },
    stamps: { record: 'seal-use.stamp', match: { useRequest: '$id' } },
  },
  checks: {
    saidWhy: {
      fails: {
        all: [
          { field: 'witness', is: 'equal', to: 'person' },
          { field: 'settleNote', is: 'empty' },
        ],
      },
      field: 'settleNote',
      acts: ['fell', 'fellLast', 'missed'],
    },
  },
  flags: { expired: { when: { all: [state('asked', 'approved'), { not: notExpired }] }, tone: 'bad' } },
  retention: {
    years: 'keepYears',
    ends: { finished: '$updated', closed: '$updated', refused: '$updated', withdrawn: '$updated' },
  },
  list: {
    columns: ['requestNo', 'paperTitle', 'sealUsed', 'stampsAsked', 'stampsMade', '$state', 'askedOn', 'useUntil'],
    search: ['requestNo', 'paperTitle', 'paperHash'],
    filters: ['$state', 'askedOn', 'useUntil', '$unit'],
    newest: 'askedAt',
  },
  form: [
    { section: 'paper', fields: ['paperTitle', 'paperScan'] },
    { section: 'use', fields: ['sealUsed', 'stampsAsked', 'useUntil', 'useReason'] },
    {
      section: 'decision',
      fields: [
        'requestNo',
        'requestedBy',
        'askedAt',
        'askedOn',
        'approvedBy',
        'approvedAt',
        'paperHash',
        'refusedBy',
        'refuseReason',
      ],
      shown: filled('askedAt'),
    },
    {
      section: 'stamping',
      fields: [
        'stampsMade',
        'stampsLeft',
        'stampingAt',
        'stampedBy',
        'deviceId',
        'counterBefore',
        'counterAfter',
        'witness',
        'settleNote',
        'terminalIp',
        'terminalMac',
        'closeNote',
        'endedOn',
      ],
      shown: filled('approvedAt'),
    },
  ],
} satisfies RecordType
