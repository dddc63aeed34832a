import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Client } from '../../core/core.ts'
import type { Place } from '../../core/open-place.ts'

/** One browser tab with the connections that it has now: none while a phone sleeps. */
export interface TabSeat {
  id: string
  client: Client
  sockets: Set<WebSocket>
  /** When its last connection broke, ms. */
  left?: number
}

/** The tabs that came in, by the secret that each was given. */
export interface Seats {
  /** The tab of that secret. Only hashes are kept, so that the time a look takes tells nothing of them. */
  known(secret: string): TabSeat | undefined
  /** A new tab and its secret, 256 bits in base64url; undefined while there is no room. */
  open(): { seat: TabSeat; secret: string } | undefined
  /** A connection of it broke. A tab in which nobody is signed in is forgotten at once. */
  broke(seat: TabSeat, socket: WebSocket): void
  /** Forgets the tabs that nobody came back to. */
  sweep(): void
  stop(): void
}

/** Tabs at once. */
const ROOM = 1000
/** How long a tab may be without a connection and keep its sign-in, ms: a phone in a pocket, a line that broke. */
const AWAY = 15 * 60_000
const LOOK = 30_000

export function seats(place: Pick<Place, 'isTaken' | 'leave'>, now: () => number = () => performance.now()): Seats {
  const all = new Map<string, TabSeat>()
  const forget = (seat: TabSeat) => {
    for (const [hash, known] of all) if (known === seat) all.delete(hash)
    void place.leave(seat.client).catch(() => undefined)
  }
  const sweep = () => {
    for (const seat of [...all.values()])
      if (!seat.sockets.size && seat.left !== undefined && now() - seat.left >= AWAY) forget(seat)
  }
  const timer = setInterval(sweep, LOOK)
  timer.unref()
  return {
    known: secret => all.get(hashOf(secret)),
    open() {
      if (all.size >= ROOM) return undefined
      const secret = randomBytes(32).toString('base64url')
      const seat: TabSeat = { id: randomUUID(), client: { language: 'zh-CN', place: true }, sockets: new Set() }
      all.set(hashOf(secret), seat)
      return { seat, secret }
    },
    broke(seat, socket) {
      seat.sockets.delete(socket)
      if (seat.sockets.size) return
      seat.left = now()
      if (!place.isTaken(seat.client)) forget(seat)
    },
    sweep,
    stop: () => clearInterval(timer),
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
