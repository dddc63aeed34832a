import type { Request } from 'express'
import type { Officer } from '../../shared-types/src/model/person.ts'
import { HEADERS, PROTOCOL } from '../../shared-types/src/protocol.ts'
import { audit, authorIn } from './audit.ts'
import type { Directory } from './directory.ts'
import { Refusal } from './refusal.ts'
import type { Ask, OfficerAsk, Parts, PersonAsk, StationAsk } from './route.ts'
import { signedIn } from './sessions.ts'
import { isTimely, signedRequest } from './station-signature.ts'
import { stopCloned } from './station-stop.ts'

/** The desktop must speak this server's protocol. */
export function checkProtocol(req: Request): void {
  if (req.get(HEADERS.protocol) !== String(PROTOCOL)) throw new Refusal(400, 'protocol', String(PROTOCOL))
}

/**
 * Which enrolled station asks: the one whose key signed this very request, about now and for the first time. Only who has
 * the key hears how the station stands; of one whose key is used by two machines nothing is accepted any more. What is
 * counted against a station is its own: nobody else can use up what it may ask.
 */
export async function stationAsk(parts: Parts, ask: Ask): Promise<StationAsk> {
  const { door } = parts.limits
  const request = signedRequest(ask.req)
  const row = request && (await parts.lookUps.stationKey(request.station))
  const station = row && ask.directory.stations.get(row.station)
  if (!station || !(await parts.isSignedBy(row.sign_key, request))) {
    await door.strange(ask.req)
    throw new Refusal(401, station ? 'signature' : 'station')
  }
  if (row.state === 'ended' || station.ended) throw new Refusal(401, 'ended', row.reason)
  if (row.state === 'cloned') throw new Refusal(401, 'cloned')
  if (!isTimely(request, parts.now())) throw new Refusal(401, 'clock', parts.now())
  const verdict = await parts.counters.use(request, row.sign_key)
  if (verdict === 'replay') throw new Refusal(401, 'counter')
  if (verdict === 'cloned') {
    await stopCloned(parts.store, station.id, parts.now())
    throw new Refusal(401, 'cloned')
  }
  await door.enter(station.id, ask.req, ask.res, ask.res.locals.live === true)
  return { ...ask, station, key: row.sign_key, bodyHash: request.body }
}

/** Who asks: the session must have been opened at this station. */
export async function personAsk(parts: Parts, ask: Ask): Promise<PersonAsk> {
  const at = await stationAsk(parts, ask)
  const session = ask.req.get(HEADERS.session)
  const who = session ? await signedIn(parts.lookUps, ask.directory, at.station, session, parts.now()) : undefined
  if (!who) throw new Refusal(401, 'session')
  await parts.limits.door.person(who.person.id)
  return { ...at, signedIn: who }
}

/** Somebody who holds one of these offices at the station; nobody holds two. */
export async function officerAsk(parts: Parts, ask: Ask, ...offices: readonly Officer[]): Promise<OfficerAsk> {
  const at = await personAsk(parts, ask)
  const office = offices.find(role => at.signedIn.posts.some(post => post.role === role))
  if (!office) {
    const line = {
      act: 'refused',
      by: authorIn(at.signedIn),
      station: at.station.id,
      patch: { call: routeOf(ask.req) },
    }
    await parts.store.transaction(turn => audit(turn, line, parts.now()))
    throw new Refusal(403, 'forbidden')
  }
  const posts = at.signedIn.posts.filter(post => post.role === office)
  const administers = new Set(posts.flatMap(post => [...ask.directory.below(post.unit)]))
  return { ...at, office, administers, whole: posts.some(post => isTop(ask.directory, post.unit)) }
}

const isTop = (directory: Directory, unit: string) => directory.units.some(u => u.id === unit && u.parent === undefined)

/** The route by its pattern: a path may hold what somebody entered. */
const routeOf = ({ method, route }: Request) => `${method} ${(route as { path?: string } | undefined)?.path ?? ''}`
