import type { RecordType } from '../../model/record.ts'

/** Rules of the centre that a window can judge by itself, by the figures that it was last told. */
export const warns = {
  offHours: { acts: ['accept'], rule: 'off-hours', outsideHours: true },
  sharedAddress: {
    acts: ['accept'],
    rule: 'shared-address',
    subject: 'address',
    counts: {
      among: [{ record: 'residence-permits.application', match: { address: 'address' }, since: 'acceptedOn' }],
      distinct: 'citizenId',
      atLeast: { parameter: 'minHolders', delivered: 5 },
      days: { parameter: 'windowDays', delivered: 365 },
    },
  },
  /** A window sees the applications of its own station; of others the permits that came of them. */
  multiPlace: {
    acts: ['accept'],
    rule: 'multi-place',
    subject: 'citizenId',
    counts: {
      among: [
        { record: 'residence-permits.application', match: { citizenId: 'citizenId' }, since: 'acceptedOn' },
        { record: 'residence-permits.permit', match: { citizenId: 'citizenId' }, since: 'signedOn' },
      ],
      distinct: '$unit',
      atLeast: { parameter: 'minPlaces', delivered: 2 },
      days: { parameter: 'windowDays', delivered: 30 },
    },
  },
} satisfies RecordType['warns']
