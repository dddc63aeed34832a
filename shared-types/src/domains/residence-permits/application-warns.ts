import type { RecordType } from '../../model/record.ts'

const since = (days: number) => ({ field: 'acceptedOn', is: 'more', to: { today: -days } }) as const

/** Rules of the centre that a window can judge by itself, with the figures that hold unless a deployment changes them. */
export const warns = {
  offHours: { acts: ['accept'], outsideHours: true },
  sharedAddress: {
    acts: ['accept'],
    counts: {
      among: [{ record: 'residence-permits.application', match: { address: 'address' }, where: since(365) }],
      distinct: 'citizenId',
      atLeast: 5,
    },
  },
  /** A window sees the applications of its own station; of others the permits that came of them. */
  multiPlace: {
    acts: ['accept'],
    counts: {
      among: [
        { record: 'residence-permits.application', match: { citizenId: 'citizenId' }, where: since(30) },
        {
          record: 'residence-permits.permit',
          match: { citizenId: 'citizenId' },
          where: { field: 'signedOn', is: 'more', to: { today: -30 } },
        },
      ],
      distinct: '$unit',
      atLeast: 2,
    },
  },
} satisfies RecordType['warns']
