import type { Condition } from '../../model/condition.ts'
import type { Effect, Step } from '../../model/record.ts'
import { notExpired, state } from './conditions.ts'

const office = ['clerk', 'reviewer'] as const
const staff = ['auxiliary', 'clerk', 'reviewer'] as const
const approvers = ['reviewer', 'supervisor'] as const

const sealActive: Condition = { some: 'seals', where: state('active') }
/** A seal is asked for where it stands. */
const ours: Condition = { field: 'station', is: 'equal', to: { user: 'unit' } }

/** An attempt is known by its request and the instant at which it was begun. */
const onStamp = (act: string): Effect => ({
  record: 'stamp',
  act,
  find: { useRequest: { case: 'id' }, stampedAt: { field: 'stampingAt' } },
  set: {
    counterAfter: { field: 'counterAfter' },
    witness: { field: 'witness' },
    settleNote: { field: 'settleNote' },
  },
})

const attempt: Effect = {
  record: 'stamp',
  act: 'send',
  set: {
    useRequest: { case: 'id' },
    requestNo: { field: 'requestNo' },
    paperTitle: { field: 'paperTitle' },
    paperHash: { field: 'paperHash' },
    sealUsed: { field: 'sealUsed' },
    deviceId: { field: 'deviceId' },
    counterBefore: { field: 'counterBefore' },
    terminalIp: { field: 'terminalIp' },
    terminalMac: { field: 'terminalMac' },
    operator: { user: 'id' },
    station: { user: 'unit' },
    stampedAt: { field: 'stampingAt' },
    stampedOn: { now: 'date' },
  },
}

const ended = {
  by: office,
  asks: ['counterAfter', 'witness', 'settleNote'],
  hidden: true,
} as const

const oneMore = {
  stampsMade: { plus: 1, to: { field: 'stampsMade' } },
  stampsLeft: { plus: -1, to: { field: 'stampsLeft' } },
} as const

/**
 * Asked by one, approved by another, used once: an approval is for the one paper whose content it names and for so many
 * stamps, and every stamp takes one of them.
 */
export const requestSteps: Readonly<Record<string, Step>> = {
  ask: {
    from: ['draft'],
    to: 'asked',
    by: staff,
    // What is not filled in yet is asked for as such, and not called wrong.
    guards: {
      sealActive: {
        any: [
          { field: 'sealUsed', is: 'empty' },
          { some: 'seals', where: { all: [state('active'), ours] } },
        ],
      },
      notExpired: { any: [{ field: 'useUntil', is: 'empty' }, notExpired] },
    },
    sets: {
      requestNo: { number: 'request' },
      requestedBy: { user: 'id' },
      askedAt: { now: 'time' },
      askedOn: { now: 'date' },
    },
  },
  approve: {
    from: ['asked'],
    to: 'approved',
    by: approvers,
    notBy: ['ask', 'edit'],
    guards: { sealActive, notExpired },
    sets: {
      approvedBy: { user: 'id' },
      approvedAt: { now: 'time' },
      paperHash: { field: 'paperScan' },
      stampsLeft: { field: 'stampsAsked' },
      stampsMade: { value: 0 },
    },
  },
  refuse: {
    from: ['asked'],
    to: 'refused',
    by: approvers,
    notBy: ['ask', 'edit'],
    asks: ['refuseReason'],
    sets: { refusedBy: { user: 'id' } },
    danger: true,
  },
  withdraw: {
    from: ['draft', 'asked'],
    to: 'withdrawn',
    by: staff,
    guards: { own: { field: '$creator', is: 'equal', to: { user: 'id' } } },
    danger: true,
  },
  stamp: {
    from: ['approved'],
    to: 'stamping',
    by: office,
    guards: { sealActive, notExpired, someLeft: { field: 'stampsLeft', is: 'more', to: 0 } },
    asks: ['deviceId', 'counterBefore'],
    sets: {
      stampingAt: { now: 'time' },
      stampedBy: { user: 'id' },
      terminalIp: { terminal: 'ip' },
      terminalMac: { terminal: 'mac' },
    },
    also: [attempt],
    counts: {
      machine: 'seal',
      which: { lookup: 'seals', field: 'deviceId' },
      paper: { scan: 'paperScan', approved: 'paperHash' },
      window: 'askedAt',
      tells: { device: 'deviceId', before: 'counterBefore', after: 'counterAfter' },
      said: { by: 'witness', machine: 'machine', person: 'person', note: 'settleNote' },
      outcome: { done: ['fell', 'fellLast'], nothing: 'missed' },
    },
  },
  fell: {
    ...ended,
    from: ['stamping'],
    to: 'approved',
    guards: { notLast: { field: 'stampsLeft', is: 'more', to: 1 } },
    sets: oneMore,
    also: [onStamp('fall')],
  },
  fellLast: {
    ...ended,
    from: ['stamping'],
    to: 'finished',
    guards: { last: { field: 'stampsLeft', is: 'equal', to: 1 } },
    sets: { ...oneMore, endedOn: { now: 'date' } },
    also: [onStamp('fall')],
  },
  missed: { ...ended, from: ['stamping'], to: 'approved', also: [onStamp('miss')] },
  /** With fewer stamps than were approved, or when the approval has run out. */
  close: {
    from: ['approved'],
    to: 'closed',
    by: office,
    asks: ['closeNote'],
    sets: { endedOn: { now: 'date' } },
    danger: true,
  },
}
