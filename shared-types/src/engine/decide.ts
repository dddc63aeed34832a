import type { Case, CaseEvent, Problem } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Data } from '../model/field.ts'
import type { Step } from '../model/record.ts'
import { may, mayEver, writes } from './access.ts'
import { entitlements } from './entitlement.ts'
import { evaluate, isEmpty, type Scope } from './evaluate.ts'
import { evidenceOf } from './evidence.ts'
import { apply } from './fold.ts'
import { isOpen, sourceValue } from './sources.ts'
import { failedChecks, validate } from './validate.ts'
import { validateValue } from './validate-value.ts'

/**
 * The single gate: may this event be added to this case? The window asks before it queues the event, the server asks
 * again with the same function before it stores it. Empty means yes. Refusals are values; only bugs throw.
 */
export function decide(kind: Kind, before: Case | undefined, event: CaseEvent, given: Scope): Problem[] {
  const step = event.act === 'edit' ? undefined : kind.record.workflow.steps[event.act]
  if (event.act !== 'edit' && !step) return [{ code: 'unknown', with: { step: event.act } }]

  // Of a case that its author may not read nothing is said but that: no state, and not what changed in it.
  if (before && !may(kind, 'read', before, given)) return [{ code: 'forbidden', with: { step: event.act } }]
  const scope = { ...given, entitled: entitlements(kind, given) }
  const shape = [...staleFields(before, event), ...patchProblems(kind, event, step, scope)]
  if (shape.length) return shape

  const after = preview(kind, before, event)
  const allowed = step
    ? stepRefusals(kind, event.act, step, before, entered(kind, step, before, event), scope)
    : editRefusals(kind, before, after, scope)
  if (allowed.length) return allowed

  return [
    ...complete(kind, step, before, after, scope),
    ...(step ? setProblems(kind, step, before, event, scope) : []),
    ...failedChecks(kind, after, event.act, scope),
  ]
}

/** The case as it would stand with this event; the state before stays readable to guards. */
export const preview = (kind: Kind, before: Case | undefined, event: CaseEvent): Case =>
  apply(kind, before, { ...event, seq: 0, verdict: 'waiting', problems: [] })

/** The case with what a person entered and without what the step sets by itself: guards ask about the case before that. */
const entered = (kind: Kind, step: Step, before: Case | undefined, event: CaseEvent): Case =>
  preview(kind, before, {
    ...event,
    patch: Object.fromEntries(Object.entries(event.patch).filter(([field]) => !(field in (step.sets ?? {})))),
  })

/** Why this person may not make this step now; used for buttons too, so it asks for nothing that is still to be entered. */
export function stepRefusals(
  kind: Kind,
  name: string,
  step: Step,
  before: Case | undefined,
  after: Case,
  scope: Scope,
): Problem[] {
  const { workflow } = kind.record
  const state = before?.state ?? workflow.start
  if (!step.by.includes(scope.user.role) && !scope.granted) return [{ code: 'forbidden', with: { step: name } }]
  if (before ? !may(kind, 'read', before, scope) : !mayEver(kind, 'create', scope.user.role) && !scope.granted)
    return [{ code: 'forbidden', with: { step: name } }]
  if (!step.from.includes(state)) return [{ code: 'state', with: { step: name, state } }]
  if (step.notBy?.some(act => before?.actors[act]?.includes(scope.user.id)))
    return [{ code: 'four-eyes', with: { step: name } }]
  if (step.notConcerned && before && evidenceOf(kind, before).some(row => row.by === scope.user.id))
    return [{ code: 'four-eyes', with: { step: name, why: 'concerned' } }]
  const seen = { ...after, state }
  return Object.entries(step.guards ?? {})
    .filter(([, guard]) => !evaluate(guard, seen, scope))
    .map(([guard]) => ({ code: 'guard' as const, with: { step: name, guard } }))
}

