import type { Condition } from '../../model/condition.ts'
import type { Step } from '../../model/record.ts'

const notOver: Condition = { field: 'dutyOn', is: 'more', to: { today: -1 } }
const over: Condition = { field: 'dutyOn', is: 'less', to: { today: 0 } }
/** Whoever comes later than this explains the alert instead. */
const recent: Condition = { field: 'dutyOn', is: 'more', to: { today: -8 } }
const own: Condition = { field: '$creator', is: 'equal', to: { user: 'id' } }

/**
 * Asked by the station, approved by a supervisor above it. What is approved after its day is a step and a state of its own:
 * whoever looks sees that it came late, and it has its reason.
 */
export const dutySteps: Readonly<Record<string, Step>> = {
  ask: {
    from: ['draft'],
    to: 'asked',
    by: ['clerk', 'reviewer'],
    guards: { recent: { any: [{ field: 'dutyOn', is: 'empty' }, recent] } },
    sets: { requestedBy: { user: 'id' }, requestedOn: { now: 'date' } },
  },
  approve: {
    from: ['asked'],
    to: 'approved',
    by: ['supervisor'],
    notBy: ['ask', 'edit'],
    guards: { notOver },
    sets: { approvedBy: { user: 'id' }, approvedOn: { now: 'date' } },
  },
  approveLate: {
    from: ['asked'],
    to: 'approvedLate',
    by: ['supervisor'],
    notBy: ['ask', 'edit'],
    guards: { over, recent },
    asks: ['lateReason'],
    sets: { approvedBy: { user: 'id' }, approvedOn: { now: 'date' } },
  },
  refuse: {
    from: ['asked'],
    to: 'refused',
    by: ['supervisor'],
    asks: ['refuseReason'],
    sets: { refusedBy: { user: 'id' } },
    danger: true,
  },
  withdraw: { from: ['draft', 'asked'], to: 'withdrawn', by: ['clerk', 'reviewer'], guards: { own }, danger: true },
  /** What was worked under an approval keeps it: only what is still to come is called off. */
  cancel: {
    from: ['approved'],
    to: 'cancelled',
    by: ['supervisor'],
    guards: { toCome: { field: 'dutyOn', is: 'more', to: { today: 0 } } },
    asks: ['cancelReason'],
    danger: true,
  },
}
