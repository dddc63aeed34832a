import { codeTyped, hashOf, newCode } from './secrets.ts'
import type { Db } from './store.ts'
import { newSecret, stepOfCode } from './totp.ts'

/** How many recovery codes a person is given. */
const RECOVERY = 8

export const factorOf = (db: Db, person: string) =>
  db.selectFrom('second_factors').selectAll().where('person', '=', person).executeTakeFirst()

/** A new secret that counts once its first code was shown; one that was offered before is worth nothing any more. */
export async function offerFactor(db: Db, person: string, at: string): Promise<string> {
  const row = { secret: newSecret(), confirmed: 0, last_step: 0, made_at: at }
  await db
    .insertInto('second_factors')
    .values({ person, ...row })
    .onConflict(on => on.column('person').doUpdateSet(row))
    .execute()
  return row.secret
}

/** Whether this code opens now, which uses it up: of the authenticator, or a recovery code. */
export async function takeCode(db: Db, person: string, typed: string, now: string): Promise<boolean> {
  const factor = await factorOf(db, person)
  if (!factor) return false
  if (factor.confirmed && (await takeRecovery(db, person, typed))) return true
  const step = stepOfCode(factor.secret, typed, now, factor.last_step)
  if (step === undefined) return false
  // Of two that bring the same code at once one is too late.
  const taken = await db
    .updateTable('second_factors')
    .set({ last_step: step, confirmed: 1 })
    .where('person', '=', person)
    .where('secret', '=', factor.secret)
    .where('last_step', '<', step)
    .returning('person')
    .executeTakeFirst()
  return taken !== undefined
}

async function takeRecovery(db: Db, person: string, typed: string): Promise<boolean> {
  const taken = await db
    .deleteFrom('recovery_codes')
    .where('person', '=', person)
    .where('hash', '=', hashOf(codeTyped(typed)))
    .returning('hash')
    .executeTakeFirst()
  return taken !== undefined
}

/** New recovery codes in the place of all before: 60 random bits each, so that their plain hash tells nothing. */
export async function newRecovery(db: Db, person: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY }, newCode)
  await db.deleteFrom('recovery_codes').where('person', '=', person).execute()
  await db
    .insertInto('recovery_codes')
    .values(codes.map(code => ({ person, hash: hashOf(code) })))
    .execute()
  return codes
}

/** The person enrols anew with the next sign-in. */
export async function dropFactor(db: Db, person: string): Promise<void> {
  await db.deleteFrom('second_factors').where('person', '=', person).execute()
  await db.deleteFrom('recovery_codes').where('person', '=', person).execute()
}
