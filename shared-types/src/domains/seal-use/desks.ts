import type { Desk } from '../../model/domain.ts'
import { state } from './conditions.ts'

const everyone = ['auxiliary', 'clerk', 'reviewer', 'supervisor'] as const

export const desks: Readonly<Record<string, Desk>> = {
  approving: {
    kind: 'queue',
    record: 'request',
    by: ['reviewer', 'supervisor'],
    where: state('asked'),
    steps: ['approve', 'refuse'],
    todo: true,
  },
  stamping: {
    kind: 'queue',
    record: 'request',
    by: ['clerk', 'reviewer'],
    where: state('approved', 'stamping'),
    steps: ['stamp', 'close'],
    todo: true,
  },
  requests: { kind: 'register', record: 'request', by: everyone },
  stamps: { kind: 'register', record: 'stamp', by: everyone },
  seals: { kind: 'register', record: 'seal', by: ['administrator', 'supervisor'] },
  sealBook: { kind: 'balance', balance: 'sealBook', by: ['reviewer', 'supervisor'] },
  reports: { kind: 'reports', by: ['clerk', 'reviewer', 'supervisor'] },
}
