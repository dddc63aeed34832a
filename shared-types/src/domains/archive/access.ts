import type { Role } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

type AccessTable = Readonly<Partial<Record<Role, Access>>>

const own = { field: '$creator', is: 'equal', to: { user: 'id' } } as const
const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const
const district = { field: '$unit', is: 'in', to: { user: 'district' } } as const

/**
 * Papers are shared within the district (无证明共享库): that is what spares people from bringing them again. Auxiliary
 * staff see those of their own station alone.
 */
export const paperAccess: AccessTable = {
  auxiliary: { read: here, create: true, edit: own },
  clerk: { read: district, create: true, edit: own, export: true, reveal: true },
  reviewer: { read: district, create: true, edit: own, export: true, reveal: true, whole: true },
  supervisor: { read: below, export: true, reveal: true, whole: true },
}

/** Whose paper was used, and for what, is known to the unit that used it and to those above it. */
export const useAccess: AccessTable = {
  auxiliary: { read: here },
  clerk: { read: here, create: true, edit: own, export: true },
  reviewer: { read: here, create: true, edit: own, export: true },
  supervisor: { read: below, export: true },
}
