import { HEADERS, ROUTES } from '../../../shared-types/src/protocol.ts'
import type { SessionLine } from '../../../shared-types/src/protocol-sign-in.ts'
import { audit, authorIn } from '../audit.ts'
import type { Directory } from '../directory.ts'
import { isKept } from '../keeps.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'
import { hashOf } from '../secrets.ts'
import { endSession, openSessions, sessionState } from '../sessions.ts'
import type { Db } from '../store.ts'

export const sessionRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.session,
    needs: 'station',
    async handle(parts, { req, station }) {
      const session = req.get(HEADERS.session) ?? ''
      return { state: await sessionState(parts.store.db, station.id, session, parts.now()), time: parts.now() }
    },
  },
  {
    method: 'get',
    path: ROUTES.sessions,
    needs: 'security',
    handle: (parts, ask) => answer(parts, ask, line => mayEnd(ask, line.person)),
  },
  {
    method: 'get',
    path: `${ROUTES.sessions}/own`,
    needs: 'person',
    handle: (parts, ask) => answer(parts, ask, line => line.person === ask.signedIn.person.id),
  },
  {
    method: 'put',
    path: `${ROUTES.sessions}/:id/end`,
    needs: 'security',
    handle: (parts, ask) => end(parts, ask, line => mayEnd(ask, line.person)),
  },
  {
    method: 'put',
    path: `${ROUTES.sessions}/own/:id/end`,
    needs: 'person',
    handle: (parts, ask) => end(parts, ask, line => line.person === ask.signedIn.person.id),
  },
]

function mayEnd({ directory, administers }: PersonAsk & { administers: ReadonlySet<string> }, id: string): boolean {
  const person = directory.people.get(id)
  return person !== undefined && isKept(administers, person)
}

type Visible = (line: SessionLine) => boolean

async function answer(parts: Parts, ask: PersonAsk, visible: Visible) {
  const lines = await linesOf(parts.store.db, ask, parts.now())
  return { sessions: lines.filter(visible), time: parts.now() }
}

/** What is not there and what one may not see get the same answer. */
async function end(parts: Parts, ask: PersonAsk, visible: Visible) {
  const now = parts.now()
  await parts.store.transaction(async turn => {
    const line = (await linesOf(turn.db, ask, now)).find(one => one.id === ask.req.params.id)
    if (!line || !visible(line)) throw new Refusal(404, 'not-found')
    await endSession(turn, line.id)
    const patch = { person: line.person, at: line.station }
    await audit(turn, { act: 'session-end', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
  })
  return { time: now }
}

async function linesOf(db: Db, { directory, req }: { directory: Directory; req: PersonAsk['req'] }, now: string) {
  const own = hashOf(req.get(HEADERS.session) ?? '')
  return (await openSessions(db, now).execute()).map(
    ({ id, hash, person, station, opened_at, seen_at }): SessionLine => ({
      id,
      person,
      name: directory.people.get(person)?.name ?? person,
      station,
      stationName: directory.stations.get(station)?.name ?? station,
      openedAt: opened_at,
      seenAt: seen_at,
      own: hash === own,
    }),
  )
}
