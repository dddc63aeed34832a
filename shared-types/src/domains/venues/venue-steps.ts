import type { Condition } from '../../model/condition.ts'
import type { Step } from '../../model/record.ts'
import { unset } from './conditions.ts'

const office = ['supervisor', 'administrator'] as const

/** Nobody gives a venue to a unit that their own post does not cover. */
const covered: Condition = { field: 'supervisingUnit', is: 'in', to: { user: 'units' } }
/** Whoever supervises a venue says how many scans are too few and too many there, and nobody else. */
const ours: Condition = { field: 'supervisingUnit', is: 'equal', to: { user: 'unit' } }
const noThresholds: Condition = {
  all: [
    { field: 'minPerDay', is: 'empty' },
    { field: 'maxPerDay', is: 'empty' },
  ],
}

export const venueSteps: Readonly<Record<string, Step>> = {
  register: {
    from: ['draft'],
    to: 'open',
    by: office,
    guards: { covered: { any: [unset, covered] }, ours: { any: [noThresholds, ours] } },
    asks: ['supervisingUnit', 'minPerDay', 'maxPerDay'],
    sets: { origin: { value: 'desk' } },
  },
  /** Scans came from where nobody knows of a venue. */
  appear: {
    from: ['draft'],
    to: 'open',
    by: ['centre'],
    hidden: true,
    asks: ['venueCode', 'name', 'registeredOn'],
    sets: { origin: { value: 'scans' } },
  },
  assign: {
    from: ['open'],
    to: 'open',
    by: office,
    guards: { covered },
    asks: ['supervisingUnit'],
    sets: { assignedBy: { user: 'id' }, assignedOn: { now: 'date' } },
  },
  setThresholds: {
    from: ['open'],
    to: 'open',
    by: ['reviewer', 'supervisor'],
    guards: { ours },
    asks: ['minPerDay', 'maxPerDay'],
    sets: { thresholdsBy: { user: 'id' }, thresholdsOn: { now: 'date' } },
  },
  close: {
    from: ['open'],
    to: 'closed',
    by: office,
    asks: ['closeReason'],
    sets: { closedOn: { now: 'date' } },
    danger: true,
  },
  reopen: { from: ['closed'], to: 'open', by: office },
}
