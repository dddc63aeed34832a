import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import { CENTRE, type User } from '../../../shared-types/src/model/person.ts'
import { PEOPLE, UNITS } from './organisation.ts'

/** A person of the demo at their first post. */
export function userNamed(login: string): User {
  const person = PEOPLE.find(p => p.login === login)!
  return userOf(person, person.posts[0]!.id, UNITS)!
}

/** The centre itself, acting in a case of that unit. */
export function centreAt(unit: string): User {
  const units = UNITS.map(({ id }) => id)
  return { id: CENTRE, post: CENTRE, role: CENTRE, unit, units, district: units }
}
