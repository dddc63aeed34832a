import type { User } from '../../../shared-types/src/model/person.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/** Whoever sits there: nobody that is known. */
const NOBODY: User = { id: '', post: '', role: 'clerk', unit: '', units: [], district: [] }

/**
 * Writes down a sign-in that failed without the centre, which notes those that it sees itself. A name is written only when
 * it is one of this window's: people type their password into the wrong field.
 */
export async function noteFailedSignIn(desk: Desk, login: string, error: unknown): Promise<void> {
  if (!(error instanceof CallRefusal) || error.code !== 'session') return
  if (!desk.station() || desk.sync.state().network === 'online') return
  const known = (await desk.accounts.known()).some(account => account.login === login)
  const what = { how: 'offline', ...(known && { login }) }
  await desk.audit(NOBODY, 'sign-in-failed', 'sign-in', what).catch(() => undefined)
}
