import type { Role } from '../../model/person.ts'
import type { Access } from '../../model/record.ts'

type AccessTable = Readonly<Partial<Record<Role, Access>>>

const own = { field: '$creator', is: 'equal', to: { user: 'id' } } as const
const here = { field: '$unit', is: 'equal', to: { user: 'unit' } } as const
const below = { field: '$unit', is: 'in', to: { user: 'units' } } as const
const district = { field: '$unit', is: 'in', to: { user: 'district' } } as const

/**
 * Applications stay with their station. Auxiliary staff change what they entered themselves and never export. Whole
 * numbers leave the house only by those who answer for a station's lists.
 */
export const applicationAccess: AccessTable = {
  auxiliary: { read: here, create: true, edit: own, reveal: true },
  clerk: { read: here, create: true, edit: here, export: true, reveal: true },
  reviewer: { read: here, export: true, reveal: true, whole: true },
  supervisor: { read: below, export: true, reveal: true, whole: true },
}

/**
 * Permits are read in the whole district: what a person may apply for follows from the permit that they hold. Auxiliary
 * staff need no number of a permit whose holder is not before them.
 */
export const permitAccess: AccessTable = {
  auxiliary: { read: district },
  clerk: { read: district, export: true, reveal: true },
  reviewer: { read: district, export: true, reveal: true, whole: true },
  supervisor: { read: below, export: true, reveal: true, whole: true },
}

/** The ledger of blank cards is kept by the station that has them. */
export const blankAccess: AccessTable = {
  auxiliary: { read: here },
  clerk: { read: here, create: true, edit: here, export: true },
  reviewer: { read: here, create: true, edit: here, export: true },
  supervisor: { read: below, export: true },
}

/** Records of prints are written by the program alone: nobody creates or edits one. */
export const printAccess: AccessTable = {
  auxiliary: { read: here },
  clerk: { read: here, export: true },
  reviewer: { read: here, export: true },
  supervisor: { read: below, export: true },
}

/** Terminals are registered at the centre for a station, so the station is a field of its own. */
export const terminalAccess: AccessTable = {
  auxiliary: { read: { field: 'station', is: 'equal', to: { user: 'unit' } } },
  clerk: { read: { field: 'station', is: 'equal', to: { user: 'unit' } } },
  reviewer: { read: { field: 'station', is: 'equal', to: { user: 'unit' } } },
  supervisor: { read: { field: 'station', is: 'in', to: { user: 'units' } }, export: true },
  administrator: { read: true, create: true, edit: true, export: true },
}

export const closingAccess: AccessTable = {
  auxiliary: { read: here, create: true, edit: own },
  clerk: { read: here, create: true, edit: here, export: true },
  reviewer: { read: here, create: true, edit: here, export: true },
  supervisor: { read: below, export: true },
}
