import type { Response } from 'express'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { type Checkpoint, PULL_LIMIT, ROUTES, type Station } from '../../../shared-types/src/protocol.ts'
import type { LiveNow } from '../live-now.ts'
import { parsed, streamQuery } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import { type Parts, type Route, SENT, type StationAsk } from '../route.ts'
import { lastEnded } from '../sessions.ts'
import { lastNumber } from '../store.ts'

/** Proxies cut what is silent. */
const HEARTBEAT = 20_000

export const streamRoutes: readonly Route[] = [
  { method: 'get', path: ROUTES.stream, needs: 'station', live: true, handle: stream },
]

/**
 * Server-sent events (HTML standard, 9.2). Each message is what RxDB's `pull.stream$` takes: documents with their
 * checkpoint, or "RESYNC" when the station has to pull for itself. An event `settings` says that there are new settings,
 * `session` that somebody's session at this station was ended.
 */
async function stream(parts: Parts, { req, res, station, key }: StationAsk): Promise<typeof SENT> {
  if (parts.stopping.aborted) throw new Refusal(503, 'busy')
  const asked = parsed(streamQuery, req.query)
  const given = asked.seq !== undefined && asked.scope ? { seq: asked.seq, scope: asked.scope } : undefined
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  const cursor = await here(parts, station)
  const told = { at: given ?? cursor.at, settings: cursor.settings, ended: cursor.ended }
  // Without a checkpoint nobody knows what the station lacks.
  res.write(given ? ': hello\n\n' : 'data: "RESYNC"\n\n')

  const run = oneByOne(
    async () => {
      if (!(await tell(parts, { station, key }, res, told))) res.end()
    },
    error => {
      parts.fault(error, 'stream')
      res.end()
    },
  )
  const deaf = parts.bell.listen(run)
  const beat = setInterval(() => res.write(': beat\n\n'), HEARTBEAT)
  const end = () => res.end()
  parts.stopping.addEventListener('abort', end)
  res.on('close', () => {
    parts.stopping.removeEventListener('abort', end)
    deaf()
    clearInterval(beat)
  })
  run()
  return SENT
}

interface Told {
  at: Checkpoint
  settings: number
  /** The number at which a session here was last ended. */
  ended: number
}

/** Sends what is new since the last time. False when the station was ended or stopped meanwhile, or got
 * another key. */
async function tell(
  parts: Parts,
  { station, key }: Pick<StationAsk, 'station' | 'key'>,
  res: Response,
  told: Told,
): Promise<boolean> {
  const heard = ({ directory, keys }: LiveNow) => {
    const found = directory.stations.get(station.id)
    return found && !found.ended && keys.get(station.id) === key ? found : undefined
  }
  const rung = await parts.live.now()
  // Enrolled after the last ring, it is not known there yet.
  const now = heard(rung) ? rung : await parts.live.now('anew')
  const known = heard(now)
  if (!known) return false
  const { directory, ended: endings } = now
  if (directory.seq > told.settings) {
    told.settings = directory.seq
    res.write(`event: settings\ndata: ${JSON.stringify({ seq: directory.seq })}\n\n`)
  }
  const ended = endings.get(known.id) ?? 0
  if (ended > told.ended) {
    told.ended = ended
    res.write(`event: session\ndata: ${JSON.stringify({ seq: ended })}\n\n`)
  }
  const found = await parts.live.pull(known, told.at)
  const sameScope = found.checkpoint.scope === told.at.scope && !found.restart
  if (!sameScope || found.documents.length >= PULL_LIMIT) {
    told.at = (await here(parts, known)).at
    return res.write('data: "RESYNC"\n\n') || drained(res)
  }
  told.at = found.checkpoint
  if (found.documents.length === 0) return true
  return res.write(parts.live.message(found)) || drained(res)
}

/** Where a station stands that has everything. */
async function here(parts: Parts, station: Station): Promise<Told> {
  const directory = await parts.directory(parts.store.db)
  const today = dayOf(parts.now(), directory.zone)
  const { hash } = parts.scopeOf(directory, station.unit, today)
  return {
    at: { seq: await lastNumber(parts.store.db), scope: hash },
    settings: directory.seq,
    ended: await lastEnded(parts.store.db, station.id),
  }
}

const drained = (res: Response): Promise<true> =>
  new Promise(resolve => {
    const go = () => resolve(true)
    res.once('drain', go)
    res.once('close', go)
  })

/** Calls made while one runs become one more run after it. */
function oneByOne(work: () => Promise<void>, onFault: (error: unknown) => void): () => void {
  const state = { running: false, again: false }
  const run = async () => {
    state.running = true
    do {
      state.again = false
      await work()
    } while (state.again)
  }
  return () => {
    state.again = true
    if (!state.running)
      run()
        .catch(onFault)
        .finally(() => {
          state.running = false
        })
  }
}
