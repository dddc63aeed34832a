import type { Condition } from '../../model/condition.ts'
import type { Actor } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

/** Chosen by the field, not by who registered it: a venue belongs to whoever supervises it. */
const ours: Condition = { field: 'supervisingUnit', is: 'equal', to: { user: 'unit' } }
/** What belongs to the units below, and what was registered there and belongs to nobody yet. */
const below: Condition = {
  any: [
    { field: 'supervisingUnit', is: 'in', to: { user: 'units' } },
    {
      all: [
        { field: 'supervisingUnit', is: 'empty' },
        { field: '$unit', is: 'in', to: { user: 'units' } },
      ],
    },
  ],
}

export const venueAccess: Readonly<Partial<Record<Actor, Access>>> = {
  centre: { read: true, create: true },
  clerk: { read: ours },
  reviewer: { read: ours, edit: ours, export: true, reveal: true },
  supervisor: { read: below, create: true, edit: below, export: true, reveal: true, whole: true },
  administrator: { read: true, create: true, edit: true, export: true },
}
