import type { Author } from '../model/case.ts'
import type { Person, Unit, User } from '../model/person.ts'

/** The unit and all units below it. A broken tree (a unit below itself) ends the walk instead of running for ever. */
export function below(units: readonly Unit[], id: string): string[] {
  const found = new Set<string>([id])
  const walk = (parent: string) => {
    for (const unit of units) {
      if (unit.parent !== parent || found.has(unit.id)) continue
      found.add(unit.id)
      walk(unit.id)
    }
  }
  walk(id)
  return [...found]
}

/** The nearest unit of that level, from the unit itself upwards. */
export function above(units: readonly Unit[], id: string, level: Unit['level']): Unit | undefined {
  const seen = new Set<string>()
  let unit = units.find(u => u.id === id)
  while (unit && unit.level !== level && !seen.has(unit.id)) {
    seen.add(unit.id)
    const parent = unit.parent
    unit = units.find(u => u.id === parent)
  }
  return unit?.level === level ? unit : undefined
}

/** The unit and those above it, the lowest first. A broken tree ends the walk instead of running for ever. */
export function lineOf(units: readonly Unit[], id: string): string[] {
  const line: string[] = []
  for (let at: string | undefined = id; at !== undefined && !line.includes(at); ) {
    line.push(at)
    const here: string = at
    at = units.find(unit => unit.id === here)?.parent
  }
  return line
}

/** A person in one of their posts, as conditions see them; undefined when they do not hold it or have left. */
export function userOf(person: Person | undefined, postId: string, units: readonly Unit[]): User | undefined {
  const post = person?.posts.find(p => p.id === postId)
  if (!person || person.ended || !post) return undefined
  const district = above(units, post.unit, 'district')
  return {
    id: person.id,
    post: post.id,
    role: post.role,
    unit: post.unit,
    units: below(units, post.unit),
    district: district ? below(units, district.id) : below(units, post.unit),
  }
}

export const authorOf = ({ id, post, role, unit }: User): Author => ({ id, post, role, unit })
