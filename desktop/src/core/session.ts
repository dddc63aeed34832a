import type { Person, Post, User } from '../../../shared-types/src/model/person.ts'
import type { Accounts } from './accounts.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import { type ServerClient, ServerRefusal } from './server-client.ts'

/** Who sits at the window. One person at a time; nothing of it outlives the process. */
export interface Session {
  person(): Person | undefined
  post(): Post | undefined
  /** The posts that the person may take at this window: those in the station's unit, above it or below it. */
  posts(): readonly Post[]
  user(): User | undefined
  /** The server's token for this person, when they signed in with the server at hand. */
  token(): string | undefined
  signIn(login: string, password: string): Promise<void>
  switchPost(post: string): void
  signOut(): void
}

interface Parts {
  directory: Directory
  accounts: Accounts
  clock: Clock
  server: ServerClient
  station: () => string | undefined
}

/**
 * Asks the server first and, when it cannot be reached, those who have signed in here before.
 * @throws CallRefusal with the reason, worded by the core
 */
export function session({ directory, accounts, clock, server, station }: Parts): Session {
  const state: { person?: string; post?: string; token?: string } = {}
  const person = () => (state.person === undefined ? undefined : directory.person(state.person))
  const posts = () => person()?.posts ?? []
  const enter = (id: string, token?: string) => {
    const found = directory.person(id)
    if (!found || found.ended) throw new CallRefusal('session', 'signIn.ended')
    const post = found.posts[0]
    if (!post) throw new CallRefusal('session', 'signIn.noPost', { name: found.name })
    state.person = id
    state.post = post.id
    if (token) state.token = token
    else delete state.token
  }

  async function online(login: string, password: string): Promise<boolean> {
    try {
      const answer = await server.signIn({ login, password })
      clock.saw(answer.time)
      await directory.take([{ id: `person:${answer.person.id}`, kind: 'person', value: answer.person, seq: 0 }])
      await accounts.remember({
        id: answer.person.id,
        login,
        name: answer.person.name,
        verifier: answer.verifier,
        lastOnline: answer.time,
      })
      enter(answer.person.id, answer.session)
      return true
    } catch (error) {
      if (error instanceof ServerRefusal && error.error === 'credentials')
        throw new CallRefusal('session', 'signIn.wrong')
      if (error instanceof ServerRefusal && error.error === 'locked')
        throw new CallRefusal('session', 'signIn.locked', { minutes: error.detail ?? '' })
      if (error instanceof ServerRefusal && error.error === 'station')
        throw new CallRefusal('session', 'signIn.station')
      if (error instanceof CallRefusal) throw error
      return false
    }
  }

  return {
    person,
    posts,
    post: () => posts().find(p => p.id === state.post),
    user: () => (state.person && state.post ? directory.user(state.person, state.post) : undefined),
    token: () => state.token,
    async signIn(login, password) {
      if (!station()) throw new CallRefusal('session', 'signIn.notEnrolled')
      if (await online(login, password)) return
      const known = (await accounts.known()).some(a => a.login === login)
      const id = await accounts.check(login, password)
      if (id) return enter(id)
      throw new CallRefusal('session', known ? 'signIn.wrong' : 'signIn.firstOffline')
    },
    switchPost(post) {
      if (!posts().some(p => p.id === post)) throw new CallRefusal('forbidden', 'session.noSuchPost')
      state.post = post
    },
    signOut() {
      delete state.person
      delete state.post
      delete state.token
    },
  }
}
