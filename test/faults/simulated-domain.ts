import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { Domain, DomainWords } from '../../shared-types/src/model/domain.ts'
import type { Person, Unit } from '../../shared-types/src/model/person.ts'
import type { RecordType } from '../../shared-types/src/model/record.ts'
import type { Station } from '../../shared-types/src/protocol.ts'

/**
 * The smallest domain in which everything that sync can get wrong can happen: cases that move between scopes, a field
 * that is withheld, steps that carry others with them, numbers of two series, four eyes.
 */

const here = {
  any: [
    { field: '$unit', is: 'equal', to: { user: 'unit' } },
    { field: 'desk', is: 'equal', to: { user: 'unit' } },
  ],
} as const
const below = {
  any: [
    { field: '$unit', is: 'in', to: { user: 'units' } },
    { field: 'desk', is: 'in', to: { user: 'units' } },
  ],
} as const
const text = { kind: 'text', max: 40 } as const

const parcel = {
  title: '{note}',
  fields: {
    note: text,
    place: text,
    /** The unit that handles it: whoever sends it away reads it no more, unless their unit began it. */
    desk: text,
    secret: { ...text, only: ['supervisor'] },
    code: { ...text, chars: 'code' },
    no: { ...text, locked: true },
    all: { ...text, locked: true },
  },
  keys: ['code'],
  workflow: {
    start: 'open',
    states: { open: { editable: true }, granted: {}, closed: { final: true } },
    steps: {
      grant: {
        from: ['open'],
        to: 'granted',
        by: ['clerk'],
        sets: { no: { number: 'no' }, all: { number: 'all' } },
        also: [{ record: 'stock', act: 'take', find: { code: { field: 'code' } } }],
      },
      close: { from: ['granted'], to: 'closed', by: ['clerk', 'reviewer'], notBy: ['grant'] },
    },
  },
  access: {
    clerk: { read: here, create: true, edit: here },
    reviewer: { read: here },
    supervisor: { read: below, edit: below },
  },
  list: { columns: ['note'], search: ['note'] },
  form: [{ section: 'all', fields: ['note', 'place', 'desk', 'secret', 'code', 'no', 'all'] }],
} satisfies RecordType

const stock = {
  title: '{code}',
  fields: { code: { ...text, chars: 'code' } },
  keys: ['code'],
  workflow: {
    start: 'lying',
    states: { lying: { editable: true }, taken: {} },
    steps: { take: { from: ['lying'], to: 'taken', by: ['clerk'], hidden: true } },
  },
  access: { clerk: { read: true, create: true, edit: true }, supervisor: { read: true } },
  list: { columns: ['code'], search: ['code'] },
  form: [{ section: 'all', fields: ['code'] }],
} satisfies RecordType

const words: DomainWords = { label: '', records: {}, dictionaries: {}, templates: {}, desks: {}, reports: {} }

const domain: Domain = {
  name: 'parcels',
  version: 1,
  records: { parcel, stock },
  dictionaries: {},
  templates: {},
  desks: {},
  reports: {},
  series: {
    no: { format: 'P{unit}{year}-{number}', digits: 4, block: 4 },
    all: { format: 'Q{number}', digits: 6, block: 3 },
  },
  words: { 'zh-CN': words, en: words },
}

export const KINDS = kindsOf([domain])
export const SERIES = new Map(Object.entries(domain.series!).map(([name, one]) => [`parcels.${name}`, one]))
export const PARCEL = 'parcels.parcel'
export const STOCK = 'parcels.stock'

export const UNITS: readonly Unit[] = [
  { id: 'city', name: 'city', level: 'city' },
  { id: 'east', name: 'east', level: 'district', parent: 'city' },
  { id: 'west', name: 'west', level: 'district', parent: 'city' },
  { id: 'a', name: 'a', level: 'station', parent: 'east' },
  { id: 'b', name: 'b', level: 'station', parent: 'west' },
]

/** Two windows of one unit, one of another, and one of the district above the first. */
export const STATIONS: readonly Station[] = [
  { id: 'a-1', name: 'a-1', unit: 'a', number: '01' },
  { id: 'a-2', name: 'a-2', unit: 'a', number: '02' },
  { id: 'b-1', name: 'b-1', unit: 'b', number: '01' },
  { id: 'east-1', name: 'east-1', unit: 'east', number: '01' },
]

const person = (id: string, ...posts: [role: Person['posts'][number]['role'], unit: string][]): Person => ({
  id,
  name: id,
  login: id,
  posts: posts.map(([role, unit], n) => ({ id: `${id}-${n}`, role, unit })),
})

export const PEOPLE: readonly Person[] = [
  person('ann', ['clerk', 'a']),
  person('bob', ['clerk', 'a'], ['clerk', 'b']),
  person('cai', ['reviewer', 'a']),
  person('dan', ['clerk', 'b']),
  person('eva', ['supervisor', 'east']),
]

/** What an administrator may do to the organisation while the windows work. */
export const CHANGES: readonly (Person | Unit)[] = [
  person('ann', ['clerk', 'b']),
  person('ann', ['clerk', 'a'], ['supervisor', 'a']),
  { ...person('bob', ['clerk', 'a']), ended: true },
  person('bob', ['clerk', 'b']),
  person('cai', ['reviewer', 'b']),
  person('dan', ['clerk', 'b'], ['clerk', 'a']),
  person('dan'),
  person('eva', ['supervisor', 'west']),
  { id: 'a', name: 'a', level: 'station', parent: 'west' },
  { id: 'b', name: 'b', level: 'station', parent: 'east' },
  ...PEOPLE,
  ...UNITS.slice(3),
]
