import { clockOf, DEFAULT_ZONE, dayOf, isInstant } from '../../../../shared-types/src/engine/day.ts'
import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import { useSessionState } from '../state/session.tsx'

/** An instant: the time of day when it is today, else day and time. */
export function Clock({ at }: { at: string }) {
  const { today, language } = useSessionState()
  if (!isInstant(at)) return <span>{at}</span>
  const day = dayOf(at, DEFAULT_ZONE)
  const time = clockOf(at, DEFAULT_ZONE)
  return (
    <time dateTime={at} title={instantText(at, language, DEFAULT_ZONE)}>
      {day === today ? time : `${day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day} ${time}`}
    </time>
  )
}
