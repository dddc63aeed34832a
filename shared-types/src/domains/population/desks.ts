import type { Desk } from '../../model/domain.ts'

const staff = ['auxiliary', 'clerk', 'reviewer', 'supervisor'] as const

export const desks: Readonly<Record<string, Desk>> = {
  residents: { kind: 'register', record: 'resident', by: staff },
  employments: { kind: 'register', record: 'employment', by: staff },
  reports: { kind: 'reports', by: ['clerk', 'reviewer', 'supervisor'] },
}
