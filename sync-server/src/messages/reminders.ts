import { addDays, dayOf } from '../../../shared-types/src/engine/day.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import { type Actor, CENTRE, ROLES, type Role } from '../../../shared-types/src/model/person.ts'
import type { TimeLimit } from '../../../shared-types/src/model/record.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import type { Directory } from '../directory.ts'
import { venueFootfall } from '../rules/venue-footfall.ts'
import type { Store } from '../store.ts'
import { answering, peopleAt, unitAbove } from './in-charge.ts'
import type { Message } from './outbox.ts'
import type { TemplateName } from './templates.ts'

/** What people are written to about: cases that wait for them, and for how long at least. */
export interface Reminder {
  kind: Kind
  template: TemplateName
  where: Condition
  /** Of the unit that has to act. */
  roles: readonly Role[]
  /** To the unit above the one that has to act. */
  above: boolean
  /** Each day anew; without it once for each case, since the day in `from`. */
  ladder?: { from: string; days: number }
}

/**
 * The reminders of a day: who has a venue's warning unreceived is told each day; of all alerts the unit is told when one
 * is due to be received or explained, whoever may close it when it is due to be closed, and the unit above when its last
 * day is over, by the time limits of the record type.
 */
export function remindersOf(kinds: Kinds, directory: Directory, today: string): Reminder[] {
  return [...kinds.values()].flatMap(kind => {
    const { alerts } = kind.domain
    if (alerts?.record !== kind.name) return []
    const { receive, explain, close } = alerts.waits
    const unit = rolesIn(kind, receive)
    const scans: Condition = { field: alerts.fields.rule, is: 'equal', to: venueFootfall.id }
    return [
      {
        kind,
        template: 'venue-unreceived',
        where: { all: [inState(receive), scans] },
        roles: unit,
        above: false,
      } as const,
      // Who is written to each day about the scans is not written to about the same a second time.
      ...ladder(kind, directory, today, receive, ['alert-unreceived', 'alert-unreceived-above'], unit, { not: scans }),
      ...ladder(kind, directory, today, explain, ['alert-unexplained', 'alert-unexplained-above'], unit),
      ...ladder(kind, directory, today, close, ['alert-unclosed', 'alert-unclosed-above'], rolesIn(kind, close)),
    ]
  })
}

const inState = (state: string): Condition => ({ field: '$state', is: 'equal', to: state })

function ladder(
  kind: Kind,
  { parameters }: Directory,
  today: string,
  state: string,
  [own, higher]: readonly [TemplateName, TemplateName],
  roles: readonly Role[],
  first: Condition = { all: [] },
): Reminder[] {
  const limit = Object.values(kind.record.limits ?? {}).find(({ states }) => states.includes(state))
  if (!limit) return []
  const rung = (template: TemplateName, above: boolean, parameter: keyof TimeLimit & ('due' | 'last')): Reminder => {
    const days = Number(parameters[`${kind.domain.name}.${limit[parameter]}`])
    // The day `due` counts, the last day itself is still in time.
    const before = addDays(today, above ? -days : 1 - days)
    const long: Condition = { field: limit.from, is: 'less', to: before }
    return {
      kind,
      template,
      above,
      roles,
      where: { all: [inState(state), long, above ? { all: [] } : first] },
      ladder: { from: limit.from, days },
    }
  }
  return [rung(own, false, 'due'), rung(higher, true, 'last')]
}

/** The unit whose people are written to about cases of a unit: where somebody has the roles for it, or the next above that. */
export function toldUnit(directory: Directory, { roles, above }: Reminder, unit: string): string | undefined {
  const own = answering(directory, unit, roles)
  if (!above || own === undefined) return own
  const higher = unitAbove(directory, own)
  return higher === undefined ? undefined : answering(directory, higher, roles)
}

/** The roles that may take a step on what stands in a state. */
function rolesIn({ record }: Kind, state: string): readonly Role[] {
  const by: Actor[] = Object.values(record.workflow.steps)
    .filter(step => !step.hidden && step.from.includes(state))
    .flatMap(step => step.by)
  return ROLES.filter(role => by.includes(role))
}

/** How many of the reminder's cases each unit has. */
export async function countsByUnit(cases: CaseStore, directory: Directory, reminder: Reminder, today: string) {
  const { kind, where } = reminder
  const groups = await cases.groups(kind, { where, by: ['$unit'], scope: scopeOf(directory, today) })
  return groups.map(({ by, count }) => ({ unit: String(by.$unit), count }))
}

/** Cases of one reminder at once, the oldest first. */
const MOST = 5000

export function casesOf(
  cases: CaseStore,
  directory: Directory,
  { kind, where, ladder: rung }: Reminder,
  today: string,
): Promise<Case[]> {
  const sort = rung && { sort: { by: rung.from } }
  return cases.find(kind, { where, scope: scopeOf(directory, today), ...sort, limit: MOST })
}

/** Whether what a message tells of still is so: what was received meanwhile is written to nobody. */
export async function isStillNeeded(
  { store, kinds, now }: { store: Pick<Store, 'cases'>; kinds: Kinds; now: () => string },
  directory: Directory,
  { template, person, unit }: Pick<Message, 'template' | 'person' | 'unit'>,
): Promise<boolean> {
  const today = dayOf(now(), directory.zone)
  const reminders = remindersOf(kinds, directory, today).filter(reminder => reminder.template === template)
  if (!reminders.length) return true
  for (const reminder of reminders)
    for (const counted of await countsByUnit(store.cases, directory, reminder, today)) {
      const told = toldUnit(directory, reminder, counted.unit)
      if (told === undefined) continue
      if (told === unit || (person !== null && peopleAt(directory, told, reminder.roles).includes(person))) return true
    }
  return false
}

/** The centre sees everything. */
function scopeOf({ units, parameters }: Directory, today: string): Scope {
  const all = units.map(unit => unit.id)
  const user = { id: CENTRE, post: CENTRE, role: CENTRE, unit: '', units: all, district: all } as const
  return { today, user, parameters }
}
