import { hash, verify } from '@node-rs/argon2'
import type { Person } from '../../shared-types/src/model/person.ts'
import type { Directory } from './directory.ts'
import { type PasswordProblem, passwordProblem } from './password-rules.ts'
import { closeSessionsOf } from './sessions.ts'
import { putSetting } from './settings.ts'
import type { Db, Turn } from './store.ts'

/** How many of a person's passwords are not to be chosen again, the present one among them. */
const REMEMBERED = 5

/** A new hash, with Argon2id and the library's parameters, those of OWASP: 19 MiB, 2 passes. */
export const hashed = (password: string): Promise<string> => hash(password)

/** Sets what a person signs in with who has never signed in. */
export async function setPassword(
  db: Db,
  person: string,
  login: string,
  password: string,
  mustChange = false,
): Promise<void> {
  const row = { login, hash: await hash(password), must_change: mustChange ? 1 : 0 }
  await db
    .insertInto('credentials')
    .values({ person, ...row })
    .onConflict(on => on.column('person').doUpdateSet(row))
    .execute()
}

/**
 * Puts another password in the place of the present one, ends what was signed in with that, and tells every station that
 * what it keeps of the person's password is out of date.
 */
export async function changePassword(
  turn: Turn,
  person: Person,
  { hash: own, mustChange }: { hash: string; mustChange: boolean },
  at: string,
): Promise<Person> {
  const before = await credentialOf(turn.db, person.id)
  if (before?.hash) {
    await turn.db.insertInto('old_passwords').values({ person: person.id, hash: before.hash, set_at: at }).execute()
    await forgetOldest(turn.db, person.id)
  }
  const row = { login: person.login, hash: own, must_change: mustChange ? 1 : 0, set_at: at }
  await turn.db
    .insertInto('credentials')
    .values({ person: person.id, ...row })
    .onConflict(on => on.column('person').doUpdateSet(row))
    .execute()
  await closeSessionsOf(turn, person.id)
  const after = { ...person, passwordAt: at }
  await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: after }, at)
  return after
}

/** Makes the present password useless until another is set, and ends what was signed in with it. */
export const voidPassword = (turn: Turn, person: Person, at: string): Promise<Person> =>
  changePassword(turn, person, { hash: '', mustChange: true }, at)

async function forgetOldest(db: Db, person: string): Promise<void> {
  const rows = await db
    .selectFrom('old_passwords')
    .select('hash')
    .where('person', '=', person)
    .orderBy('set_at', 'desc')
    .execute()
  const gone = rows.slice(REMEMBERED - 1).map(row => row.hash)
  if (gone.length) await db.deleteFrom('old_passwords').where('person', '=', person).where('hash', 'in', gone).execute()
}

/** Why a person may not take this password: the rules for all, or that they had it lately. */
export async function newPasswordProblem(
  db: Db,
  directory: Directory,
  person: Person,
  password: string,
): Promise<PasswordProblem | 'used' | undefined> {
  const units = new Set([...person.posts.map(post => post.unit), person.unit])
  const names = directory.units.filter(unit => units.has(unit.id)).map(unit => unit.name)
  const problem = passwordProblem(password, { login: person.login, name: person.name, units: names })
  if (problem) return problem
  const before = await db.selectFrom('old_passwords').select('hash').where('person', '=', person.id).execute()
  const present = await credentialOf(db, person.id)
  for (const row of present ? [present, ...before] : before)
    if (row.hash && (await verify(row.hash, password))) return 'used'
  return undefined
}

export const credentialOf = (db: Db, person: string) =>
  db.selectFrom('credentials').selectAll().where('person', '=', person).executeTakeFirst()

/** Whose login this is, whether or not they may sign in. */
export const holderOf = async (db: Db, login: string): Promise<string | undefined> =>
  (await db.selectFrom('credentials').select('person').where('login', '=', login).executeTakeFirst())?.person

/** The person with that login and password. An unknown login takes as long as a wrong password. */
export async function personBy(db: Db, login: string, password: string, nobody: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').selectAll().where('login', '=', login).executeTakeFirst()
  const right = await verify(row?.hash || nobody, password).catch(() => false)
  return row?.hash && right ? row.person : undefined
}

/** A hash that no password fits, to be verified against when the login is unknown. */
export const nobodysHash = (): Promise<string> => hash(`nobody ${crypto.randomUUID()}`)

/** A hash of its own for each station, that signs the person in there while the server is out of reach. */
export const verifierOf = (password: string): Promise<string> => hash(password)
