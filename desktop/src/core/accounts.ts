import { hash, verify } from '@node-rs/argon2'
import type { Kept } from './store/kept.ts'

/** A person who has signed in here before, and the Argon2id hash by which they may do so offline. */
export interface Account {
  id: string
  login: string
  name: string
  verifier: string
  lastOnline: string
}

/** People who have signed in at this window before, and may do so while the server is out of reach. */
export interface Accounts {
  known(): Promise<{ login: string; name: string }[]>
  remember(account: Account): Promise<void>
  /** The person's id when login and password are right. A login that is not known takes as long as a wrong password. */
  check(login: string, password: string): Promise<string | undefined>
  forget(id: string): Promise<void>
}

export async function accounts(store: Kept<Account>): Promise<Accounts> {
  const nobody = await hash('a password that nobody has')
  return {
    known: async () => (await store.all()).map(({ value }) => ({ login: value.login, name: value.name })),
    remember: account => store.put(account.id, account),
    async check(login, password) {
      const account = (await store.all()).find(a => a.value.login === login)?.value
      const right = await verify(account?.verifier ?? nobody, password).catch(() => false)
      return account && right ? account.id : undefined
    },
    forget: id => store.remove(id),
  }
}
