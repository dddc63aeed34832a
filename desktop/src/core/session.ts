import type { Person } from '../../../shared-types/src/model/person.ts'
import type { SignInRequest } from '../../../shared-types/src/protocol-sign-in.ts'
import type { Account, Accounts } from './accounts.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import { type Entered, entrance } from './entrance.ts'
import { seat as emptySeat, type Over, type Seat } from './seat.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal } from './server-fault.ts'
import { signInRefusal } from './sign-in-refusal.ts'
import { type KeyEntrance, keyEntrance } from './usb-key-entrance.ts'

/** Who sits at the window. One person at a time; nothing of it outlives the process. */
export interface Session
  extends Pick<Seat, 'person' | 'post' | 'posts' | 'user' | 'token' | 'key' | 'over' | 'switchPost'> {
  signIn(request: SignInRequest): Promise<Entered>
  /** With the certificate on a key: password and second factor in one. */
  byKey: KeyEntrance
  /** Whether this is the password of who is signed in. */
  unlocks(password: string): Promise<boolean>
  changePassword(old: string, password: string): Promise<void>
  signOut(): void
  /** Looks at what the centre has said since: who may sign in offline, and whether who is here may stay. */
  review(): Promise<void>
}

interface Parts {
  directory: Directory
  accounts: Accounts
  clock: Clock
  server: ServerClient
  station: () => string | undefined
  /** The centre's Ed25519 key, in base64url. */
  centre: () => string | undefined
  /** Somebody was signed out by somebody else. */
  ended: () => void
  /** Nobody comes in on the word of this machine alone. */
  onlyOnline?: true
}

/**
 * Asks the server first and, when it cannot be reached, those who have signed in here before.
 * @throws CallRefusal with the reason, worded by the core
 */
export function session(parts: Parts): Session {
  const { directory, accounts, server, station } = parts
  const seat = emptySeat(directory)
  /** The centre forgets the session of who goes, if it can be told; else it runs out by itself. */
  const before = () => {
    if (seat.token()) void server.signOut().catch(() => undefined)
  }
  const door = entrance({ ...parts, seat, before })
  const keyDoor = keyEntrance({ ...parts, seat, before })
  /** The person's own change of password is under way: that the centre ends their session is no news. */
  const own = { changing: false }
  const loginHere = async () => (await accounts.all()).find(a => a.id === seat.id())?.login
  return {
    ...seat,
    async signIn(request) {
      if (!station()) throw new CallRefusal('session', 'signIn.notEnrolled')
      const entered = await door.online(request)
      if (!entered && parts.onlyOnline) throw new CallRefusal('offline', 'signIn.onlyOnline')
      return entered ?? door.offline(request)
    },
    byKey: {
      unlocks: keyDoor.unlocks,
      async enter(key) {
        if (!station()) throw new CallRefusal('session', 'signIn.notEnrolled')
        await keyDoor.enter(key)
      },
    },
    async unlocks(password) {
      const login = await loginHere()
      const account = login === undefined ? undefined : await accounts.check(login, password)
      if (typeof account === 'number') throw new CallRefusal('session', 'signIn.locked', { seconds: account })
      return account !== undefined && account.id === seat.id()
    },
    async changePassword(old, password) {
      const login = await loginHere()
      if (!seat.token() || login === undefined) throw new CallRefusal('offline', 'password.online')
      own.changing = true
      try {
        await server.ownPassword({ old, password }).catch(worded)
        const answer = await server.signIn({ login, password }).catch(worded)
        // With a second factor the next code is asked for on the sign-in page.
        if ('next' in answer) seat.leave('password')
        else await door.take(answer, login)
      } finally {
        own.changing = false
      }
    },
    signOut() {
      before()
      seat.leave()
    },
    async review() {
      await forgetStale(accounts, directory)
      if (own.changing) return
      const over = mustGo(seat) ?? ((await isClosed(seat, server)) && !own.changing ? 'closed' : undefined)
      if (over) seat.leave(over)
      if (over || hasMoved(seat)) parts.ended()
    },
  }
}

/** Why who is here may not stay, as far as this window knows. */
function mustGo(seat: Seat): Over | undefined {
  if (seat.id() === undefined) return undefined
  const found = seat.person()
  if (!found || found.ended || !seat.posts().length) return 'left'
  const key = seat.key()
  if (key && !found.certificates?.includes(key.fingerprint)) return 'key'
  return isNewer(found.passwordAt, seat.passwordAt()) ? 'password' : undefined
}

/** Whether the centre says that the session which is still the present one was ended by somebody. */
async function isClosed(seat: Seat, server: ServerClient): Promise<boolean> {
  const asked = seat.token()
  if (!asked) return false
  const answer = await server.session().catch(() => undefined)
  return answer?.state === 'ended' && asked === seat.token()
}

/** Whether the post was taken from who sits in it, who goes on in another one. */
function hasMoved(seat: Seat): boolean {
  const [first] = seat.posts()
  if (seat.post() || !first) return false
  seat.switchPost(first.id)
  return true
}

/** What signs somebody in who has left, holds no post, or has another password by now. */
async function forgetStale(accounts: Accounts, directory: Directory): Promise<void> {
  for (const account of await accounts.all())
    if (isStale(account, directory.person(account.id))) await accounts.forget(account.id)
}

const isStale = (account: Account, person: Person | undefined): boolean =>
  person !== undefined &&
  (person.ended === true || !person.posts.length || isNewer(person.passwordAt, account.passwordAt))

/** An answer that was on its way meanwhile may still tell of the password before. */
const isNewer = (told = '', held = ''): boolean => told > held

function worded(error: unknown): never {
  throw (error instanceof ServerRefusal && signInRefusal(error)) || error
}
