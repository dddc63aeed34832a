import { typedCode } from '../../../shared-types/src/engine/enrol-code.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { serverAddress } from './server-address.ts'
import { ServerRefusal } from './server-fault.ts'
import { metAuthority } from './tls-authority.ts'

/**
 * Makes this window a station by a one-time code. One that is a station already becomes the same one again, with a new
 * key, when its key is not here or the centre does not take it any more; what waits to be sent stays and is sent then.
 * The centre is known by the authority whose fingerprint stands in the code: nothing is said to any other.
 * @throws CallRefusal for a bad address, a code that is used or for another station or centre, or a window that is enrolled
 *   and well; ServerUnreachable; KeyFault
 */
export async function enrol(desk: Desk, ask: { server: string; code: string; name: string }): Promise<void> {
  const before = desk.enrolment()
  if (before && !desk.identity.fault())
    throw new CallRefusal('busy', 'enrol.already', {
      name: desk.directory.station(before.station)?.name ?? before.station,
    })
  const server = serverAddress(ask.server || (before?.server ?? ''))
  const { code, fingerprint } = typedCode(ask.code) ?? refuse('enrol.codeForm')
  const at = { server, ...(await authorityAt(server, fingerprint)) }
  const { key, signer, keep } = desk.identity.renewed()
  const answer = await desk
    .enrolAt(at, signer, {
      code,
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
  await desk.keepEnrolment({ ...at, station: answer.station.id, centre: answer.server })
  await keep()
  await desk.sync.start()
}

/** The authority that the code names, when the centre shows it; none on this machine, where plain HTTP is nobody else's. */
async function authorityAt(server: string, fingerprint: string | undefined): Promise<{ authority?: string }> {
  if (server.startsWith('http:')) return {}
  const authority = await metAuthority(server, fingerprint ?? refuse('enrol.codeThree'))
  return { authority: authority ?? refuse('enrol.codeAuthority') }
}

function refuse(say: string): never {
  throw new CallRefusal('format', say)
}
