import type { Desk } from '../../model/domain.ts'
import { nearEnd, passed, state } from './conditions.ts'

const staff = ['auxiliary', 'clerk', 'reviewer', 'supervisor'] as const

export const desks: Readonly<Record<string, Desk>> = {
  issuing: {
    kind: 'queue',
    record: 'licence',
    by: ['reviewer'],
    where: state('draft'),
    steps: ['register', 'issue'],
    todo: true,
  },
  changes: {
    kind: 'queue',
    record: 'licence',
    by: ['reviewer'],
    where: state('changing'),
    steps: ['confirmChange'],
    todo: true,
  },
  /** Whose last day is near or has passed: extended, or ended. */
  ending: {
    kind: 'queue',
    record: 'licence',
    by: ['clerk', 'reviewer'],
    where: { all: [state('valid'), { any: [nearEnd, passed] }] },
    steps: ['extend', 'cancel'],
  },
  licences: { kind: 'register', record: 'licence', by: staff },
  holders: { kind: 'register', record: 'holder', by: staff },
  types: { kind: 'register', record: 'licenceType', by: ['supervisor', 'administrator'] },
  reports: { kind: 'reports', by: ['clerk', 'reviewer', 'supervisor'] },
}
