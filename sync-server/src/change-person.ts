import { isOfficer, OFFICERS, type Person, type Post } from '../../shared-types/src/model/person.ts'
import type { Directory } from './directory.ts'
import { isKept } from './keeps.ts'
import type { Powers } from './powers.ts'
import { demand, fits } from './refusal.ts'
import { closeSessionsOf } from './sessions.ts'
import type { Turn } from './store.ts'

/**
 * The person as they may be put by whoever has these powers. An administrator names people and ends them but leaves
 * their posts alone; a security officer gives posts but leaves the rest alone; the server's own program may do both.
 * @throws Refusal when it does not fit the others, or is not theirs to change
 */
export function changedPerson(directory: Directory, powers: Powers, id: string, asked: Person): Person {
  fits(id === `person:${asked.id}`, 'id')
  const before = directory.people.get(asked.id)
  const person = powers.office === 'security' ? withPosts(before, asked.posts) : withNames(powers, before, asked)
  demand([person, ...(before ? [before] : [])].every(each => isKept(powers.administers, each)))
  fits(!samePosts(before, person) ? powers.person !== person.id : true, 'own-posts')
  checkPosts(directory, person)
  fits(![...directory.people.values()].some(p => p.id !== person.id && p.login === person.login), 'login')
  checkOffices(directory, person)
  return person
}

function withPosts(before: Person | undefined, posts: readonly Post[]): Person {
  demand(before !== undefined)
  // Without posts nobody would be responsible for them: the unit of the last one stays.
  const unit = before!.unit ?? before!.posts[0]?.unit
  return { ...before!, posts, ...(unit !== undefined && { unit }) }
}

function withNames(powers: Powers, before: Person | undefined, asked: Person): Person {
  if (powers.office === 'founder') return asked
  demand(samePosts(before, asked))
  const unit = asked.unit ?? before?.unit ?? before?.posts[0]?.unit
  const { passwordAt, certificates } = before ?? {}
  return {
    ...asked,
    posts: before?.posts ?? [],
    ...(unit !== undefined && { unit }),
    ...(passwordAt && { passwordAt }),
    ...(certificates && { certificates }),
  }
}

const samePosts = (before: Person | undefined, after: Person): boolean =>
  (before?.posts ?? []).length === after.posts.length &&
  after.posts.every(post => before?.posts.some(old => keyOf(old) === keyOf(post)))

const keyOf = ({ id, role, unit, officer = '' }: Post) => JSON.stringify([id, role, unit, officer])

function checkPosts(directory: Directory, { posts, unit }: Person): void {
  const known = (id: string) => directory.units.some(u => u.id === id)
  fits(
    posts.every(post => known(post.unit)),
    'posts',
  )
  fits(unit === undefined || known(unit), 'unit')
  fits(new Set(posts.map(post => post.id)).size === posts.length, 'posts')
  fits(
    posts.every(
      post =>
        post.officer === undefined ||
        directory.people.get(post.officer)?.posts.some(p => p.unit === post.unit) === true,
    ),
    'officer',
  )
}

/** Nobody holds two offices or an office beside other work, and no office loses the last who holds it. */
function checkOffices(directory: Directory, person: Person): void {
  const offices = new Set(person.posts.map(post => post.role))
  fits(offices.size < 2 || ![...offices].some(isOfficer), 'two-offices')
  const before = [...directory.people.values()]
  const after = [...before.filter(p => p.id !== person.id), person]
  for (const office of OFFICERS)
    for (const top of [false, true]) {
      const held = (people: readonly Person[]) => people.some(p => holds(directory, p, office, top))
      fits(!held(before) || held(after), 'last-officer')
    }
}

const holds = (directory: Directory, { ended, posts }: Person, office: Post['role'], top: boolean): boolean =>
  !ended && posts.some(post => post.role === office && (!top || isTop(directory, post.unit)))

const isTop = (directory: Directory, unit: string) => directory.units.some(u => u.id === unit && u.parent === undefined)

/** Whether the change gives an office that was not held before. */
export const gainsOffice = (before: Person | undefined, after: Person): boolean =>
  after.posts.some(post => isOfficer(post.role) && !before?.posts.some(old => old.role === post.role))

/** A login that changes is changed where it is signed in with; who left is signed out. */
export async function followPerson(turn: Turn, person: Person): Promise<void> {
  await turn.db.updateTable('credentials').set({ login: person.login }).where('person', '=', person.id).execute()
  if (person.ended) await closeSessionsOf(turn, person.id)
}
