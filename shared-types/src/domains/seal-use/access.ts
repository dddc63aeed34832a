import type { Role } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

type AccessTable = Readonly<Partial<Record<Role, Access>>>

const own = { field: '$creator', is: 'equal', to: { user: 'id' } } as const
const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const

/** A request is its asker's until it is decided; the unit and those above it read it. */
export const requestAccess: AccessTable = {
  auxiliary: { read: here, create: true, edit: own },
  clerk: { read: here, create: true, edit: own, export: true },
  reviewer: { read: here, create: true, edit: own, export: true },
  supervisor: { read: below, export: true },
}

/** Records of stamps are written by the program alone: nobody creates or edits one. */
export const stampAccess: AccessTable = {
  auxiliary: { read: here },
  clerk: { read: here, export: true },
  reviewer: { read: here, export: true },
  supervisor: { read: below, export: true },
}

/** Seals are registered at the centre for a station, so the station is a field of its own. */
export const sealAccess: AccessTable = {
  auxiliary: { read: { field: 'station', is: 'equal', to: { user: 'unit' } } },
  clerk: { read: { field: 'station', is: 'equal', to: { user: 'unit' } } },
  reviewer: { read: { field: 'station', is: 'equal', to: { user: 'unit' } } },
  supervisor: { read: { field: 'station', is: 'in', to: { user: 'units' } }, export: true },
  administrator: { read: true, create: true, edit: true, export: true },
}
