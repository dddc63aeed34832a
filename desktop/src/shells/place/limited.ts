import type { CallName } from '../../api.ts'
import { CallRefusal } from '../../core/call-refusal.ts'
import type { Core } from '../../core/core.ts'
import { failureOf } from '../../core/failure.ts'
import { type Rate, rate } from './rates.ts'

/** How much one address, and one tab, may ask for. */
export interface PlaceLimits {
  /** Files of the page, per address and minute. */
  pages: Rate
  /** New connections, per address and minute. */
  connections: Rate
  /** Tries with a password, per address in five minutes: the centre counts them per login and for all of this place. */
  passwords: Rate
  /** Calls of one tab per minute. */
  calls: Rate
  /** Open connections of one address, and of all. */
  open: number
  openInAll: number
}

export const placeLimits = (): PlaceLimits => ({
  pages: rate(600, 60),
  connections: rate(120, 60),
  passwords: rate(20, 300),
  calls: rate(1200, 60),
  open: 60,
  openInAll: 1000,
})

const WITH_PASSWORD: ReadonlySet<string> = new Set<CallName>(['session.signIn', 'session.unlock', 'session.password'])

/** The core as one tab at that address may use it: more than its share is refused before the core hears of it. */
export const limited = (core: Core, { passwords, calls }: PlaceLimits, address: string, tab: string): Core => ({
  ...core,
  async call(name, args, client) {
    const wait = Math.max(calls.take(tab), WITH_PASSWORD.has(name) ? passwords.take(address) : 0)
    if (wait) throw failureOf(new CallRefusal('busy', 'place.tooMany', { seconds: wait }), client.language)
    return core.call(name, args, client)
  },
})
