import type { Condition } from '../model/condition.ts'
import type { Domain, Kinds } from '../model/domain.ts'
import type { Feeds, VenueFeed } from '../model/feed.ts'
import type { FieldKind } from '../model/field.ts'
import { CENTRE } from '../model/person.ts'
import type { Need } from './need.ts'

/** What the rules are fed with: record types, fields of the right kinds, and conditions that a case alone decides. */
export function checkFeeds(domain: Domain, kinds: Kinds, need: Need): void {
  for (const [name, feed] of Object.entries(domain.feeds ?? {})) {
    const where = `feed ${name}`
    const kind = kinds.get(`${domain.name}.${feed.record}`)
    need(kind, where, `record type ${feed.record}`)
    if (!kind) continue
    for (const [field, ...of] of fieldsOf({ [name]: feed })) {
      const found = field === '$unit' ? 'text' : kind.record.fields[field]?.kind
      need(found && of.includes(found), where, `${of.join(' or ')} field ${field}`)
    }
    for (const condition of feedConditions({ [name]: feed }))
      need(!isMoving(condition), where, 'a condition that a case alone decides')
  }
  const { venues, duties } = domain.feeds ?? {}
  // Windows look up the duty of a day.
  if (duties) need(domain.records[duties.record]?.keys?.includes(duties.day), 'feed duties', `key field ${duties.day}`)
  if (!venues) return
  const record = domain.records[venues.record]
  need(record?.keys?.includes(venues.venue), 'feed venues', `key field ${venues.venue}`)
  if (!venues.appear) return
  const { step, name } = venues.appear
  need(record?.workflow.steps[step]?.by.includes(CENTRE), 'feed venues', `step ${step} of the centre`)
  need(record?.fields[name]?.kind === 'text', 'feed venues', `text field ${name}`)
}

type Wanted = readonly [field: string, ...kinds: FieldKind[]]

/** Every field that feeds name, with the kinds that it may have. */
function fieldsOf({ applications: a, prints, terminals, venues, closings, blanks, duties, ...kept }: Feeds): Wanted[] {
  const wanted: Wanted[] = []
  if (a) {
    wanted.push([a.station, 'text'], [a.citizen, 'personId', 'text'], [a.address, 'address'], [a.accepted.time, 'time'])
    wanted.push(...dates(a.accepted.day, a.decision.day, ...a.done.map(({ day }) => day)))
  }
  for (const machine of [prints, terminals]) {
    if (machine) wanted.push(...texts(machine.station, machine.device, machine.ip, machine.mac))
  }
  if (prints) wanted.push(...dates(prints.printed))
  if (prints?.of !== undefined) wanted.push([prints.of, 'link'])
  if (terminals) wanted.push(...dates(terminals.from, terminals.to))
  if (venues) wanted.push(...venueFields(venues))
  if (closings) {
    wanted.push(...texts(closings.station), ...dates(closings.day))
    wanted.push([closings.cards, 'number'], [closings.blanks, 'number'])
  }
  if (blanks) wanted.push(...texts(blanks.station), ...dates(blanks.handed, ...blanks.gone.map(({ day }) => day)))
  if (duties) {
    wanted.push(...texts(duties.station), ...dates(duties.day))
    wanted.push([duties.from, 'choice'], [duties.to, 'choice'])
  }
  for (const registration of Object.values(kept)) if (registration) wanted.push(...dates(registration.registered))
  return wanted
}

const texts = (...fields: string[]) => fields.map((field): Wanted => [field, 'text'])
/** `$updated` stands for the day of the last change. */
const dates = (...fields: string[]) => fields.filter(f => f !== '$updated').map((field): Wanted => [field, 'date'])

const venueFields = (v: VenueFeed): Wanted[] => [
  ...texts(v.venue),
  ...dates(v.registered),
  [v.unit, 'unit', 'text'],
  [v.minimum, 'number'],
  [v.maximum, 'number'],
]

/** Every condition of feeds. */
export function feedConditions(feeds: Feeds): Condition[] {
  const { applications: a, prints: p, blanks: b } = feeds
  return [
    ...Object.values(feeds).map(({ where }) => where),
    ...(a ? [a.decision.rejected, ...a.done.map(({ when }) => when)] : []),
    ...(p ? [p.spoilt] : []),
    ...(b ? b.gone.map(({ when }) => when) : []),
  ]
}

/** Whether the answer depends on the day, on who asks, or on other cases. */
function isMoving(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(isMoving)
  if ('any' in condition) return condition.any.some(isMoving)
  if ('not' in condition) return isMoving(condition.not)
  if ('some' in condition || 'entitled' in condition) return true
  if (condition.is === 'empty') return false
  if (condition.is === 'in') return 'user' in condition.to || condition.to.some(moves)
  return moves(condition.to)
}

const moves = (to: unknown): boolean => typeof to === 'object' && to !== null && !('field' in to)
