import type { Desk } from '../../model/domain.ts'
import { state } from './conditions.ts'

const everyone = ['auxiliary', 'clerk', 'reviewer', 'supervisor'] as const

export const desks: Readonly<Record<string, Desk>> = {
  confirming: {
    kind: 'queue',
    record: 'paper',
    by: ['reviewer'],
    where: { all: [state('filed'), { field: 'givenWith', is: 'empty' }] },
    steps: ['confirm', 'drop'],
    todo: true,
  },
  papers: { kind: 'register', record: 'paper', by: everyone },
  uses: { kind: 'register', record: 'use', by: everyone },
  reports: { kind: 'reports', by: ['clerk', 'reviewer', 'supervisor'] },
}
