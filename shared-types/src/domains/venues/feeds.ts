import type { Feeds } from '../../model/feed.ts'
import { open } from './conditions.ts'

/** What the rules on scans read of a venue. One that nobody supervises has no bounds either. */
export const feeds = {
  venues: {
    record: 'venue',
    where: open,
    venue: 'venueCode',
    unit: 'supervisingUnit',
    minimum: 'minPerDay',
    maximum: 'maxPerDay',
    registered: 'registeredOn',
    appear: { step: 'appear', name: 'name' },
  },
} satisfies Feeds
