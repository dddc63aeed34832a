import type { Request, Response } from 'express'
import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible'
import { HEADERS } from '../../shared-types/src/protocol.ts'
import { Refusal } from './refusal.ts'
import { waitFor } from './within.ts'

/** How much may be asked. */
interface Rates {
  /** Requests of one station in a minute. A whole sync is thousands of pages, an offline month thousands of scans. */
  station: number
  /** Requests of one person in a minute, of those that only a person may make. */
  person: number
  /** Requests from one address in a minute that no station signed. */
  strangers: number
  /** Requests of one station at once: a list asks for the small pictures of all its rows. */
  atOnce: number
}

const RATES: Rates = { station: 6000, person: 1200, strangers: 600, atOnce: 32 }

/** Live streams of one station. A line that broke leaves streams behind that nobody has heard the end of. */
const STREAMS = 4
/** Pairs of address and station that are remembered, and for how long, in ms. */
const KNOWN = 20_000
const KNOWN_FOR = 3_600_000
const MINUTE = 60

/** What is counted before work is done. Each server counts for itself: a count shared in the database would be the work. */
export interface Door {
  /** Refuses an address from which too much came that no station signed, unless it is a station's that was here lately. */
  knock(req: Request): Promise<void>
  /** Counts a request that no station signed. */
  strange(req: Request): Promise<void>
  /** Lets a station in whose signature is right, until its answer has ended; its oldest live stream makes room for a new one. */
  enter(station: string, req: Request, res: Response, live: boolean): Promise<void>
  person(id: string): Promise<void>
}

/** With other rates than the usual, of which 0 takes one away. Throws Refusal 429 `too-many` with the seconds to wait. */
export function door(changed: { [Of in keyof Rates]?: number | undefined }): Door {
  const rates: Rates = {
    station: changed.station ?? RATES.station,
    person: changed.person ?? RATES.person,
    strangers: changed.strangers ?? RATES.strangers,
    atOnce: changed.atOnce ?? RATES.atOnce,
  }
  const stations = perMinute(rates.station)
  const people = perMinute(rates.person)
  const strangers = perMinute(rates.strangers)
  const known = new Map<string, number>()
  const running = new Map<string, number>()
  const streams = new Map<string, Set<Response>>()
  return {
    async knock(req) {
      const left = strangers && (await strangers.get(addressOf(req)))
      if (!left || left.consumedPoints < rates.strangers) return
      if ((known.get(pairOf(req, req.get(HEADERS.station) ?? '')) ?? 0) > Date.now()) return
      throw tooMany(Math.ceil(left.msBeforeNext / 1000))
    },
    async strange(req) {
      if (strangers) await waitFor(strangers, addressOf(req))
    },
    async enter(station, req, res, live) {
      remember(known, pairOf(req, station))
      await demand(stations, station)
      // Whoever broke off while the signature was checked will not be heard to end, and would count for ever.
      if (res.closed) return
      if (live) return oneMore(streams, station, res)
      const now = running.get(station) ?? 0
      if (rates.atOnce && now >= rates.atOnce) throw tooMany(1)
      running.set(station, now + 1)
      res.once('close', () => leave(running, station))
    },
    person: id => demand(people, id),
  }
}

const perMinute = (points: number): RateLimiterMemory | undefined =>
  points > 0 ? new RateLimiterMemory({ points, duration: MINUTE }) : undefined

async function demand(limiter: RateLimiterAbstract | undefined, key: string): Promise<void> {
  const wait = limiter ? await waitFor(limiter, key) : 0
  if (wait > 0) throw tooMany(wait)
}

const tooMany = (seconds: number) => new Refusal(429, 'too-many', String(Math.max(1, seconds)))

const addressOf = (req: Request): string => req.ip ?? ''
const pairOf = (req: Request, station: string) => `${addressOf(req)} ${station}`

/** The pair becomes the youngest; the oldest goes when there are too many. */
function remember(known: Map<string, number>, pair: string): void {
  known.delete(pair)
  known.set(pair, Date.now() + KNOWN_FOR)
  if (known.size > KNOWN) known.delete(known.keys().next().value!)
}

function leave(running: Map<string, number>, station: string): void {
  const left = (running.get(station) ?? 1) - 1
  if (left > 0) running.set(station, left)
  else running.delete(station)
}

function oneMore(streams: Map<string, Set<Response>>, station: string, res: Response): void {
  const open = streams.get(station) ?? new Set()
  streams.set(station, open)
  if (open.size >= STREAMS) {
    // One that has not begun yet would begin after its end.
    const oldest = [...open].find(stream => stream.headersSent)
    if (!oldest) throw tooMany(1)
    open.delete(oldest)
    oldest.end()
  }
  open.add(res)
  res.once('close', () => {
    open.delete(res)
    if (open.size === 0 && streams.get(station) === open) streams.delete(station)
  })
}
