import type { Person, Post, User } from '../../../shared-types/src/model/person.ts'
import { asksFactor } from '../../../shared-types/src/model/sign-in.ts'
import type { SignInAnswer, SignInRequest, SignInStep } from '../../../shared-types/src/protocol.ts'
import type { Account, Accounts } from './accounts.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'
import { signInRefusal } from './sign-in-refusal.ts'

/** Why somebody is not signed in any more who did not sign out. */
export type Over = 'closed' | 'left' | 'password'

/** What is still asked for, or what the first code of an authenticator earned. */
export interface Entered {
  next?: Pick<SignInStep, 'next' | 'secret' | 'uri'>
  recovery?: readonly string[]
}

/** Who sits at the window. One person at a time; nothing of it outlives the process. */
export interface Session {
  person(): Person | undefined
  post(): Post | undefined
  /** The posts that the person may take now: offline, only those that ask for no second factor. */
  posts(): readonly Post[]
  user(): User | undefined
  /** The server's token for this person, when they signed in with the server at hand. */
  token(): string | undefined
  /** Why the last one was signed out by somebody else, until the next signs in. */
  over(): Over | undefined
  signIn(request: SignInRequest): Promise<Entered>
  /** Whether this is the password of who is signed in. */
  unlocks(password: string): Promise<boolean>
  changePassword(old: string, password: string): Promise<void>
  switchPost(post: string): void
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
  /** Somebody was signed out by somebody else. */
  ended: () => void
}

interface State {
  person?: string
  post?: string
  token?: string
  passwordAt?: string | undefined
  over?: Over
  /** The person's own change of password is under way: that the centre ends their session is no news. */
  changing?: true
}

const DAY = 86_400_000

/**
 * Asks the server first and, when it cannot be reached, those who have signed in here before.
 * @throws CallRefusal with the reason, worded by the core
 */
