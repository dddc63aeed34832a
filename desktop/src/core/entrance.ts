import type { SignInAnswer, SignInRequest, SignInStep } from '../../../shared-types/src/protocol-sign-in.ts'
import type { Account, Accounts } from './accounts.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import type { Seat } from './seat.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal } from './server-fault.ts'
import { signInRefusal } from './sign-in-refusal.ts'

/** What is still asked for, or what the first code of an authenticator earned. */
export interface Entered {
  next?: Omit<SignInStep, 'time'>
  recovery?: readonly string[]
}

/** The ways into the seat. */
export interface Entrance {
  /** Undefined when the server cannot be reached. */
  online(request: SignInRequest): Promise<Entered | undefined>
  offline(request: SignInRequest): Promise<Entered>
  /** Somebody whom the server let in sits down, and is known here from now on. */
  take(answer: SignInAnswer, login: string): Promise<void>
}

interface Parts {
  directory: Directory
  accounts: Accounts
  clock: Clock
  server: ServerClient
  seat: Seat
  /** Whoever sat here goes: somebody else sits down now. */
  before: () => void
}

/** @throws CallRefusal with the reason, worded by the core */
export function entrance(parts: Parts): Entrance {
  const { directory, accounts, clock, server, seat, before } = parts
  const take: Entrance['take'] = async (answer, login) => {
    clock.saw(answer.time)
    await directory.take([{ id: `person:${answer.person.id}`, kind: 'person', value: answer.person, seq: 0 }])
    await accounts.remember(accountOf(answer, login))
    before()
    seat.sit(answer.person.id, answer.person.passwordAt, { token: answer.session })
  }
  return {
    take,
    async online(request) {
      try {
        const answer = await server.signIn(request)
        if ('next' in answer) {
          const { time, ...next } = answer
          clock.saw(time)
          return { next }
        }
        await take(answer, request.login)
        return answer.recovery ? { recovery: answer.recovery } : {}
      } catch (error) {
        if (error instanceof CallRefusal) throw error
        const refusal = error instanceof ServerRefusal ? signInRefusal(error) : undefined
        if (refusal) throw refusal
        return undefined
      }
    },
    async offline({ login, password }) {
      const known = (await accounts.known()).some(a => a.login === login)
      const account = await accounts.check(login, password)
      if (typeof account === 'number') throw new CallRefusal('session', 'signIn.locked', { seconds: account })
      if (!account) throw new CallRefusal('session', known ? 'signIn.wrong' : 'signIn.firstOffline')
      demandRecent(parts, account)
      before()
      seat.sit(account.id, account.passwordAt)
      return {}
    },
  }
}

const accountOf = ({ person, verifier, time }: SignInAnswer, login: string): Account => ({
  id: person.id,
  login,
  name: person.name,
  verifier,
  lastOnline: time,
  ...(person.passwordAt && { passwordAt: person.passwordAt }),
})

const DAY = 86_400_000

/** Known here for so long, and no longer, without a word from the centre; a clock that stands behind does not help. */
export function demandRecent({ clock, directory }: Pick<Parts, 'clock' | 'directory'>, { lastOnline }: Account): void {
  const now = Math.max(Date.parse(clock.now()), Date.parse(clock.seen() || lastOnline))
  const days = directory.signIn().offlineDays
  if (now - Date.parse(lastOnline) > days * DAY) throw new CallRefusal('session', 'signIn.tooLong', { days })
}
