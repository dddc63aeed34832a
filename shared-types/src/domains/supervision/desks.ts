import type { Desk } from '../../model/domain.ts'
import { ofVenue, state } from './conditions.ts'

export const desks: Readonly<Record<string, Desk>> = {
  receiving: {
    kind: 'queue',
    record: 'alert',
    by: ['reviewer', 'supervisor'],
    where: state('open'),
    steps: ['receive'],
    todo: true,
  },
  explaining: {
    kind: 'queue',
    record: 'alert',
    by: ['clerk', 'reviewer', 'supervisor'],
    where: { all: [state('received'), { field: '$unit', is: 'equal', to: { user: 'unit' } }] },
    steps: ['explain'],
    todo: true,
  },
  closing: {
    kind: 'queue',
    record: 'alert',
    by: ['supervisor'],
    where: state('explained'),
    steps: ['close', 'sendBack', 'falseAlarm'],
    todo: true,
  },
  /** 场所扫码预警 has two tabs of its own: those who supervise venues look at nothing else. */
  venueOpen: {
    kind: 'queue',
    record: 'alert',
    by: ['reviewer', 'supervisor'],
    where: { all: [state('open'), ofVenue] },
    steps: ['receive'],
  },
  venueReceived: {
    kind: 'register',
    record: 'alert',
    by: ['reviewer', 'supervisor'],
    where: { all: [{ not: state('new', 'open') }, ofVenue] },
  },
  alerts: { kind: 'register', record: 'alert', by: ['clerk', 'reviewer', 'supervisor'] },
  dutyApproving: {
    kind: 'queue',
    record: 'duty',
    by: ['supervisor'],
    where: state('asked'),
    steps: ['approve', 'approveLate', 'refuse'],
    todo: true,
  },
  /** 值班表 */
  duties: { kind: 'register', record: 'duty', by: ['clerk', 'reviewer', 'supervisor'] },
  reports: { kind: 'reports', by: ['reviewer', 'supervisor'] },
}
