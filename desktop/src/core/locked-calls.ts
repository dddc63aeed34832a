import type { CallName, Notice } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Client } from './core.ts'
import type { IdleLock } from './idle-lock.ts'
import type { Session } from './session.ts'

/** What a locked window still answers: who it waits for, how to open it, and how the line stands. */
const OPEN: ReadonlySet<CallName> = new Set([
  'session.state',
  'session.language',
  'session.signIn',
  'session.signOut',
  'session.unlock',
  'usbKey.state',
  'usbKey.signIn',
  'usbKey.unlock',
  'session.touch',
  // The way off the wall; what hangs there shows counts alone.
  'dashboard.wall',
  'status',
  // It then shows its waiting picture, and is answered nothing else.
  'citizen.screen',
  'demo.network',
  'demo.state',
])

/** What only somebody at the desk does; other calls are also made by pages that keep themselves current. */
const BY_HAND: ReadonlySet<CallName> = new Set([
  'cases.act',
  'drafts.save',
  'session.touch',
  'files.add',
  'files.card',
  'import.start',
])

/**
 * `hangs`: whoever is signed in has left the counts on the wall.
 * @throws CallRefusal while the window is locked, for all that shows or changes anything
 */
export function demandUnlocked(idle: IdleLock, name: CallName, hangs = false): void {
  if (idle.locked() && !OPEN.has(name) && !(hangs && name === 'dashboard.view'))
    throw new CallRefusal('session', 'session.locked')
  if (BY_HAND.has(name)) idle.touch()
}

/** Whether the counts hang on the wall, left there by whoever is signed in. */
export const hangs = (session: Pick<Session, 'person'>, { wall }: Client): boolean =>
  wall !== undefined && wall === session.person()?.id

/**
 * Whether a locked window may be told: nothing of cases, of cards on the reader or of what is being done. That a card has
 * left says nothing of anybody; pages that did not hear of it would show its holder after the lock is opened.
 */
export const toldWhileLocked = (notice: Notice): boolean =>
  ['session', 'status', 'citizen'].includes(notice.topic) || (notice.topic === 'card' && notice.state === 'removed')
