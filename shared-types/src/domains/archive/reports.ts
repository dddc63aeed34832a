import type { Report } from '../../model/domain.ts'
import { reusable } from './conditions.ts'

export const reports: Readonly<Record<string, Report>> = {
  papersByKind: { record: 'paper', period: 'givenOn', by: ['$unit', 'paperKind', '$state'], share: reusable },
  papersByTrust: { record: 'paper', period: 'givenOn', by: ['month', '$unit', 'trustLevel'] },
  usesByPurpose: { record: 'use', period: 'usedOn', by: ['month', '$unit', 'usedAs', 'usePurpose'] },
  usesByPerson: { record: 'use', period: 'usedOn', by: ['$unit', 'usedBy', 'usedAs'] },
}
