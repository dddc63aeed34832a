import type { Actor } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const own = { field: '$creator', is: 'equal', to: { user: 'id' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const

/**
 * The centre raises alerts and nobody else. A unit reads what concerns it, those above it what concerns it and the units
 * below; whose number it is sees only who answers for the unit.
 */
export const alertAccess: Readonly<Partial<Record<Actor, Access>>> = {
  centre: { read: true, create: true },
  clerk: { read: here },
  reviewer: { read: here, export: true, reveal: true },
  supervisor: { read: below, export: true, reveal: true, whole: true },
}

/** A unit asks for its own, and those above it decide. */
export const dutyAccess: Readonly<Partial<Record<Actor, Access>>> = {
  clerk: { read: here, create: true, edit: own, export: true },
  reviewer: { read: here, create: true, edit: own, export: true },
  supervisor: { read: below, export: true },
}
