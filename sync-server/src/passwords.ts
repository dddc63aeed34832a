import { hash, verify } from '@node-rs/argon2'
import { closeSessionsOf } from './sessions.ts'
import type { Db } from './store.ts'

export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 200

/** Sets what a person signs in with. Argon2id with the library's parameters, those of OWASP: 19 MiB, 2 passes. */
export async function setPassword(db: Db, person: string, login: string, password: string): Promise<void> {
  const row = { login, hash: await hash(password) }
  await db
    .insertInto('credentials')
    .values({ person, ...row })
    .onConflict(on => on.column('person').doUpdateSet(row))
    .execute()
}

/** The person with that login and password. An unknown login takes as long as a wrong password. */
export async function personBy(db: Db, login: string, password: string, nobody: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').selectAll().where('login', '=', login).executeTakeFirst()
  const right = await verify(row?.hash || nobody, password).catch(() => false)
  return row && right ? row.person : undefined
}

/** Makes the present password useless until another is set, and ends what was signed in with it. */
export async function voidPassword(db: Db, person: string): Promise<void> {
  await db.updateTable('credentials').set({ hash: '' }).where('person', '=', person).execute()
  await closeSessionsOf(db, person)
}

/** A hash that no password fits, to be verified against when the login is unknown. */
export const nobodysHash = (): Promise<string> => hash(`nobody ${crypto.randomUUID()}`)

/** A hash of its own for each station, that signs the person in there while the server is out of reach. */
export const verifierOf = (password: string): Promise<string> => hash(password)
