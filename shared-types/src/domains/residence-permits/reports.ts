import type { Report } from '../../model/domain.ts'
import { filled, state } from './conditions.ts'

const accepted = filled('receiptNo')

export const reports: Readonly<Record<string, Report>> = {
  accepted: { record: 'application', where: accepted, period: 'acceptedOn', by: ['$unit', 'kind'] },
  acceptedByDay: { record: 'application', where: accepted, period: 'acceptedOn', by: ['day', '$unit'] },
  acceptedByState: { record: 'application', where: accepted, period: 'acceptedOn', by: ['$unit', '$state'] },
  acceptedByGround: { record: 'application', where: accepted, period: 'acceptedOn', by: ['kind', 'ground'] },
  decided: { record: 'application', where: filled('decidedOn'), period: 'decidedOn', by: ['$unit', '$state'] },
  rejected: { record: 'application', where: state('rejected'), period: 'decidedOn', by: ['$unit', 'rejectReason'] },
  issued: { record: 'application', where: state('issued'), period: 'issuedOn', by: ['month', '$unit', 'kind'] },
  permits: { record: 'permit', where: { not: state('new') }, period: 'signedOn', by: ['$unit', '$state'] },
  prints: { record: 'print', period: 'printedOn', by: ['$unit', 'deviceId', '$state'] },
  voids: { record: 'print', where: state('void'), period: 'printedOn', by: ['$unit', 'voidReason'] },
  blanks: { record: 'blank', period: 'receivedOn', by: ['$unit', '$state'] },
}
