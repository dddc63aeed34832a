import { anchorsOf, withAnchors } from './audit-anchors.ts'
import type { Desk } from './desk.ts'
import { enrolmentOf } from './enrolment-kept.ts'
import type { Stored } from './open-stored.ts'
import { serverClient } from './server-client.ts'
import { kept } from './store/kept.ts'
import { pinnedFetch } from './tls-fetch.ts'
import { authorityFollower } from './tls-follow.ts'

/** Puts something between a window and the network: the demo has a plug there. */
export type Plugged = (way: typeof fetch) => typeof fetch

interface ToCentre extends Pick<Desk, 'server' | 'serverAs' | 'anchors' | 'certificate' | 'enrolAt'> {
  /** Takes over the authority that follows the known one, now and then. */
  follow(): Promise<void>
}

/** The way to the centre as this station and whoever sits at it, on which the centre's signed words are kept. */
export function toCentre(
  stored: Stored,
  plugged: Plugged,
  session: () => string | undefined,
  closing: (() => unknown)[],
): ToCentre {
  const { db, held, identity, station } = stored
  const way = pinnedFetch(() => held.enrolment?.authority)
  closing.push(() => way.close())
  const anchors = anchorsOf(kept(db.local, 'anchor'), station, () => held.enrolment?.centre?.sign)
  const serverAs: Desk['serverAs'] = token => {
    const who = () => ({ server: held.enrolment?.server ?? '', signer: identity.signer(), session: token() })
    return withAnchors(serverClient(who, plugged(way.fetch), identity.heard), anchors)
  }
  const server = serverAs(session)
  const { enrolment, keepEnrolment: keep } = enrolmentOf(stored)
  return {
    anchors,
    server,
    serverAs,
    certificate: way.certificate,
    enrolAt: enrolling(plugged),
    follow: authorityFollower({ enrolment, keep, authority: server.authority }),
  }
}

/** Enrolling goes a way of its own: what this window knew of a centre before does not count there. */
const enrolling =
  (plugged: Plugged): Desk['enrolAt'] =>
  async ({ server, authority }, signer, ask) => {
    const way = pinnedFetch(() => authority)
    try {
      return await serverClient(() => ({ server, signer }), plugged(way.fetch)).enrol(ask)
    } finally {
      await way.close()
    }
  }
