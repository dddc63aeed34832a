import type { PushAnswer, Station } from '../../shared-types/src/protocol.ts'
import { parsed, pushFrom } from './parse.ts'
import { isSetBack } from './set-back.ts'
import { type TakeParts, takeEvents } from './take-events.ts'

/**
 * Takes a `PushRequest` as it came. From a window that was given numbers which this server has lost nothing is taken before
 * it has started anew: what it says stands on events that must be sent again first.
 */
export async function takePush(
  parts: TakeParts,
  station: Station,
  body: unknown,
): Promise<Pick<PushAnswer, 'verdicts' | 'restart'>> {
  const { numbered } = parsed(pushFrom, body)
  if (await isSetBack(parts.store.db, numbered)) return { verdicts: [], restart: true }
  return { verdicts: await takeEvents(parts, station, body) }
}
