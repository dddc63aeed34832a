import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { ServerRefusal } from './server-client.ts'

/**
 * Makes this window a station by a one-time code.
 * @throws CallRefusal for a bad address, a used code, or a window that is enrolled already; ServerUnreachable
 */
export async function enrol(desk: Desk, ask: { server: string; code: string; name: string }): Promise<void> {
  const now = desk.enrolment()
  if (now)
    throw new CallRefusal('busy', 'enrol.already', { name: desk.directory.station(now.station)?.name ?? now.station })
  if (!URL.canParse(ask.server) || !/^https?:$/.test(new URL(ask.server).protocol))
    throw new CallRefusal('format', 'enrol.address')
  const answer = await desk
    .enrolAt(ask.server, { code: ask.code.trim(), name: ask.name.trim() })
    .catch((error: unknown) => {
      throw error instanceof ServerRefusal && error.error === 'code' ? new CallRefusal('server', 'enrol.code') : error
    })
  desk.clock.saw(answer.time)
  await desk.directory.take([{ id: `station:${answer.station.id}`, kind: 'station', value: answer.station, seq: 0 }])
  await desk.keepEnrolment({ server: ask.server, station: answer.station.id, token: answer.token })
  await desk.sync.start()
}
