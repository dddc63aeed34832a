import type { RecordType } from '../../model/record.ts'

const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const

/**
 * 好差评: how a citizen was served in one case. Nobody makes one by hand, and clerks read none: what was said of a case
 * is not for who served in it. It names a case, a unit and a service, and nobody's conduct. The station's reviewer reads
 * them, so that every window of the station knows which cases are rated.
 */
export const rating = {
  title: '{ratedService} {satisfaction}',
  fields: {
    ratedCase: { kind: 'text', locked: true },
    ratedService: { kind: 'text', locked: true },
    satisfaction: { kind: 'choice', of: 'levels', locked: true },
    reason: { kind: 'choice', of: 'reasons', locked: true, required: false },
    givenOn: { kind: 'date', locked: true },
  },
  workflow: {
    start: 'open',
    states: { open: {}, given: { final: true, tone: 'quiet' } },
    steps: {
      give: {
        from: ['open'],
        to: 'given',
        by: ['auxiliary', 'clerk', 'reviewer'],
        asks: ['ratedCase', 'ratedService', 'satisfaction', 'reason'],
        sets: { givenOn: { now: 'date' } },
      },
    },
  },
  access: {
    auxiliary: { create: true },
    clerk: { create: true },
    reviewer: { read: here, create: true },
    supervisor: { read: below, export: true },
  },
  rating: {
    step: 'give',
    level: 'satisfaction',
    reason: 'reason',
    low: ['bad', 'worst'],
    about: 'ratedCase',
    service: 'ratedService',
  },
  retention: { years: 'keepYears', ends: { given: 'givenOn' } },
  list: {
    columns: ['givenOn', 'ratedService', 'satisfaction', 'reason', '$unit'],
    search: ['ratedService'],
    filters: ['givenOn', 'satisfaction', 'reason', '$unit'],
    newest: 'givenOn',
  },
  form: [{ section: 'rating', fields: ['givenOn', 'ratedService', 'satisfaction', 'reason'] }],
} satisfies RecordType
