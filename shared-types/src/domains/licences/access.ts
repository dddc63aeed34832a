import type { Actor, Role } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

type AccessTable = Readonly<Partial<Record<Role, Access>>>

const own = { field: '$creator', is: 'equal', to: { user: 'id' } } as const
const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const

/** Holders and licences stay with the unit that keeps them. Whole lists leave the house only by those who answer for them. */
export const libraryAccess: AccessTable = {
  auxiliary: { read: here, create: true, edit: own },
  clerk: { read: here, create: true, edit: here, export: true, reveal: true },
  reviewer: { read: here, create: true, edit: here, export: true, reveal: true, whole: true },
  supervisor: { read: below, export: true, reveal: true, whole: true },
}

/** The centre signs the codes that licences bear. */
export const licenceAccess: Readonly<Partial<Record<Actor, Access>>> = { ...libraryAccess, centre: { read: true } }

/** Types are made at the centre, for everybody. */
export const typeAccess: AccessTable = {
  auxiliary: { read: true },
  clerk: { read: true },
  reviewer: { read: true },
  supervisor: { read: true, export: true },
  administrator: { read: true, create: true, edit: true, export: true },
}
