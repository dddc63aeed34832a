import type { CallName, Notice } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'
import type { IdleLock } from './idle-lock.ts'

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

/** @throws CallRefusal while the window is locked, for all that shows or changes anything */
export function demandUnlocked(idle: IdleLock, name: CallName): void {
  if (idle.locked() && !OPEN.has(name)) throw new CallRefusal('session', 'session.locked')
  if (BY_HAND.has(name)) idle.touch()
}

/** Whether a locked window may be told: nothing of cases, of cards on the reader or of what is being done. */
export const toldWhileLocked = ({ topic }: Notice): boolean =>
  topic === 'session' || topic === 'status' || topic === 'citizen'
