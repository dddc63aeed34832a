import type { Role } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

const own = { field: '$creator', is: 'equal', to: { user: 'id' } } as const
const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const
const district = { field: '$unit', is: 'in', to: { user: 'district' } } as const

/**
 * Registrations are read in the whole district, because time lived or worked at a neighbouring station counts towards
 * a permit; they are changed only where they were made. Auxiliary staff change what they entered and never export.
 */
export const access: Readonly<Partial<Record<Role, Access>>> = {
  auxiliary: { read: here, create: true, edit: own, reveal: true },
  clerk: { read: district, create: true, edit: here, export: true, reveal: true },
  reviewer: { read: district, create: true, edit: here, export: true, reveal: true, whole: true },
  supervisor: { read: below, export: true, reveal: true, whole: true },
}
