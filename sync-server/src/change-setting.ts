import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { Person, Unit } from '../../shared-types/src/model/person.ts'
import type { Setting, Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import { Refusal } from './refusal.ts'
import { closeSessionsOf } from './sessions.ts'
import { putSetting, type StoredSetting } from './settings.ts'
import type { Turn } from './store.ts'

/** Within which units somebody may change things, and whether in the whole deployment. */
export interface Powers {
  administers: ReadonlySet<string>
  whole: boolean
}

type Value<K extends Setting['kind']> = Extract<Setting, { kind: K }>['value']

/** Puts a setting after checking that it fits the others and lies within the powers of who puts it. Else a Refusal. */
export async function changeSetting(
  turn: Turn,
  directory: Directory,
  powers: Powers,
  setting: Setting,
  now: string,
): Promise<StoredSetting> {
  check(turn.kinds, directory, powers, setting)
  const stored = await putSetting(turn, setting, now)
  if (setting.kind === 'person') await followPerson(turn, setting.value)
  if (setting.kind === 'unit') await followUnit(turn, directory, setting.value, now)
  return stored
}

function check(kinds: Kinds, directory: Directory, powers: Powers, setting: Setting): void {
  const { id } = setting
  if (setting.kind === 'unit') checkUnit(directory, powers, id, setting.value)
  else if (setting.kind === 'person') checkPerson(directory, powers, id, setting.value)
  else if (setting.kind === 'station') checkStation(directory, powers, id, setting.value)
  else demand(powers.whole && setting.kind !== 'lease')
  if (setting.kind === 'parameter') checkParameter(kinds, id, setting.value)
  if (setting.kind === 'calendar') {
    const { holidays, workdays } = setting.value
    fits(!holidays.some(day => workdays.includes(day)), 'workdays')
  }
}

function checkUnit(directory: Directory, powers: Powers, id: string, unit: Unit): void {
  fits(id === `unit:${unit.id}`, 'id')
  const before = directory.units.find(u => u.id === unit.id)
  demand(before ? powers.administers.has(unit.id) : unit.parent !== undefined)
  // A top unit stays one, and nobody moves a unit to where they have no say.
  if (before && before.parent === unit.parent) return
  fits(unit.parent !== undefined && (before?.parent !== undefined) === (before !== undefined), 'parent')
  fits(
    directory.units.some(u => u.id === unit.parent),
    'parent',
  )
  fits(!directory.below(unit.id).has(unit.parent!), 'parent')
  demand(powers.administers.has(unit.parent!))
}

function checkPerson(directory: Directory, powers: Powers, id: string, person: Person): void {
  fits(id === `person:${person.id}`, 'id')
  const before = directory.people.get(person.id)
  demand([...person.posts, ...(before?.posts ?? [])].every(post => powers.administers.has(post.unit)))
  demand(person.posts.length > 0 || before !== undefined)
  fits(
    person.posts.every(post => directory.units.some(u => u.id === post.unit)),
    'posts',
  )
  fits(new Set(person.posts.map(post => post.id)).size === person.posts.length, 'posts')
  fits(![...directory.people.values()].some(p => p.id !== person.id && p.login === person.login), 'login')
  const officers = person.posts.flatMap(post =>
    post.officer ? [{ post, officer: directory.people.get(post.officer) }] : [],
  )
  fits(
    officers.every(({ post, officer }) => officer?.posts.some(p => p.unit === post.unit)),
    'officer',
  )
}

function checkStation(directory: Directory, powers: Powers, id: string, station: Station): void {
  fits(id === `station:${station.id}`, 'id')
  const before = directory.stations.get(station.id)
  if (!before) throw new Refusal(404, 'not-found')
  demand(powers.administers.has(before.unit))
  fits(before.unit === station.unit && before.number === station.number, 'unit')
  // Its token may be in other hands: an ended station is enrolled anew, not woken.
  fits(!before.ended || station.ended === true, 'ended')
}

function checkParameter(kinds: Kinds, id: string, { domain, name, value }: Value<'parameter'>): void {
  fits(id === `parameter:${domain}.${name}`, 'id')
  const parameters = [...kinds.values()].find(kind => kind.domain.name === domain)?.domain.parameters ?? {}
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (!parameter) throw new Refusal(404, 'not-found')
  fits(typeof value === typeof parameter.default, 'value')
  if (typeof value === 'number') fits(value >= (parameter.min ?? value) && value <= (parameter.max ?? value), 'value')
}

/** A login that changes is changed where it is signed in with; who left is signed out. */
async function followPerson(turn: Turn, person: Person): Promise<void> {
  await turn.db.updateTable('credentials').set({ login: person.login }).where('person', '=', person.id).execute()
  if (person.ended) await closeSessionsOf(turn.db, person.id)
}

/** A unit that moved changes who is known where: everybody is served anew. */
async function followUnit(turn: Turn, directory: Directory, unit: Unit, now: string): Promise<void> {
  const before = directory.units.find(u => u.id === unit.id)
  if (!before || before.parent === unit.parent) return
  for (const person of directory.people.values())
    await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, now)
}

function demand(allowed: boolean): void {
  if (!allowed) throw new Refusal(403, 'forbidden')
}

function fits(ok: boolean, what: string): void {
  if (!ok) throw new Refusal(409, 'bad-request', what)
}
