import type { Role } from '../../../shared-types/src/model/person.ts'
import type { Directory } from '../directory.ts'

/** People who hold a post in one of these roles at the unit itself, by their ids; whoever left holds none. */
export const peopleAt = ({ people }: Directory, unit: string, roles: readonly Role[]): string[] =>
  [...people.values()]
    .filter(person => !person.ended && person.posts.some(post => post.unit === unit && roles.includes(post.role)))
    .map(({ id }) => id)

/** The unit that has this one under it; undefined at the top. */
export const unitAbove = ({ units }: Directory, unit: string): string | undefined =>
  units.find(({ id }) => id === unit)?.parent

/**
 * The unit that answers: this one where somebody there holds such a post, else the nearest above where somebody does.
 * Undefined when nobody does.
 */
export function answering(directory: Directory, unit: string, roles: readonly Role[]): string | undefined {
  const seen = new Set<string>()
  for (let at: string | undefined = unit; at !== undefined && !seen.has(at); at = unitAbove(directory, at)) {
    if (peopleAt(directory, at, roles).length) return at
    seen.add(at)
  }
  return undefined
}
