import { randomUUID } from 'node:crypto'
import type { Person, Role, Unit } from '../../shared-types/src/model/person.ts'
import { audit, NOBODY } from './audit.ts'
import { changeSetting } from './change-setting.ts'
import type { Directory, ReadDirectory } from './directory.ts'
import { changePassword, hashed, setPassword } from './passwords.ts'
import type { Powers } from './powers.ts'
import { Refusal } from './refusal.ts'
import { dropFactor } from './second-factor.ts'
import { newCode } from './secrets.ts'
import { putSetting } from './settings.ts'
import { makeEnrolCode } from './stations.ts'
import type { Store, Turn } from './store.ts'

export interface FoundParts {
  store: Store
  directory: ReadDirectory
  now: () => string
}

/** Whoever can run a program on the server's machine may do anything, but not put what does not fit. */
const powers = (directory: Directory): Powers => ({
  office: 'founder',
  administers: new Set(directory.units.map(u => u.id)),
  whole: true,
})

/** Adds or changes a unit; one without a parent may be new here only. Throws a Refusal for one that does not fit. */
export function addUnit(parts: FoundParts, unit: Unit): Promise<void> {
  return step(parts, `unit:${unit.id}`, async (turn, directory, now) => {
    const setting = { id: `unit:${unit.id}`, kind: 'unit', value: unit } as const
    const top = unit.parent === undefined && !directory.units.some(u => u.id === unit.id)
    await (top ? putSetting(turn, setting, now) : changeSetting(turn, directory, powers(directory), setting, now))
  })
}

/** Adds a person with one post and answers the password that they sign in with first. */
export async function addPerson(
  parts: FoundParts,
  given: { login: string; name: string; role: Role; unit: string; password?: string },
): Promise<{ person: Person; password: string }> {
  const { login, name, role, unit, password = newCode() } = given
  const person: Person = { id: randomUUID(), name, login, posts: [{ id: randomUUID(), role, unit }] }
  await step(parts, `person:${person.id}`, async (turn, directory, now) => {
    const setting = { id: `person:${person.id}`, kind: 'person', value: person } as const
    await changeSetting(turn, directory, powers(directory), setting, now)
    await setPassword(turn.db, person.id, login, password, true)
  })
  return { person, password }
}

/** Gives the person of that login a first password again, which it answers; sessions and second factor end with the old. */
export async function resetPassword(parts: FoundParts, login: string): Promise<string> {
  const password = newCode()
  const hash = await hashed(password)
  await step(parts, `password:${login}`, async (turn, directory, now) => {
    const person = [...directory.people.values()].find(p => p.login === login && !p.ended)
    if (!person) throw new Refusal(404, 'not-found', 'login')
    await changePassword(turn, person, { hash, mustChange: true }, now)
    await dropFactor(turn.db, person.id)
  })
  return password
}

/** Makes a code that enrols one machine as the station of that number. */
export function addCode(parts: FoundParts, unit: string, number: string): Promise<{ code: string; until: string }> {
  return step(parts, `code:${unit}`, async (turn, directory, now) => {
    const made = await makeEnrolCode(turn, directory, unit, number, now)
    if (!made) throw new Refusal(409, 'bad-request', 'unit or number')
    return made
  })
}

function step<T>(
  { store, directory, now }: FoundParts,
  id: string,
  work: (turn: Turn, directory: Directory, now: string) => Promise<T>,
): Promise<T> {
  return store.transaction(async turn => {
    const at = now()
    const result = await work(turn, await directory(turn.db), at)
    await audit(turn, { act: 'found', by: NOBODY, station: '', patch: { id } }, at)
    return result
  })
}
