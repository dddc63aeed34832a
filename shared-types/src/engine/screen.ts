import type { Case, Problem } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { AnyValue, Field } from '../model/field.ts'
import { may, sees } from './access.ts'
import { type AskedRow, askedRows } from './asked-rows.ts'
import { addDays, addMonths, isDay } from './day.ts'
import { preview, stepRefusals } from './decide.ts'
import { type Due, dueOf } from './due.ts'
import { entitlements } from './entitlement.ts'
import { evaluate, isEmpty, type Scope } from './evaluate.ts'
import { isMasked } from './show.ts'
import { validate } from './validate.ts'

export interface Cell {
  name: string
  field: Field
  value: AnyValue | undefined
  editable: boolean
  required: boolean
  /** What stands there is covered until it is revealed. */
  masked: boolean
  problem: Problem | undefined
  /** The value to offer while the field is empty. */
  offer?: AnyValue
  /** Of a table whose rows another record names: those rows. */
  asked?: readonly AskedRow[]
}

export interface ScreenStep {
  name: string
  asks: readonly string[]
  danger: boolean
  /** Why it cannot be made now, best shown at the button; empty when it can. */
  refusals: readonly Problem[]
}

export interface Screen {
  state: string
  sections: { section: string; cells: Cell[] }[]
  steps: ScreenStep[]
  due: Due
  editable: boolean
}

/**
 * What one person sees of one case: the form, the detail page and the buttons are all this. `found` is what fields are
 * offered from; rules ask `given.related`, of which a person may be shown less.
 */
export function screen(kind: Kind, c: Case, given: Scope, found: Scope['related'] = given.related): Screen {
  const scope = { ...given, entitled: entitlements(kind, given) }
  const { workflow, form } = kind.record
  const isNew = c.version === 0
  const editable = Boolean(workflow.states[c.state]?.editable) && may(kind, 'edit', c, scope)
  const problems = editable ? validate(kind, c, scope) : []
  const cell = (name: string): Cell => cellOf(kind, c, name, { editable, isNew, problems, scope, found })
  const shown = ({ name, field }: Cell) =>
    sees(field, scope.user.role) &&
    (!field.shown || evaluate(field.shown, c, scope)) &&
    !(isNew && field.locked) &&
    Boolean(name)
  return {
    state: c.state,
    sections: form
      .filter(s => !s.shown || evaluate(s.shown, c, scope))
      .map(s => ({ section: s.section, cells: s.fields.map(cell).filter(shown) }))
      .filter(s => s.cells.length > 0),
    steps: stepsOf(kind, c, scope),
    due: dueOf(kind, c, scope),
    editable,
  }
}

/** An empty case for a form that nobody has saved yet. */
export const blank = (kind: Kind, id: string, scope: Scope, at: string): Case => ({
  id,
  type: kind.type,
  unit: scope.user.unit,
  state: kind.record.workflow.start,
  version: 0,
  seq: 0,
  unsent: 0,
  data: {},
  creator: scope.user.id,
  createdAt: at,
  updatedAt: at,
  changedAt: {},
  actors: {},
})

/** The steps to show as buttons, in the order in which they are declared: those of this state that this role could make. */
function stepsOf(kind: Kind, c: Case, scope: Scope): ScreenStep[] {
  const before = c.version === 0 ? undefined : c
  return Object.entries(kind.record.workflow.steps)
    .filter(([, step]) => !step.hidden && step.from.includes(c.state) && step.by.includes(scope.user.role))
    .map(([name, step]) => ({
      name,
      asks: step.asks ?? [],
      danger: step.danger ?? false,
      refusals: stepRefusals(
        kind,
        name,
        withoutAsked(step),
        before,
        preview(kind, before, eventFor(c, name, scope)),
        scope,
      ),
    }))
}

/** Guards on what is still to be entered cannot be judged before it is. */
function withoutAsked<S extends { asks?: readonly string[]; guards?: Readonly<Record<string, unknown>> }>(step: S): S {
  if (!step.asks?.length || !step.guards) return step
  const named = (guard: unknown) => step.asks!.some(field => JSON.stringify(guard).includes(`"${field}"`))
  return { ...step, guards: Object.fromEntries(Object.entries(step.guards).filter(([, guard]) => !named(guard))) }
}

function cellOf(
  kind: Kind,
  c: Case,
  name: string,
  on: { editable: boolean; isNew: boolean; problems: readonly Problem[]; scope: Scope; found: Scope['related'] },
): Cell {
  const field = kind.record.fields[name]!
  const value = c.data[name] ?? undefined
  const offer = isEmpty(value) ? offerOf(field, c, on) : undefined
  return {
    name,
    field,
    value,
    editable: on.editable && !field.locked,
    required: typeof field.required === 'object' ? evaluate(field.required, c, on.scope) : Boolean(field.required),
    masked: !on.isNew && isMasked(field) && !isEmpty(value),
    problem: on.problems.find(p => p.field === name),
    ...(offer !== undefined && { offer }),
    ...(field.kind === 'table' &&
      field.rows && { asked: askedRows({ ...field, rows: field.rows }, on.found?.[field.rows.lookup]) }),
  }
}

/** What a field offers while it is empty: the first value whose condition holds, or what the newest found record says. */
function offerOf(
  field: Field,
  c: Case,
  { scope, found: from }: { scope: Scope; found: Scope['related'] },
): AnyValue | undefined {
  const fixed = field.offer?.find(o => evaluate(o.when, c, scope))?.value
  if (fixed !== undefined || !field.prefill) return fixed
  const found = from?.[field.prefill.lookup] ?? []
  const newest = found.reduce<Case | undefined>((a, b) => (a && a.updatedAt >= b.updatedAt ? a : b), undefined)
  const value = newest?.data[field.prefill.field] ?? undefined
  return field.prefill.monthsAfter === undefined ? value : lastDayOf(c.data[field.prefill.monthsAfter], value)
}

/** The last of so many months that begin on a day. */
const lastDayOf = (from: Case['data'][string], months: AnyValue | undefined): string | undefined =>
  isDay(from) && typeof months === 'number' ? addDays(addMonths(from, months), -1) : undefined

const eventFor = (c: Case, act: string, { user }: Scope) => ({
  id: '',
  caseId: c.id,
  type: c.type,
  act,
  patch: {},
  base: c.seq,
  by: { id: user.id, post: user.post, role: user.role, unit: user.unit },
  station: '',
  at: c.updatedAt,
  counter: 0,
  seen: '',
})
