import type { Desk } from '../../model/domain.ts'
import { cardKind, kind, notPassed, reached, state } from './conditions.ts'

const window = ['auxiliary', 'clerk'] as const
const office = ['clerk', 'reviewer'] as const
const everyone = ['auxiliary', 'clerk', 'reviewer', 'supervisor'] as const

/** In the order of a permit's life, then what is looked up, then what closes the day. */
export const desks: Readonly<Record<string, Desk>> = {
  intake: {
    kind: 'intake',
    record: 'application',
    by: window,
    step: 'accept',
    person: 'citizenId',
    history: ['residences', 'employments', 'permits', 'applications', 'formerPermits', 'papers'],
    entitlement: 'halfYear',
  },
  drafts: {
    kind: 'queue',
    record: 'application',
    by: window,
    where: state('draft'),
    steps: ['accept', 'discard'],
  },
  sentBack: {
    kind: 'queue',
    record: 'application',
    by: window,
    where: { all: [state('draft'), { not: { field: 'sendBackReason', is: 'empty' } }] },
    steps: ['accept', 'discard'],
    todo: true,
  },
  review: {
    kind: 'queue',
    record: 'application',
    by: ['reviewer'],
    where: { all: [state('accepted'), cardKind] },
    steps: ['pass', 'reject', 'sendBack'],
    todo: true,
  },
  endorsing: {
    kind: 'queue',
    record: 'application',
    by: ['reviewer'],
    where: { all: [state('accepted'), kind('endorsement')] },
    steps: ['endorse', 'reject', 'sendBack'],
    todo: true,
  },
  making: {
    kind: 'queue',
    record: 'application',
    by: office,
    where: state('passed', 'making'),
    steps: ['make', 'made', 'spoil', 'unprinted', 'cancel'],
    todo: true,
  },
  issuing: {
    kind: 'queue',
    record: 'application',
    by: window,
    where: state('made'),
    steps: ['issue', 'scrap'],
    todo: true,
  },
  dueSoon: {
    kind: 'queue',
    record: 'permit',
    by: window,
    where: { all: [state('valid'), reached('endorseFrom'), notPassed('endorsedUntil')] },
    steps: ['reportLoss'],
  },
  suspended: {
    kind: 'queue',
    record: 'permit',
    by: office,
    where: { all: [state('valid'), { not: notPassed('endorsedUntil') }] },
    steps: ['reportLoss', 'cancel'],
  },
  applications: { kind: 'register', record: 'application', by: everyone },
  permits: { kind: 'register', record: 'permit', by: everyone },
  blanks: { kind: 'register', record: 'blank', by: ['clerk', 'reviewer', 'supervisor'] },
  prints: { kind: 'register', record: 'print', by: ['clerk', 'reviewer', 'supervisor'] },
  terminals: { kind: 'register', record: 'terminal', by: ['supervisor', 'administrator'] },
  closings: { kind: 'register', record: 'closing', by: everyone },
  balance: { kind: 'balance', balance: 'cards', by: everyone },
  reports: { kind: 'reports', by: ['clerk', 'reviewer', 'supervisor'] },
}
