import type { Condition } from '../../model/condition.ts'
import type { Step } from '../../model/record.ts'

/** Who explains belongs to the unit that the alert is about. */
const ours: Condition = { field: '$unit', is: 'equal', to: { user: 'unit' } }

/**
 * Raised by the centre, signed for, explained by the unit, and closed by somebody who did neither. Whoever made one of the
 * rows that it is about does not close it either.
 */
export const alertSteps: Readonly<Record<string, Step>> = {
  raise: {
    from: ['new'],
    to: 'open',
    by: ['centre'],
    hidden: true,
    asks: [
      'rule',
      'level',
      'subject',
      'subjectName',
      'from',
      'to',
      'measure',
      'reference',
      'threshold',
      'parameterVersion',
      'days',
      'rows',
      'rowCount',
    ],
    sets: { meaning: { field: 'rule' }, raisedAt: { now: 'time' }, raisedOn: { now: 'date' } },
  },
  receive: {
    from: ['open'],
    to: 'received',
    by: ['reviewer', 'supervisor'],
    sets: { receivedBy: { user: 'id' }, receivedOn: { now: 'date' } },
  },
  explain: {
    from: ['received'],
    to: 'explained',
    by: ['clerk', 'reviewer', 'supervisor'],
    guards: { ours },
    asks: ['explanation', 'measures'],
    sets: { explainedBy: { user: 'id' }, explainedOn: { now: 'date' } },
  },
  sendBack: {
    from: ['explained'],
    to: 'received',
    by: ['supervisor'],
    notBy: ['explain'],
    asks: ['sendBackReason'],
    sets: { receivedOn: { now: 'date' } },
  },
  close: {
    from: ['explained'],
    to: 'closed',
    by: ['supervisor'],
    notBy: ['receive', 'explain'],
    notConcerned: true,
    asks: ['outcome', 'closeNote'],
    sets: { closedBy: { user: 'id' }, closedOn: { now: 'date' } },
  },
  falseAlarm: {
    from: ['received', 'explained'],
    to: 'falseAlarm',
    by: ['supervisor'],
    notBy: ['explain'],
    notConcerned: true,
    asks: ['falseReason'],
    sets: { outcome: { value: 'falseAlarm' }, closedBy: { user: 'id' }, closedOn: { now: 'date' } },
    danger: true,
  },
}
