import type { Person, Post, User } from '../../../shared-types/src/model/person.ts'
import { asksFactor } from '../../../shared-types/src/model/sign-in.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Directory } from './directory.ts'

/** Why somebody is not signed in any more who did not sign out. */
export type Over = 'closed' | 'left' | 'password' | 'key'

/** The USB key by which somebody came, and its certificate's SHA-256 in hex. */
export interface SeatKey {
  serial: string
  fingerprint: string
}

/** The chair at the window: who sits in it, in which post, with which token. Nothing of it outlives the process. */
export interface Seat {
  id(): string | undefined
  person(): Person | undefined
  post(): Post | undefined
  /** The posts that the person may take now: offline, only those that ask for no second factor. */
  posts(): readonly Post[]
  user(): User | undefined
  token(): string | undefined
  /** When the password was set that they came in with. */
  passwordAt(): string | undefined
  /** Whoever came by a key has shown both factors, also without the centre. */
  key(): SeatKey | undefined
  over(): Over | undefined
  /** @throws CallRefusal for somebody who has left or may take no post here and now */
  sit(id: string, passwordAt: string | undefined, by?: { token?: string; key?: SeatKey }): void
  /** @throws CallRefusal for a post that the person may not take */
  switchPost(post: string): void
  /** `over` says why, when somebody else decided so. */
  leave(over?: Over): void
}

interface State {
  person?: string
  post?: string
  token?: string
  passwordAt?: string
  key?: SeatKey
  over?: Over
}

export function seat(directory: Directory): Seat {
  const held: { state: State } = { state: {} }
  const person = () => (held.state.person === undefined ? undefined : directory.person(held.state.person))
  const posts = () => postsNow(directory, person(), held.state)
  const post = () => posts().find(p => p.id === held.state.post)
  return {
    id: () => held.state.person,
    person,
    post,
    posts,
    user: () => (held.state.person && post() ? directory.user(held.state.person, post()!.id) : undefined),
    token: () => held.state.token,
    passwordAt: () => held.state.passwordAt,
    key: () => held.state.key,
    over: () => held.state.over,
    sit(id, passwordAt, by = {}) {
      const found = directory.person(id)
      if (!found || found.ended) throw new CallRefusal('session', 'signIn.ended')
      if (!found.posts[0]) throw new CallRefusal('session', 'signIn.noPost', { name: found.name })
      const [first] = postsNow(directory, found, by)
      if (!first) throw new CallRefusal('session', 'signIn.factorOffline')
      held.state = { person: id, post: first.id, ...(passwordAt && { passwordAt }), ...by }
    },
    switchPost(id) {
      if (!posts().some(p => p.id === id)) throw new CallRefusal('forbidden', 'session.noSuchPost')
      held.state.post = id
    },
    leave(over) {
      held.state = over ? { over } : {}
    },
  }
}

/** A code is the centre's to check: without it, and without a key, nobody takes a post that asks for a second factor. */
const postsNow = (
  directory: Directory,
  person: Person | undefined,
  { token, key }: Pick<State, 'token' | 'key'>,
): readonly Post[] => (person?.posts ?? []).filter(post => token || key || !asksFactor(directory.signIn(), post))
