import type { Feeds } from '../../model/feed.ts'
import { state } from './conditions.ts'

/** What the rule on business hours reads: approved duty, also what was approved after its day. */
export const feeds = {
  duties: {
    record: 'duty',
    where: state('approved', 'approvedLate'),
    station: '$unit',
    day: 'dutyOn',
    from: 'dutyFrom',
    to: 'dutyTo',
  },
} satisfies Feeds
