import type { CaseEvent, Problem } from '../../shared-types/src/model/case.ts'

/** Events that one step may carry with it. */
const GROUP_LIMIT = 20

/** Cuts a batch into what is accepted or refused as one: single events, and groups in the order of their places. */
export function unitsOf(events: readonly CaseEvent[]): CaseEvent[][] {
  const units = new Map<string, CaseEvent[]>()
  for (const event of events) {
    const key = event.group ? `group ${event.group.id}` : `event ${event.id}`
    const unit = units.get(key) ?? []
    // The same event twice in one batch is one event.
    if (!unit.some(e => e.id === event.id)) unit.push(event)
    units.set(key, unit)
  }
  return [...units.values()].map(unit => unit.sort((a, b) => (a.group?.place ?? 0) - (b.group?.place ?? 0)))
}

/** What is wrong with a group as a group: it must be whole, and named after its first event. */
export function groupProblems(events: readonly CaseEvent[]): Problem[] {
  const [first] = events
  if (!first!.group && events.length === 1) return []
  const whole = events.every(
    (e, place) => e.group?.id === first!.id && e.group.size === events.length && e.group.place === place,
  )
  if (whole && events.length <= GROUP_LIMIT) return []
  return [{ code: 'group', with: { why: 'size', size: first!.group?.size ?? 1, count: events.length } }]
}
