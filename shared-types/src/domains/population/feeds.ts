import type { Feeds } from '../../model/feed.ts'

/** Registrations whose date the rules watch: what was never registered or is void has none. */
export const feeds = {
  residents: {
    record: 'resident',
    where: { field: '$state', is: 'in', to: ['active', 'left'] },
    registered: 'registeredOn',
  },
  employments: {
    record: 'employment',
    where: { field: '$state', is: 'in', to: ['active', 'ended'] },
    registered: 'registeredOn',
  },
} satisfies Feeds
