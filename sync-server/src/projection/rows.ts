import { doorKey } from '../../../shared-types/src/engine/address.ts'
import { clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { evaluate, read, type Scope } from '../../../shared-types/src/engine/evaluate.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type {
  ApplicationFeed,
  BlankFeed,
  ClosingFeed,
  DutyFeed,
  PrintFeed,
  RegistrationFeed,
  TerminalFeed,
  VenueFeed,
} from '../../../shared-types/src/model/feed.ts'
import type { Address } from '../../../shared-types/src/model/field.ts'
import type { Fed } from './feeds.ts'
import type { Ground } from './ground.ts'

/** A row of a table of the rules, its values in the order of the table's columns; the first is the id of its case. */
export type Row = readonly (string | number | null)[]

/** What a case is to the rules; undefined where it is nothing to them. */
export function rowOf({ name, feed }: Fed, c: Case, ground: Ground): Row | undefined {
  if (!holds(feed.where, c)) return undefined
  switch (name) {
    case 'applications':
      return asked(feed, c, ground)
    case 'prints':
      return printed(feed, c, ground)
    case 'terminals':
      return terminal(feed, c, ground)
    case 'venues':
      return venue(feed, c)
    case 'closings':
      return closing(feed, c, ground)
    case 'blanks':
      return blank(feed, c, ground)
    case 'duties':
      return duty(feed, c, ground)
    default:
      return registration(feed, c)
  }
}

function asked(feed: ApplicationFeed, c: Case, { zone, stationOf }: Ground): Row {
  const decided = text(c, feed.decision.day)
  const decision = decided && (holds(feed.decision.rejected, c) ? 'rejected' : 'approved')
  const accepted = text(c, feed.accepted.time)
  return [
    c.id,
    stationOf(text(c, feed.station)),
    text(c, feed.citizen),
    doorKey((read(c, feed.address) as Address | undefined) ?? NOWHERE),
    text(c, feed.accepted.day),
    accepted && timeOf(accepted, zone),
    decision,
    decided,
    firstDay(feed.done, c, zone),
  ]
}

/** A card that is void since a later day was there until then. */
const printed = (feed: PrintFeed, c: Case, { stationOf, zone }: Ground): Row => [
  c.id,
  stationOf(text(c, feed.station)),
  text(c, feed.device),
  text(c, feed.ip),
  text(c, feed.mac),
  text(c, feed.printed),
  holds(feed.spoilt, c) ? 1 : 0,
  feed.of === undefined ? '' : text(c, feed.of),
  holds(feed.spoilt, c) ? dayOf(c.updatedAt, zone) : '',
]

const closing = (feed: ClosingFeed, c: Case, { stationOf }: Ground): Row => [
  c.id,
  stationOf(text(c, feed.station)),
  text(c, feed.day),
  number(c, feed.cards),
  number(c, feed.blanks),
]

const blank = (feed: BlankFeed, c: Case, { stationOf, zone }: Ground): Row => [
  c.id,
  stationOf(text(c, feed.station)),
  text(c, feed.handed),
  firstDay(feed.gone, c, zone),
]

/** The day of the first whose condition holds and that is filled; '' for none. */
function firstDay(days: readonly { day: string; when: Condition }[], c: Case, zone: string): string {
  const found = days.find(({ day, when }) => holds(when, c) && (day === '$updated' || text(c, day)))
  return found ? (found.day === '$updated' ? dayOf(c.updatedAt, zone) : text(c, found.day)) : ''
}

const terminal = (feed: TerminalFeed, c: Case, { stationOf }: Ground): Row => [
  c.id,
  text(c, feed.device),
  text(c, feed.ip),
  text(c, feed.mac),
  stationOf(text(c, feed.station)),
  text(c, feed.from),
  text(c, feed.to),
]

const venue = (feed: VenueFeed, c: Case): Row | undefined =>
  text(c, feed.venue)
    ? [
        c.id,
        text(c, feed.venue),
        text(c, feed.unit),
        number(c, feed.minimum),
        number(c, feed.maximum),
        text(c, feed.registered),
      ]
    : undefined

const duty = (feed: DutyFeed, c: Case, { stationOf }: Ground): Row => [
  c.id,
  stationOf(text(c, feed.station)),
  text(c, feed.day),
  text(c, feed.from),
  text(c, feed.to),
]

const registration = (feed: RegistrationFeed, c: Case): Row => [c.id, text(c, feed.registered)]

function text(c: Case, field: string): string {
  const value = read(c, field)
  return typeof value === 'string' ? value : ''
}

function number(c: Case, field: string): number | null {
  const value = read(c, field)
  return typeof value === 'number' ? value : null
}

const NOWHERE: Address = { area: '' }

/** HH:MM:SS on the deployment's clock: zones are off from UTC by whole minutes, so the seconds are those of the instant. */
function timeOf(instant: string, zone: string): string {
  return `${clockOf(instant, zone)}:${instant.slice(17, 19)}`
}

/** A feed's conditions ask neither who nor when; the check at start-up sees to that. */
const NOBODY: Scope = {
  today: '',
  user: { id: '', post: '', role: 'centre', unit: '', units: [], district: [] },
  parameters: {},
}

const holds = (condition: Condition, c: Case): boolean => evaluate(condition, c, NOBODY)
