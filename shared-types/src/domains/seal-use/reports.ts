import type { Report } from '../../model/domain.ts'
import { state } from './conditions.ts'

export const reports: Readonly<Record<string, Report>> = {
  stampsByMonth: { record: 'stamp', where: state('fell'), period: 'stampedOn', by: ['month', '$unit', 'deviceId'] },
  stampsByPerson: { record: 'stamp', where: state('fell'), period: 'stampedOn', by: ['$unit', 'operator'] },
  stampsByOutcome: { record: 'stamp', period: 'stampedOn', by: ['$unit', '$state', 'witness'] },
  requestsByMonth: {
    record: 'request',
    where: { not: { field: 'askedAt', is: 'empty' } },
    period: 'askedOn',
    by: ['month', '$unit', '$state'],
    sum: ['stampsAsked', 'stampsMade'],
  },
}
