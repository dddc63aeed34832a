import type { Balance } from '../../model/domain.ts'
import { notExpired, state } from './conditions.ts'

/**
 * 用印台账核对: the stamps that were recorded are those that the requests were charged with, and none is open; a stamp
 * that did not find the counter where the last one left it means that the machine stamped without a record.
 */
export const balances: Readonly<Record<string, Balance>> = {
  sealBook: {
    counts: {
      recorded: { record: 'stamp', where: state('fell') },
      charged: { record: 'request', where: { not: { field: 'approvedAt', is: 'empty' } }, sum: 'stampsMade' },
      open: { record: 'stamp', where: state('sent') },
      none: { record: 'stamp', where: state('new') },
    },
    equal: {
      stamps: { left: ['recorded'], right: ['charged'] },
      settled: { left: ['open'], right: ['none'] },
    },
    differences: {
      withoutOutcome: { record: 'stamp', where: state('sent') },
      unrecordedBefore: {
        record: 'stamp',
        where: { all: [state('fell', 'missed'), { not: { some: 'previous' } }, { not: { some: 'firstOf' } }] },
      },
      saidByPerson: {
        record: 'stamp',
        where: { all: [state('fell', 'missed'), { field: 'witness', is: 'equal', to: 'person' }] },
      },
      ranOut: { record: 'request', where: { all: [state('approved'), { not: notExpired }] } },
    },
  },
}
