import type { Desk } from '../../model/domain.ts'
import { open, unset } from './conditions.ts'

const office = ['supervisor', 'administrator'] as const

/** 未设置 and 已设置: by whether somebody supervises the venue. */
export const desks: Readonly<Record<string, Desk>> = {
  unset: {
    kind: 'queue',
    record: 'venue',
    by: office,
    where: { all: [open, unset] },
    steps: ['assign', 'close'],
    todo: true,
  },
  set: {
    kind: 'register',
    record: 'venue',
    by: ['clerk', 'reviewer', 'supervisor', 'administrator'],
    where: { all: [open, { not: unset }] },
  },
  thresholds: {
    kind: 'queue',
    record: 'venue',
    by: ['reviewer', 'supervisor'],
    where: {
      all: [
        open,
        { field: 'supervisingUnit', is: 'equal', to: { user: 'unit' } },
        { field: 'minPerDay', is: 'empty' },
        { field: 'maxPerDay', is: 'empty' },
      ],
    },
    steps: ['setThresholds'],
  },
  venues: { kind: 'register', record: 'venue', by: office },
  reports: { kind: 'reports', by: ['reviewer', 'supervisor'] },
}
