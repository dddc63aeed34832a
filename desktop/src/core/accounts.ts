import { hash, verify } from '@node-rs/argon2'
import type { OfflineTries } from './offline-tries.ts'
import type { Kept } from './store/kept.ts'

/** A person who has signed in here before, and the Argon2id hash by which they may do so offline. */
export interface Account {
  id: string
  login: string
  name: string
  verifier: string
  /** The centre's time of the last sign-in with it. */
  lastOnline: string
  /** When the password was set that this signs in with, as the centre tells it; absent for one never changed. */
  passwordAt?: string
}

/** People who have signed in at this window before, and may do so while the server is out of reach. */
export interface Accounts {
  known(): Promise<{ login: string; name: string }[]>
  remember(account: Account): Promise<void>
  /**
   * The account when login and password are right, undefined when they are not, or the seconds to wait before the next
   * try. A login that is not known takes as long as a wrong password.
   */
  check(login: string, password: string): Promise<Account | number | undefined>
  all(): Promise<Account[]>
  forget(id: string): Promise<void>
}

export async function accounts(store: Kept<Account>, tries: OfflineTries): Promise<Accounts> {
  const nobody = await hash('a password that nobody has')
  const all = async () => (await store.all()).map(({ value }) => value)
  return {
    known: async () => (await all()).map(({ login, name }) => ({ login, name })),
    remember: account => store.put(account.id, account),
    async check(login, password) {
      const account = (await all()).find(a => a.login === login)
      const wait = account ? await tries.begin(login) : 0
      if (wait > 0) return wait
      const right = await verify(account?.verifier ?? nobody, password).catch(() => false)
      if (!account || !right) return undefined
      await tries.forget(login)
      return account
    },
    all,
    forget: id => store.remove(id),
  }
}
