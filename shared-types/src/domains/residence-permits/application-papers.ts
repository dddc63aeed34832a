import type { Condition } from '../../model/condition.ts'
import type { Effect, RecordType, Source } from '../../model/record.ts'
import { filled } from './conditions.ts'

const ground = (name: string): Condition => ({ field: 'ground', is: 'equal', to: name })
const slot = (name: string): Condition => ({ field: 'paperSlot', is: 'equal', to: name })
const trust: Condition = { field: 'trustLevel', is: 'in', to: ['A', 'B'] }
const inDate: Condition = { not: { field: 'validUntil', is: 'less', to: { today: 0 } } }
const kindIs = (...kinds: readonly string[]): Condition => ({ field: 'paperKind', is: 'in', to: kinds })

const usable: Condition = { all: [{ field: '$state', is: 'equal', to: 'confirmed' }, trust, inDate] }

const RESIDENCE = ['lease', 'deed', 'purchase', 'landlord', 'employer', 'school'] as const
const EMPLOYMENT = ['licence', 'contract', 'statement'] as const

/** Papers that this application gave to the archive, and earlier ones of the same person. */
export const paperLookups = {
  ownPapers: { record: 'archive.paper', match: { givenWith: '$id' } },
  papers: { record: 'archive.paper', match: { paperHolder: 'citizenId' } },
  earlierPaper: { record: 'archive.paper', match: { $id: 'earlierProof', paperHolder: 'citizenId' } },
} satisfies RecordType['lookups']

/** Decree 663, article 9 asks for one proof of the ground; what the archive has need not be brought again. */
export const papers = {
  residence: {
    asked: ground('residence'),
    files: 'evidence',
    earlier: 'earlierProof',
    lookup: 'papers',
    usable,
    kind: { field: 'paperKind', of: RESIDENCE, fills: 'residenceProof' },
  },
  employment: {
    asked: ground('employment'),
    files: 'evidence',
    earlier: 'earlierProof',
    lookup: 'papers',
    usable,
    kind: { field: 'paperKind', of: EMPLOYMENT, fills: 'employmentProof' },
  },
  study: {
    asked: ground('study'),
    files: 'evidence',
    earlier: 'earlierProof',
    lookup: 'papers',
    usable,
    kind: { field: 'paperKind', of: ['study'] },
  },
} satisfies RecordType['papers']

/** What is named instead of a paper is this person's, of the kind that is asked for, confirmed and in date. */
export const earlierFits: Condition = {
  any: [
    { field: 'earlierProof', is: 'empty' },
    { all: [ground('residence'), { some: 'earlierPaper', where: { all: [usable, kindIs(...RESIDENCE)] } }] },
    { all: [ground('employment'), { some: 'earlierPaper', where: { all: [usable, kindIs(...EMPLOYMENT)] } }] },
    { all: [ground('study'), { some: 'earlierPaper', where: { all: [usable, kindIs('study')] } }] },
  ],
}

const given = (name: string): Condition => ({ some: 'ownPapers', where: slot(name) })

/** One paper of the application into the archive: a new one the first time, a new version when it comes back. */
function filing(name: string, files: string, kind: Source, when: Condition): Effect[] {
  const set = { paperKind: kind, paperPages: { files }, givenOn: { now: 'date' }, trustLevel: { value: 'C' } } as const
  const holder = { paperHolder: { field: 'citizenId' }, holderName: { field: 'name' } } as const
  return [
    {
      record: 'archive.paper',
      act: 'file',
      set: {
        ...holder,
        ...set,
        givenWith: { case: 'id' },
        givenNo: { field: 'receiptNo' },
        paperSlot: { value: name },
      },
      when: { all: [when, filled(files), { not: given(name) }] },
    },
    {
      record: 'archive.paper',
      act: 'fileAgain',
      find: { givenWith: { case: 'id' }, paperSlot: { value: name } },
      set: { ...holder, ...set },
      when: { all: [when, filled(files), given(name)] },
    },
  ]
}

/** What acceptance does for the archive: the papers are filed, and the use of an earlier one stands in its ledger. */
export const acceptedPapers: readonly Effect[] = [
  ...filing('proof', 'evidence', { field: 'residenceProof' }, ground('residence')),
  ...filing('proof', 'evidence', { field: 'employmentProof' }, ground('employment')),
  ...filing('proof', 'evidence', { value: 'study' }, ground('study')),
  ...filing('card', 'cardCopy', { value: 'idCard' }, { all: [] }),
  {
    record: 'archive.use',
    act: 'reuse',
    set: {
      usedPaper: { field: 'earlierProof' },
      usePurpose: { value: 'permit' },
      usedAs: { value: 'reuse' },
      usedWith: { case: 'id' },
      usedFor: { field: 'receiptNo' },
      usedBy: { user: 'id' },
      usedAt: { now: 'time' },
      usedOn: { now: 'date' },
    },
    when: filled('earlierProof'),
  },
]

const waiting = (name: string): Condition => ({
  some: 'ownPapers',
  where: { all: [slot(name), { field: '$state', is: 'equal', to: 'filed' }] },
})

/** Who passes the application has looked at its papers. */
export const confirmedPapers: readonly Effect[] = (['proof', 'card'] as const).map(name => ({
  record: 'archive.paper',
  act: 'pass',
  find: { givenWith: { case: 'id' }, paperSlot: { value: name } },
  set: { trustLevel: { value: 'B' }, trustedBy: { user: 'id' }, trustedOn: { now: 'date' } },
  when: waiting(name),
}))
