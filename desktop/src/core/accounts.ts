import { hash, verify } from '@node-rs/argon2'
import type { RxCollection } from 'rxdb'
import { rawGet, rawQuery } from './store/raw-query.ts'
import type { AccountDocument } from './store/schemas.ts'

/** People who have signed in at this window before, and may do so while the server is out of reach. */
export interface Accounts {
  known(): Promise<{ login: string; name: string }[]>
  remember(account: AccountDocument): Promise<void>
  /** The person's id when login and password are right. A login that is not known takes as long as a wrong password. */
  check(login: string, password: string): Promise<string | undefined>
  forget(id: string): Promise<void>
}

export async function accounts(collection: RxCollection<AccountDocument>): Promise<Accounts> {
  const nobody = await hash('a password that nobody has')
  return {
    known: async () => (await rawQuery(collection, {})).map(({ login, name }) => ({ login, name })),
    remember: async account => void (await collection.upsert(account)),
    async check(login, password) {
      const [account] = (await rawQuery(collection, {})).filter(a => a.login === login)
      const right = await verify(account?.verifier ?? nobody, password).catch(() => false)
      return account && right ? account.id : undefined
    },
    async forget(id) {
      if (await rawGet(collection, id)) await collection.bulkRemove([id])
    },
  }
}
