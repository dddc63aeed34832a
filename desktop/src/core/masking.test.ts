import { describe, expect, test } from 'vitest'
import { domains } from '../../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { screen } from '../../../shared-types/src/engine/screen.ts'
import { toRow } from '../../../shared-types/src/engine/sheet.ts'
import { sheetColumns } from '../../../shared-types/src/engine/sheet-columns.ts'
import { isMasked } from '../../../shared-types/src/engine/show.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { validate } from '../../../shared-types/src/engine/validate.ts'
import type { Case, StoredEvent } from '../../../shared-types/src/model/case.ts'
import { type Kind, LANGUAGES } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue, Data, Field } from '../../../shared-types/src/model/field.ts'
import { ROLES } from '../../../shared-types/src/model/person.ts'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import { cellText, rowOf } from './rows.ts'
import { viewOf } from './view.ts'
import { type Wording, wordProblem } from './wording.ts'

/**
 * Whatever a domain declares, what it masks stands in nothing that is made of a case: titles, lists, forms, details,
 * histories, related rows, covered exports and what is said of wrong values. A new record type is walked by being there.
 */

const RIGHT = { personId: '320583197907044170', phone: '13900007777', text: '甲乙丙丁戊己庚辛', other: 7317317 }
/** The same with a wrong check digit and a digit too many, so that something is said of them. */
const WRONG = { ...RIGHT, personId: '320583197907044171', phone: '139000077771' }
const words: Omit<Wording, 'language'> = {
  zone: 'Asia/Shanghai',
  unitName: id => id,
  personName: id => id,
  stationName: id => id,
}

function planted(field: Field, with_: typeof RIGHT): AnyValue | undefined {
  if (field.kind === 'table')
    return [
      Object.fromEntries(Object.entries(field.columns).map(([name, of]) => [name, planted(of, with_)])),
    ] as AnyValue
  if (!isMasked(field)) return undefined
  if (field.kind === 'address') return { area: '330402', street: with_.text, room: with_.text }
  if (field.kind === 'personId' || field.kind === 'phone') return with_[field.kind]
  return field.kind === 'number' ? with_.other : with_.text
}

const MARKS = [...Object.values(RIGHT), WRONG.personId, WRONG.phone].map(String)
const leaks = (said: unknown) => MARKS.filter(mark => (JSON.stringify(said) ?? '').includes(mark))

const kinds = [...kindsOf(domains).values(), ...kindsOf([libraryLoans]).values(), everyKind]

/** Everything that is made of one case for one person. */
function saidOf(kind: Kind, data: Data, state: string, role: (typeof ROLES)[number]) {
  const own = new Map(kinds.filter(k => k.domain === kind.domain).map(k => [k.type, k]))
  const c: Case = {
    id: 'c1',
    type: kind.type,
    unit: 'u1',
    state,
    version: 2,
    seq: 2,
    unsent: 0,
    data,
    creator: 'p1',
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-02T00:00:00Z',
    changedAt: {},
    actors: {},
  }
  const event = { id: 'e1', caseId: 'c1', type: kind.type, act: 'edit', patch: data, base: 0, station: 's1', seq: 1 }
  const by = { id: 'p1', post: 'q1', role, unit: 'u1' }
  const events = [
    { ...event, by, at: c.createdAt, counter: 1, seen: '', verdict: 'accepted', problems: [] } as StoredEvent,
  ]
  const user = { ...by, units: ['u1'], district: ['u1'] }
  const lookups = Object.keys(kind.record.lookups ?? {})
  const scope = {
    today: '2026-11-22',
    user,
    parameters: {},
    related: Object.fromEntries(
      lookups.map(name => [name, kind.record.lookups![name]!.record === kind.type ? [c] : []]),
    ),
  }
  return LANGUAGES.map(language => {
    const parts = { scope, words: { ...words, language }, sending: () => 'sent' as const }
    const problems = validate(kind, c, scope)
    return [
      titleOf(kind, c, language),
      rowOf(kind, c, parts),
      viewOf(kind, c, screen(kind, c, scope), { ...parts, kinds: own, events, problems }),
      toRow(kind, sheetColumns(kind, language, sheetable(kind)), data, language, { mask: true }),
      Object.keys(kind.record.fields).map(name => cellText(kind, c, name, parts.words)),
      problems.map(problem => wordProblem(problem, kind, parts.words).text),
    ]
  })
}

const sheetable = ({ record }: Kind) => Object.keys(record.fields).filter(name => record.fields[name]!.kind !== 'files')

describe.each(kinds.map(kind => [kind.type, kind] as const))('%s', (_, kind) => {
  const plant = (with_: typeof RIGHT): Data =>
    Object.fromEntries(Object.entries(kind.record.fields).map(([name, field]) => [name, planted(field, with_)]))

  test('nothing that is made of a case holds what it masks, in any state and for any role', () => {
    for (const with_ of [RIGHT, WRONG])
      for (const state of Object.keys(kind.record.workflow.states))
        for (const role of ROLES) expect(leaks(saidOf(kind, plant(with_), state, role)), `${state} ${role}`).toEqual([])
  })
})

test('what is planted is masked somewhere, and found where it is not covered', () => {
  const masked = kinds.filter(({ record }) => Object.values(record.fields).some(isMasked))
  expect(masked.length).toBeGreaterThan(4)
  for (const kind of masked) {
    const data = Object.fromEntries(
      Object.entries(kind.record.fields).map(([name, field]) => [name, planted(field, RIGHT)]),
    )
    expect(leaks(toRow(kind, sheetColumns(kind, 'zh-CN', sheetable(kind)), data, 'zh-CN'))).not.toEqual([])
  }
})
