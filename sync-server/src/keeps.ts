import type { Person } from '../../shared-types/src/model/person.ts'
import type { Directory } from './directory.ts'
import { Refusal } from './refusal.ts'
import type { OfficerAsk } from './route.ts'

const unitsOf = ({ posts, unit }: Person): string[] => [
  ...posts.map(post => post.unit),
  ...(unit !== undefined ? [unit] : []),
]

/** Whether an officer of these units looks after the person: all that they are lies there. */
export const isKept = (administers: ReadonlySet<string>, person: Person): boolean => {
  const units = unitsOf(person)
  return units.length > 0 && units.every(unit => administers.has(unit))
}

/** A person whom this officer looks after. Throws the Refusal for others, and for one who is not there. */
export function keeps({ administers }: OfficerAsk, directory: Directory, id: string): Person {
  const person = directory.people.get(id)
  if (!person) throw new Refusal(404, 'not-found')
  if (!isKept(administers, person)) throw new Refusal(403, 'forbidden')
  return person
}
