import type { CallName, Notice } from '../api.ts'
import { decode, encode, type Reply, type Request, SUBPROTOCOL, UNKNOWN_TOKEN } from '../wire.ts'
import type { Client, ClientTexts, Connection } from './client.ts'
import { toFailure } from './failure.ts'

/** Calls that must not be made twice: when the connection breaks under one, nobody knows whether it was done. */
const ONCE: ReadonlySet<string> = new Set<CallName>([
  'cases.act',
  'print.form',
  'print.settle',
  'inbox.mend',
  'inbox.withdraw',
  'import.start',
  'import.image',
  'files.scan',
  'files.portrait',
  'session.enrol',
  'session.signIn',
])

interface Pending {
  request: Request
  sent: boolean
  resolve(answer: unknown): void
  reject(failure: unknown): void
}

interface Line {
  socket?: WebSocket
  state: Connection
  tries: number
  next: number
  readonly pending: Map<number, Pending>
  readonly notices: Set<(notice: Notice) => void>
  readonly watchers: Set<() => void>
  readonly texts: ClientTexts
  readonly open: (protocols: string[]) => WebSocket
  /** What the shell knows this tab by: its one-time token, then the session secret that came for it. */
  token: string
  readonly keep: (session: string) => void
}

/**
 * The api over a WebSocket of the page's own origin. It connects again by itself; calls made meanwhile wait, and those
 * under way are asked again unless they may not be made twice.
 */
export function socketClient(parts: Pick<Line, 'token' | 'keep' | 'open' | 'texts'>): Client {
  const line: Line = {
    ...parts,
    state: 'connecting',
    tries: 0,
    next: 1,
    pending: new Map(),
    notices: new Set(),
    watchers: new Set(),
  }
  dial(line)
  return {
    call: (name, args) => ask(line, name, args) as never,
    listen: hear => subscribe(line.notices, hear),
    connection: () => line.state,
    onConnection: hear => subscribe(line.watchers, hear),
  }
}

function subscribe<T>(all: Set<T>, one: T): () => void {
  all.add(one)
  return () => {
    all.delete(one)
  }
}

function ask(line: Line, name: string, args: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = { id: line.next++, name, args }
    line.pending.set(request.id, { request, sent: false, resolve, reject })
    flush(line)
  })
}

function flush(line: Line): void {
  const { socket } = line
  if (socket?.readyState !== WebSocket.OPEN) return
  for (const waiting of line.pending.values()) {
    if (waiting.sent) continue
    waiting.sent = true
    socket.send(encode(waiting.request))
  }
}

function dial(line: Line): void {
  const socket = line.open(line.token ? [SUBPROTOCOL, line.token] : [SUBPROTOCOL])
  line.socket = socket
  socket.onopen = () => {
    line.tries = 0
    turn(line, 'open')
    flush(line)
  }
  socket.onmessage = ({ data }) => receive(line, decode(String(data)) as Reply)
  socket.onclose = ({ code }) => hungUp(line, code)
}

function receive(line: Line, reply: Reply): void {
  if ('notice' in reply) {
    for (const hear of line.notices) hear(reply.notice)
    return
  }
  if ('session' in reply) {
    line.token = reply.session
    line.keep(reply.session)
    return
  }
  const waiting = line.pending.get(reply.id)
  if (!waiting) return
  line.pending.delete(reply.id)
  if (reply.failure) waiting.reject(toFailure(reply.failure, line.texts.broken()))
  else waiting.resolve(reply.answer)
}

function hungUp(line: Line, code: number): void {
  for (const [id, waiting] of line.pending) {
    if (!waiting.sent) continue
    if (!ONCE.has(waiting.request.name)) {
      waiting.sent = false
      continue
    }
    line.pending.delete(id)
    waiting.reject({ code: 'internal', text: line.texts.lost() })
  }
  turn(line, code === UNKNOWN_TOKEN ? 'expired' : 'lost')
  if (code !== UNKNOWN_TOKEN) setTimeout(() => dial(line), Math.min(5000, 300 * 2 ** line.tries++))
}

function turn(line: Line, state: Connection): void {
  if (line.state === state) return
  line.state = state
  for (const hear of line.watchers) hear()
}
