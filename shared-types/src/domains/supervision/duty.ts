import type { RecordType } from '../../model/record.ts'
import { dutyAccess } from './access.ts'
import { dutySteps } from './duty-steps.ts'

/**
 * 加班值班: who of a unit works on which day outside the usual hours, from when to when and why, approved by somebody
 * above. What is accepted in these hours is not found by the rule on business hours.
 */
export const duty = {
  title: '{dutyOn} {dutyFrom}–{dutyTo}',
  fields: {
    dutyOn: { kind: 'date', required: true, notBefore: '2020-01-01', notAfter: { today: 366 } },
    dutyFrom: { kind: 'choice', of: 'dutyTimes', required: true },
    /** Not included. */
    dutyTo: { kind: 'choice', of: 'dutyTimes', required: true },
    onDuty: {
      kind: 'table',
      columns: { officer: { kind: 'text', max: 30, required: true }, task: { kind: 'text', max: 60 } },
      max: 40,
      required: true,
    },
    dutyReason: { kind: 'text', max: 300, lines: true, required: true },
    requestedBy: { kind: 'text', locked: true },
    requestedOn: { kind: 'date', locked: true },
    approvedBy: { kind: 'text', locked: true },
    approvedOn: { kind: 'date', locked: true },
    lateReason: { kind: 'text', max: 300, lines: true, locked: true },
    refusedBy: { kind: 'text', locked: true },
    refuseReason: { kind: 'text', max: 300, lines: true, locked: true },
    cancelReason: { kind: 'text', max: 300, lines: true, locked: true },
  },
  keys: ['dutyOn'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'quiet' },
      asked: { tone: 'wait' },
      approved: { tone: 'good' },
      approvedLate: { final: true, tone: 'bad' },
      refused: { final: true, tone: 'bad' },
      withdrawn: { final: true, tone: 'quiet' },
      cancelled: { final: true, tone: 'quiet' },
    },
    steps: dutySteps,
  },
  access: dutyAccess,
  checks: {
    endFirst: {
      // What is not filled in yet is asked for as such, and not called wrong.
      fails: {
        not: {
          any: [
            { field: 'dutyTo', is: 'more', to: { field: 'dutyFrom' } },
            { field: 'dutyTo', is: 'empty' },
            { field: 'dutyFrom', is: 'empty' },
          ],
        },
      },
      field: 'dutyTo',
      acts: ['ask'],
    },
  },
  retention: {
    years: 'keepDutyYears',
    ends: {
      approved: 'dutyOn',
      approvedLate: 'dutyOn',
      refused: '$updated',
      withdrawn: '$updated',
      cancelled: '$updated',
    },
  },
  list: {
    columns: ['dutyOn', '$unit', 'dutyFrom', 'dutyTo', '$state', 'dutyReason', 'approvedBy', 'approvedOn'],
    search: ['dutyReason'],
    filters: ['dutyOn', '$state', '$unit'],
    newest: 'dutyOn',
  },
  form: [
    { section: 'duty', fields: ['dutyOn', 'dutyFrom', 'dutyTo', 'dutyReason', 'onDuty'] },
    {
      section: 'decision',
      fields: [
        'requestedBy',
        'requestedOn',
        'approvedBy',
        'approvedOn',
        'lateReason',
        'refusedBy',
        'refuseReason',
        'cancelReason',
      ],
      shown: { not: { field: 'requestedOn', is: 'empty' } },
    },
  ],
} satisfies RecordType
