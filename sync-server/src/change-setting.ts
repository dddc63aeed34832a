import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { Unit } from '../../shared-types/src/model/person.ts'
import type { Setting, Station } from '../../shared-types/src/protocol.ts'
import { changedPerson, followPerson } from './change-person.ts'
import type { Directory } from './directory.ts'
import type { Powers } from './powers.ts'
import { demand, fits, Refusal } from './refusal.ts'
import { putSetting, type StoredSetting } from './settings.ts'
import type { Turn } from './store.ts'

type Value<K extends Setting['kind']> = Extract<Setting, { kind: K }>['value']

/** Puts a setting after checking that it fits the others and lies within the powers of who puts it. Else a Refusal. */
export async function changeSetting(
  turn: Turn,
  directory: Directory,
  powers: Powers,
  given: Setting,
  now: string,
): Promise<StoredSetting> {
  const setting = checked(turn.kinds, directory, powers, given)
  const stored = await putSetting(turn, setting, now)
  if (setting.kind === 'person') await followPerson(turn, setting.value)
  if (setting.kind === 'unit') await followUnit(turn, directory, setting.value, now)
  return stored
}

/** The setting as it is put: of a person only what this office may change. */
function checked(kinds: Kinds, directory: Directory, powers: Powers, setting: Setting): Setting {
  if (setting.kind === 'person')
    return { ...setting, value: changedPerson(directory, powers, setting.id, setting.value) }
  demand(powers.office !== 'security' && powers.office !== 'audit')
  checkRest(kinds, directory, powers, setting)
  return setting
}

function checkRest(
  kinds: Kinds,
  directory: Directory,
  powers: Powers,
  setting: Exclude<Setting, { kind: 'person' }>,
): void {
  const { id } = setting
  if (setting.kind === 'unit') checkUnit(directory, powers, id, setting.value)
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

function checkStation(directory: Directory, powers: Powers, id: string, station: Station): void {
  fits(id === `station:${station.id}`, 'id')
  const before = directory.stations.get(station.id)
  if (!before) throw new Refusal(404, 'not-found')
  demand(powers.administers.has(before.unit))
  fits(before.unit === station.unit && before.number === station.number, 'unit')
  // It is ended by its own route, which takes its key's word away, and woken only by a code, with a new key.
  fits(before.ended === station.ended, 'ended')
}

function checkParameter(kinds: Kinds, id: string, { domain, name, value }: Value<'parameter'>): void {
  fits(id === `parameter:${domain}.${name}`, 'id')
  const parameters = [...kinds.values()].find(kind => kind.domain.name === domain)?.domain.parameters ?? {}
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (!parameter) throw new Refusal(404, 'not-found')
  fits(typeof value === typeof parameter.default, 'value')
  if (typeof value === 'number') fits(value >= (parameter.min ?? value) && value <= (parameter.max ?? value), 'value')
}

/** A unit that moved changes who is known where: everybody is served anew. */
async function followUnit(turn: Turn, directory: Directory, unit: Unit, now: string): Promise<void> {
  const before = directory.units.find(u => u.id === unit.id)
  if (!before || before.parent === unit.parent) return
  for (const person of directory.people.values())
    await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, now)
}
