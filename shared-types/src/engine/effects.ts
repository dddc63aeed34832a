import type { Case, CaseEvent } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Data, SimpleValue } from '../model/field.ts'
import { evaluate, type Scope } from './evaluate.ts'
import { typeFrom } from './kinds.ts'
import { isOpen, type Origin, sourceValue } from './sources.ts'

/** A further event that must go with a step: on the one case that these keys find, or on a new one. */
export interface PlannedEffect {
  type: string
  act: string
  find?: Readonly<Record<string, SimpleValue>>
  patch: Data
  /** Fields whose value only the window knows (numbers, terminals): not compared. */
  closed: readonly string[]
}

/** What the event's step carries with it, given the case after it. */
export function effectsOf(
  kind: Kind,
  after: Case,
  event: CaseEvent,
  scope: Scope,
  origin: Omit<Origin, 'after' | 'event' | 'today'> = {},
): PlannedEffect[] {
  const from: Origin = { ...origin, after, event, today: scope.today }
  return (kind.record.workflow.steps[event.act]?.also ?? [])
    .filter(effect => !effect.when || evaluate(effect.when, after, scope))
    .map(effect => ({
      type: typeFrom(kind.domain, effect.record),
      act: effect.act,
      ...(effect.find && { find: simpleValues(effect.find, from) }),
      patch: values(effect.set ?? {}, from),
      closed: Object.entries(effect.set ?? {})
        .filter(([, source]) => !isOpen(source))
        .map(([field]) => field),
    }))
}

function values(
  sources: Readonly<Record<string, Parameters<typeof sourceValue>[0]>>,
  from: Origin,
): Record<string, SimpleValue | readonly string[]> {
  const found: Record<string, SimpleValue | readonly string[]> = {}
  for (const [field, source] of Object.entries(sources)) {
    const value = sourceValue(source, from)
    if (value !== undefined) found[field] = value
  }
  return found
}

/** Keys are simple: nobody finds a case by a list of files. */
const simpleValues = (...given: Parameters<typeof values>): Record<string, SimpleValue> =>
  Object.fromEntries(
    Object.entries(values(...given)).filter((entry): entry is [string, SimpleValue] => typeof entry[1] !== 'object'),
  )
