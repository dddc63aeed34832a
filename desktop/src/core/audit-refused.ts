import type { ApiFailure } from '../api.ts'
import type { Desk } from './desk.ts'

/** Writes down that somebody who is signed in asked for what their post may not do. What they asked with is not written. */
export async function noteRefused(desk: Desk, call: string, failure: ApiFailure): Promise<void> {
  const user = desk.session.user()
  if (failure.code !== 'forbidden' || !user) return
  // That it could not be written must not hide why the call was refused.
  await desk.audit(user, 'refused', user.id, { call }).catch(() => undefined)
}