function editRefusals(kind: Kind, before: Case | undefined, after: Case, scope: Scope): Problem[] {
  const { workflow } = kind.record
  const state = before?.state ?? workflow.start
  if (!workflow.states[state]?.editable) return [{ code: 'state', with: { step: 'edit', state } }]
  const allowed = before
    ? may(kind, 'read', before, scope) && may(kind, 'edit', before, scope)
    : mayEver(kind, 'create', scope.user.role) && may(kind, 'edit', after, scope)
  return allowed ? [] : [{ code: 'forbidden', with: { step: 'edit' } }]
}

/** Fields that this event writes and that another station changed after its author last looked. */
function staleFields(before: Case | undefined, event: CaseEvent): Problem[] {
  return Object.keys(event.patch)
    .filter(field => {
      const change = before?.changedAt[field]
      return change !== undefined && change.seq > event.base && change.station !== event.station
    })
    .map(field => ({ code: 'stale' as const, field }))
}

function patchProblems(kind: Kind, event: CaseEvent, step: Step | undefined, scope: Scope): Problem[] {
  return Object.entries(event.patch).flatMap(([name, value]): Problem[] => {
    const field = kind.record.fields[name]
    if (!field) return [{ code: 'unknown', field: name }]
    if (!writes(field, scope.user.role)) return [{ code: 'forbidden', field: name }]
    const writable =
      !field.locked ||
      step?.sets?.[name] !== undefined ||
      step?.asks?.includes(name) ||
      step?.identity?.evidence === name ||
      kind.record.confirm?.evidence === name ||
      scope.granted?.includes(name)
    if (!writable) return [{ code: 'locked', field: name }]
    return value === null || value === undefined ? [] : validateValue(kind, name, field, value, scope.today)
  })
}

/**
 * The state in which a case begins is its draft and may be partial. A step that leaves it, or another state in which the
 * form is open, needs the whole form, and so does an edit anywhere else; every step needs what it asks for.
 */
function complete(kind: Kind, step: Step | undefined, before: Case | undefined, after: Case, scope: Scope): Problem[] {
  const { states, start } = kind.record.workflow
  const from = before?.state ?? start
  const closes = step && !step.danger && states[from]?.editable && (!states[step.to]?.editable || from === start)
  const leaves = step ? closes && step.to !== start : from !== start
  const asked = (step?.asks ?? [])
    .filter(name => kind.record.fields[name]?.required !== false && isEmpty(after.data[name]))
    .map(field => ({ code: 'required' as const, field }))
  const missing = leaves ? validate(kind, after, scope) : []
  const evidence = step?.identity?.evidence
  if (evidence && isEmpty(after.data[evidence])) return [{ code: 'identity', field: evidence }]
  return [...asked, ...missing.filter(p => !asked.some(a => a.field === p.field))]
}

/**
 * What a step sets is recomputed, in the window's order, each source seeing what was set before it: nobody dates an event
 * back or signs for somebody else; numbers come from a lease.
 */
function setProblems(kind: Kind, step: Step, before: Case | undefined, event: CaseEvent, scope: Scope): Problem[] {
  const sets = Object.entries(step.sets ?? {})
  let after = entered(kind, step, before, event)
  return sets.flatMap(([field, source]): Problem[] => {
    const expected = isOpen(source) ? sourceValue(source, { after, event, today: scope.today }) : undefined
    const value = field in event.patch ? event.patch[field] : before?.data[field]
    after = { ...after, data: { ...after.data, [field]: value } }
    if ('number' in source) return numberProblems(field, source.number, value, before, scope)
    const fits = expected === undefined ? !isOpen(source) || isEmpty(event.patch[field]) : expected === value
    return fits ? [] : [{ code: 'locked', field }]
  })
}

function numberProblems(
  field: string,
  series: string,
  value: Data[string],
  before: Case | undefined,
  scope: Scope,
): Problem[] {
  const kept = before?.data[field] === value
  const fits = !isEmpty(value) && (kept || !scope.leased || scope.leased(series, String(value)))
  return fits ? [] : [{ code: 'number', field, with: { series } }]
}
