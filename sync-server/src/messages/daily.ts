import { addDays, clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Directory } from '../directory.ts'
import type { Db, Turn } from '../store.ts'
import { sealAddresses } from './addresses.ts'
import type { MessageParts } from './deliver.ts'
import type { Gateway } from './gateway.ts'
import { peopleAt } from './in-charge.ts'
import { messageRules } from './message-rules.ts'
import { queueMessage } from './queue.ts'
import { casesOf, countsByUnit, type Reminder, remindersOf, toldUnit } from './reminders.ts'
import { type Channel, type Holes, templateOf } from './templates.ts'

/**
 * Lays the day's reminders into the outbox, once a day, from the hour on that an administrator put: whichever server comes
 * first does, also when it was started later that day. What is not sent that day is not sent any more.
 */
export async function layReminders(parts: MessageParts): Promise<void> {
  const { store } = parts
  const now = parts.now()
  const directory = await parts.directory(store.db)
  const day = dayOf(now, directory.zone)
  const { dailyAt } = await messageRules(store.db)
  if (clockOf(now, directory.zone) < dailyAt || (await isLaid(store.db, day))) return
  await store.transaction(async turn => {
    const taken = await run(
      turn.db,
      'insert into message_days (day, at) values (?, ?) on conflict do nothing returning day',
      [day, now],
    )
    if (!taken.length) return
    const reach = await reachOf(turn.db, parts.gateways)
    const laying = { turn, directory: await parts.directory(turn.db), reach, now, day }
    for (const reminder of remindersOf(parts.kinds, laying.directory, day)) await lay(laying, reminder)
    await forget(turn.db, laying.directory, day)
    await sealAddresses(turn, parts.key.kept)
  })
}

/** Days for which what became of a message is kept: two years and a little. */
const KEPT = 750

/** Messages that were settled long ago, and addresses of people who have left. */
async function forget(db: Db, { people }: Directory, day: string): Promise<void> {
  const settled = ['sent', 'over', 'dropped'] as const
  await db.deleteFrom('messages').where('state', 'in', settled).where('settled_at', '<', addDays(day, -KEPT)).execute()
  const rows = await db.selectFrom('message_addresses').select('person').execute()
  const here = (id: string) => people.has(id) && !people.get(id)!.ended
  const gone = rows.filter(({ person }) => !here(person))
  for (const { person } of gone) await db.deleteFrom('message_addresses').where('person', '=', person).execute()
}

async function isLaid(db: Db, day: string): Promise<boolean> {
  return (await run(db, 'select day from message_days where day = ?', [day])).length > 0
}

interface Laying {
  turn: Turn
  directory: Directory
  reach: Reach
  now: string
  day: string
}

/** Who can be written to at all: people with an address for a channel that has a gateway, and units with a group. */
interface Reach {
  person(id: string, channels: readonly Channel[]): boolean
  group(unit: string): boolean
}

async function reachOf(db: Db, gateways: readonly Gateway[]): Promise<Reach> {
  const rows = await db.selectFrom('message_addresses').selectAll().execute()
  const has = (channel: Channel) => gateways.some(gateway => gateway.channel === channel)
  const reached = (known: (row: (typeof rows)[number]) => string | null) =>
    new Set(rows.filter(row => known(row) !== null).map(row => row.person))
  const by = { sms: reached(row => row.phone), mail: reached(row => row.mail), group: new Set<string>() }
  return {
    person: (id, channels) => channels.some(channel => has(channel) && by[channel].has(id)),
    group: unit => gateways.some(gateway => gateway.channel === 'group' && gateway.unit === unit),
  }
}

async function lay(laying: Laying, reminder: Reminder): Promise<void> {
  if (!reminder.ladder) return layDaily(laying, reminder)
  const { turn, directory, day, now } = laying
  const { from, days } = reminder.ladder
  const rungOf = (since: unknown) => `${reminder.template} ${String(since)}`
  const cases = await casesOf(turn.cases, directory, reminder, day)
  const told = await toldAlready(turn.db, reminder.template, cases)
  const fresh = cases.filter(c => !told.has(`${c.id} ${rungOf(c.data[from])}`))
  for (const [unit, its] of Map.groupBy(fresh, c => c.unit)) {
    const holes = { count: its.length, days, oldest: String(its[0]!.data[from]), ...(reminder.above && { unit }) }
    await write(laying, reminder, unit, toldUnit(directory, reminder, unit), holes)
  }
  for (const c of fresh)
    await run(turn.db, 'insert into alert_reminders (case_id, rung, at) values (?, ?, ?) on conflict do nothing', [
      c.id,
      rungOf(c.data[from]),
      now,
    ])
}

/** One a day for each person, whatever the number of units that they look after. */
async function layDaily(laying: Laying, reminder: Reminder): Promise<void> {
  const { turn, directory, day } = laying
  const counts = new Map<string, number>()
  for (const { unit, count } of await countsByUnit(turn.cases, directory, reminder, day)) {
    const told = toldUnit(directory, reminder, unit)
    if (told !== undefined) counts.set(told, (counts.get(told) ?? 0) + count)
  }
  const people = new Map<string, number>()
  for (const [unit, count] of counts)
    for (const person of peopleAt(directory, unit, reminder.roles))
      people.set(person, (people.get(person) ?? 0) + count)
  for (const [person, count] of people) await toPerson(laying, reminder, person, '', { count })
}

async function write(laying: Laying, reminder: Reminder, about: string, told: string | undefined, holes: Holes) {
  if (told === undefined) return
  const { turn, directory, reach, now, day } = laying
  for (const person of peopleAt(directory, told, reminder.roles)) await toPerson(laying, reminder, person, about, holes)
  const { template } = reminder
  const to = { unit: told }
  if (reach.group(told))
    await queueMessage(turn, { key: `${template}|#${told}|${about}|${day}`, to, template, holes, at: now, until: day })
}

async function toPerson(
  { turn, reach, now, day }: Laying,
  { template }: Reminder,
  person: string,
  about: string,
  holes: Holes,
) {
  if (!reach.person(person, templateOf(template).channels)) return
  const key = `${template}|${person}|${about}|${day}`
  await queueMessage(turn, { key, to: { person }, template, holes, at: now, until: day })
}

const CHUNK = 500

async function toldAlready(db: Db, template: string, cases: readonly { id: string }[]): Promise<Set<string>> {
  const told = new Set<string>()
  for (let i = 0; i < cases.length; i += CHUNK) {
    const ids = cases.slice(i, i + CHUNK).map(({ id }) => id)
    const rows = await run<{ case_id: string; rung: string }>(
      db,
      `select case_id, rung from alert_reminders where case_id in (${list(ids.length)})`,
      ids,
    )
    for (const { case_id, rung } of rows) if (rung.startsWith(`${template} `)) told.add(`${case_id} ${rung}`)
  }
  return told
}
