import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { ServerRefusal } from './server-fault.ts'

/**
 * Makes this window a station by a one-time code. One that is a station already becomes the same one again, with a new
 * key, when its key is not here or the centre does not take it any more; what waits to be sent stays and is sent then.
 * @throws CallRefusal for a bad address, a code that is used or for another station, or a window that is enrolled and
 *   well; ServerUnreachable; KeyFault
 */
export async function enrol(desk: Desk, ask: { server: string; code: string; name: string }): Promise<void> {
  const before = desk.enrolment()
  if (before && !desk.identity.fault())
    throw new CallRefusal('busy', 'enrol.already', {
      name: desk.directory.station(before.station)?.name ?? before.station,
    })
  const server = ask.server || (before?.server ?? '')
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    throw new CallRefusal('format', 'enrol.address')
  const { key, signer, keep } = desk.identity.renewed()
  const answer = await desk
    .enrolAt(server, signer, {
      code: ask.code.trim(),
      name: ask.name.trim(),
      key: key.publicKey,
      seal: key.seal.publicKey,
      ...(before && { as: before.station }),
    })
    .catch((error: unknown) => {
      if (!(error instanceof ServerRefusal) || error.error !== 'code') throw error
      throw new CallRefusal('server', before ? 'enrol.codeOther' : 'enrol.code')
    })
  desk.clock.saw(answer.time)
  await desk.directory.take([{ id: `station:${answer.station.id}`, kind: 'station', value: answer.station, seq: 0 }])
  await desk.keepEnrolment({ server, station: answer.station.id, centre: answer.server })
  await keep()
  await desk.sync.start()
}
