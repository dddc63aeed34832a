import type { Condition } from '../../model/condition.ts'
import type { Effect, Source, Step } from '../../model/record.ts'
import { acceptedPapers, confirmedPapers, earlierFits } from './application-papers.ts'
import { cardKind, kind, state } from './conditions.ts'

const notFirst: Condition = { not: kind('first') }
const notEndorsement: Condition = { not: kind('endorsement') }
const thisPermit = { permitNo: { field: 'permitNo' } } as const
const decided = { decidedOn: { now: 'date' }, decidedAt: { now: 'time' }, decidedBy: { user: 'id' } } as const

/** A year after that day, and a month before that: from when to when the next endorsement is in time. */
const nextYear = (from: Source) =>
  ({ endorsedUntil: { later: from, years: 1 }, endorseFrom: { later: { later: from, years: 1 }, months: -1 } }) as const

const inTime: Condition = { not: { field: 'acceptedOn', is: 'more', to: { field: 'permitUntil' } } }

/** Who asks for a replacement has lost the card: unless it was reported before, that is done here. */
const losing: Effect = {
  record: 'permit',
  act: 'reportLoss',
  find: thisPermit,
  set: { lossReason: { field: 'replaceReason' }, lostOn: { now: 'date' } },
  when: { all: [kind('replacement'), { some: 'oldPermit', where: state('valid') }] },
}

/** Decree 663, article 10: an endorsement in time adds a year; a late one restores the permit and counts anew. */
const endorsements: readonly Effect[] = [
  {
    record: 'permit',
    act: 'endorse',
    find: thisPermit,
    set: { ...nextYear({ field: 'permitUntil' }), endorsedOn: { now: 'date' } },
    when: inTime,
  },
  {
    record: 'permit',
    act: 'endorseLate',
    find: thisPermit,
    set: {
      ...nextYear({ field: 'acceptedOn' }),
      endorsedOn: { now: 'date' },
      countedFrom: { field: 'acceptedOn' },
    },
    when: { not: inTime },
  },
]

/** Acceptance, review, and the ends that need no card. */
export const officeSteps: Readonly<Record<string, Step>> = {
  accept: {
    from: ['draft'],
    to: 'accepted',
    by: ['auxiliary', 'clerk'],
    guards: {
      noOpen: { not: { some: 'openApplications' } },
      firstOnly: { any: [notFirst, { not: { some: 'permits' } }] },
      entitled: { any: [notFirst, { entitled: 'halfYear' }] },
      permitFound: { any: [kind('first'), { some: 'oldPermit' }] },
      notLost: { any: [kind('first', 'replacement'), { not: { some: 'oldPermit', where: state('lost') } }] },
      inWindow: {
        any: [notEndorsement, { some: 'oldPermit', where: { field: 'endorseFrom', is: 'less', to: { today: 1 } } }],
      },
      untilRight: { any: [notEndorsement, { some: 'permitToEndorse' }] },
      earlierFits,
    },
    sets: {
      receiptNo: { number: 'receipt' },
      acceptedOn: { now: 'date' },
      acceptedAt: { now: 'time' },
      acceptedBy: { user: 'id' },
    },
    also: [losing, ...acceptedPapers],
    prints: { template: 'receipt', printer: 'document' },
  },
  discard: { from: ['draft'], to: 'discarded', by: ['auxiliary', 'clerk'], danger: true },
  pass: {
    from: ['accepted'],
    to: 'passed',
    by: ['reviewer'],
    guards: { cardKind },
    notBy: ['accept', 'edit'],
    sets: decided,
    also: confirmedPapers,
  },
  endorse: {
    from: ['accepted'],
    to: 'endorsed',
    by: ['reviewer'],
    guards: { endorsement: kind('endorsement') },
    notBy: ['accept', 'edit'],
    sets: decided,
    also: [...endorsements, ...confirmedPapers],
  },
  reject: {
    from: ['accepted'],
    to: 'rejected',
    by: ['reviewer'],
    notBy: ['accept', 'edit'],
    asks: ['rejectReason', 'rejectNote'],
    sets: decided,
    prints: { template: 'rejection', printer: 'document' },
    danger: true,
  },
  sendBack: { from: ['accepted'], to: 'draft', by: ['clerk', 'reviewer'], asks: ['sendBackReason'] },
  cancel: {
    from: ['accepted', 'passed'],
    to: 'cancelled',
    by: ['clerk', 'reviewer'],
    asks: ['cancelReason'],
    danger: true,
  },
}