export function session(parts: Parts): Session {
  const { directory, accounts, server, station } = parts
  const state: State = {}
  const person = () => (state.person === undefined ? undefined : directory.person(state.person))
  const posts = () => postsNow(directory, person(), state.token !== undefined)

  const leave = (over?: Over) => {
    for (const key of ['person', 'post', 'token', 'passwordAt', 'over'] as const) delete state[key]
    if (over) state.over = over
  }
  const enter = (id: string, passwordAt: string | undefined, token?: string) => {
    const found = directory.person(id)
    if (!found || found.ended) throw new CallRefusal('session', 'signIn.ended')
    if (!found.posts[0]) throw new CallRefusal('session', 'signIn.noPost', { name: found.name })
    const [post] = postsNow(directory, found, token !== undefined)
    if (!post) throw new CallRefusal('session', 'signIn.factorOffline')
    leave()
    Object.assign(state, { person: id, post: post.id, passwordAt, ...(token && { token }) })
  }
  const take = async (answer: SignInAnswer, { login }: SignInRequest) => {
    parts.clock.saw(answer.time)
    await directory.take([{ id: `person:${answer.person.id}`, kind: 'person', value: answer.person, seq: 0 }])
    await accounts.remember(accountOf(answer, login))
    enter(answer.person.id, answer.person.passwordAt, answer.session)
  }

  /** Undefined when the server cannot be reached. */
  async function online(request: SignInRequest): Promise<Entered | undefined> {
    try {
      const answer = await server.signIn(request)
      if ('next' in answer) {
        const { time, ...next } = answer
        parts.clock.saw(time)
        return { next }
      }
      await take(answer, request)
      return answer.recovery ? { recovery: answer.recovery } : {}
    } catch (error) {
      if (error instanceof CallRefusal) throw error
      const refusal = error instanceof ServerRefusal ? signInRefusal(error) : undefined
      if (refusal) throw refusal
      return undefined
    }
  }

  async function offline({ login, password }: SignInRequest): Promise<Entered> {
    const known = (await accounts.known()).some(a => a.login === login)
    const account = await accounts.check(login, password)
    if (typeof account === 'number') throw new CallRefusal('session', 'signIn.locked', { seconds: account })
    if (!account) throw new CallRefusal('session', known ? 'signIn.wrong' : 'signIn.firstOffline')
    demandRecent(parts, account)
    enter(account.id, account.passwordAt)
    return {}
  }

  /** Why who is here may not stay, as far as this window knows. */
  const mustGo = (): Over | undefined => {
    if (state.person === undefined || state.changing) return undefined
    const found = person()
    if (!found || found.ended || !found.posts.length) return 'left'
    return isNewer(found.passwordAt, state.passwordAt) ? 'password' : undefined
  }
  const closed = async (): Promise<boolean> => {
    const asked = state.token
    if (!asked || state.changing) return false
    const answer = await server.session().catch(() => undefined)
    return answer?.state === 'ended' && asked === state.token && !state.changing
  }

  return {
    person,
    posts,
    post: () => posts().find(p => p.id === state.post),
    user: () =>
      state.person && posts().some(p => p.id === state.post) ? directory.user(state.person, state.post!) : undefined,
    token: () => state.token,
    over: () => state.over,
    async signIn(request) {
      if (!station()) throw new CallRefusal('session', 'signIn.notEnrolled')
      return (await online(request)) ?? offline(request)
    },
    async unlocks(password) {
      const login = (await accounts.all()).find(a => a.id === state.person)?.login
      const account = login === undefined ? undefined : await accounts.check(login, password)
      if (typeof account === 'number') throw new CallRefusal('session', 'signIn.locked', { seconds: account })
      return account !== undefined && account.id === state.person
    },
    async changePassword(old, password) {
      const login = (await accounts.all()).find(a => a.id === state.person)?.login
      if (!state.token || login === undefined) throw new CallRefusal('offline', 'password.online')
      state.changing = true
      try {
        await server.ownPassword({ old, password }).catch(worded)
        const answer = await server.signIn({ login, password }).catch(worded)
        // With a second factor the next code is asked for on the sign-in page.
        if ('next' in answer) leave('password')
        else await take(answer, { login, password })
      } finally {
        delete state.changing
      }
    },
    switchPost(post) {
      if (!posts().some(p => p.id === post)) throw new CallRefusal('forbidden', 'session.noSuchPost')
      state.post = post
    },
    signOut: () => leave(),
    async review() {
      for (const account of await accounts.all())
        if (isStale(account, directory.person(account.id))) await accounts.forget(account.id)
      const over = mustGo() ?? ((await closed()) ? 'closed' : undefined)
      if (over) {
        leave(over)
        parts.ended()
      } else if (state.post && !posts().some(p => p.id === state.post)) {
        const [post] = posts()
        if (post) state.post = post.id
        else leave('left')
        parts.ended()
      }
    },
  }
}

function worded(error: unknown): never {
  if (error instanceof ServerUnreachable) throw error
  throw (error instanceof ServerRefusal && signInRefusal(error)) || error
}

const accountOf = ({ person, verifier, time }: SignInAnswer, login: string): Account => ({
  id: person.id,
  login,
  name: person.name,
  verifier,
  lastOnline: time,
  ...(person.passwordAt && { passwordAt: person.passwordAt }),
})

/** What signs somebody in who has left, holds no post, or has another password by now. */
const isStale = (account: Account, person: Person | undefined): boolean =>
  person !== undefined &&
  (person.ended === true || !person.posts.length || isNewer(person.passwordAt, account.passwordAt))

/** An answer that was on its way meanwhile may still tell of the password before. */
const isNewer = (told = '', held = ''): boolean => told > held

/** The second factor is the centre's to check: without it nobody takes a post that asks for one. */
const postsNow = (directory: Directory, person: Person | undefined, online: boolean): readonly Post[] =>
  (person?.posts ?? []).filter(post => online || !asksFactor(directory.signIn(), post))

/** Known here for so long, and no longer, without a word from the centre; a clock that stands behind does not help. */
function demandRecent({ clock, directory }: Parts, { lastOnline }: Account): void {
  const now = Math.max(Date.parse(clock.now()), Date.parse(clock.seen() || lastOnline))
  const days = directory.signIn().offlineDays
  if (now - Date.parse(lastOnline) > days * DAY) throw new CallRefusal('session', 'signIn.tooLong', { days })
}
