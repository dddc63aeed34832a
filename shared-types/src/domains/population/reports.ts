import type { Report } from '../../model/domain.ts'

/** What was registered and not voided. */
const counted = { not: { field: '$state', is: 'in', to: ['draft', 'void'] } } as const

export const reports: Readonly<Record<string, Report>> = {
  residents: { record: 'resident', where: counted, period: 'registeredOn', by: ['$unit', '$state'] },
  residentsByMonth: { record: 'resident', where: counted, period: 'registeredOn', by: ['month', 'source'] },
  residentsByPurpose: { record: 'resident', where: counted, period: 'registeredOn', by: ['purpose', 'dwelling'] },
  departures: {
    record: 'resident',
    where: { field: '$state', is: 'equal', to: 'left' },
    period: 'leftOn',
    by: ['$unit', 'leftReason'],
  },
  employments: { record: 'employment', where: counted, period: 'registeredOn', by: ['$unit', '$state'] },
  employmentsByTrade: { record: 'employment', where: counted, period: 'registeredOn', by: ['trade', 'month'] },
}
