import { dayOf } from '../../../shared-types/src/engine/day.ts'
import type { Desk } from './desk.ts'
import { type CoreLanguage, coreText } from './words.ts'

/** Days before its end from which whoever can renew the centre's certificate is told. */
const NOTICE = 30

const DAY = 86_400_000

/** Tells who keeps windows or people, at any window that saw it, that the centre's certificate ends soon. */
export function certificateWarning(
  { certificate, session, clock, directory }: Pick<Desk, 'certificate' | 'session' | 'clock' | 'directory'>,
  language: CoreLanguage,
): string | undefined {
  const role = session.user()?.role
  const until = certificate()?.until
  if (!until || (role !== 'administrator' && role !== 'security')) return undefined
  const days = Math.floor((Date.parse(until) - Date.parse(clock.now())) / DAY)
  if (days >= NOTICE) return undefined
  return coreText(language, 'tls.ending', { day: dayOf(until, directory.deployment().zone), days: Math.max(days, 0) })
}
