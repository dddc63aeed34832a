import type { KeptText } from './kept-text.ts'
import { codeTyped, hashOf, newCode } from './secrets.ts'
import type { ServerKey } from './server-key.ts'
import type { Db, Store } from './store.ts'
import { newSecret, stepOfCode } from './totp.ts'

/** How many recovery codes a person is given. */
const RECOVERY = 8

export const factorOf = (db: Db, person: string) =>
  db.selectFrom('second_factors').selectAll().where('person', '=', person).executeTakeFirst()

/** A new secret that counts once its first code was shown; one that was offered before is worth nothing any more. */
export async function offerFactor(db: Db, kept: KeptText, person: string, at: string): Promise<string> {
  const secret = newSecret()
  const row = { secret: kept.seal(secret, person), confirmed: 0, last_step: 0, made_at: at }
  await db
    .insertInto('second_factors')
    .values({ person, ...row })
    .onConflict(on => on.column('person').doUpdateSet(row))
    .execute()
  return secret
}

/** Seals the secrets that lie open from before the deployment had a secret of its own. */
export async function sealFactors(
  { db, transaction }: Pick<Store, 'db' | 'transaction'>,
  key: ServerKey,
): Promise<void> {
  if (!key.encrypted) return
  const rows = await db.selectFrom('second_factors').select(['person', 'secret']).execute()
  for (const { person, secret } of rows.filter(row => !key.kept.isSealed(row.secret)))
    await transaction(async turn => {
      // One that was offered meanwhile is another, and sealed.
      const sealed = { secret: key.kept.seal(secret, person) }
      const row = turn.db.updateTable('second_factors').set(sealed).where('person', '=', person)
      await row.where('secret', '=', secret).execute()
    })
}

/** Whether this code opens now, which uses it up: of the authenticator, or a recovery code. */
export async function takeCode(db: Db, kept: KeptText, person: string, typed: string, now: string): Promise<boolean> {
  const factor = await factorOf(db, person)
  if (!factor) return false
  if (factor.confirmed && (await takeRecovery(db, person, typed))) return true
  const step = stepOfCode(kept.open(factor.secret, person), typed, now, factor.last_step)
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
