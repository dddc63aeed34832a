import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Place } from '../../core/open-place.ts'
import { API_PATH, SUBPROTOCOL } from '../../wire.ts'
import { CITIZEN_PAGE } from '../citizen-page.ts'
import { type PageFiles, pageFiles } from '../page-files.ts'
import { offeredSecret, serveConnection } from '../web/connection.ts'
import { limited, type PlaceLimits, placeLimits } from './limited.ts'
import { type Seats, seats, type TabSeat } from './seats.ts'

export interface PlaceShell {
  port: number
  close(): Promise<void>
}

/** How the place is reached: over TLS by the names of its certificate, or in the clear on this machine alone. */
export interface PlaceDoor {
  host: string
  port: number
  secure: boolean
  /** Whether a name or address that a request is for is ours. */
  isOurs(name: string): boolean
  /** The server that speaks it, which does not listen yet. */
  listener(options: ServerOptions, answer: RequestListener): Server
}

interface Parts {
  place: Place
  door: PlaceDoor
  rendererDir: string
  limits?: PlaceLimits
}

/** Largest frames, bytes: of somebody who is signed in, and of a stranger, who has nothing to send but a sign-in. */
const MAX_FRAME = 16 * 1024 * 1024
const MAX_STRANGE = 64 * 1024
const HTTP_LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
}
/** RFC 6455 7.4.1: the endpoint is going away. */
const GOING_AWAY = 1001

/**
 * Serves the screen and its api to browsers of other machines: to requests that name this place, to pages that it served
 * itself, and no more than its limits. Nobody has a right by the connection: each tab gets a seat in which nobody sits.
 * @throws {ScreenMissing} and Node's listen errors (EADDRINUSE, EACCES)
 */
export async function servePlace({ place, door, rendererDir, limits = placeLimits() }: Parts): Promise<PlaceShell> {
  const files = pageFiles(rendererDir)
  const tabs = seats(place)
  const server = door.listener(HTTP_LIMITS, (request, response) => void answer(request, response, door, files, limits))
  const sockets = (maxPayload: number) =>
    new WebSocketServer({ noServer: true, maxPayload, handleProtocols: all => all.has(SUBPROTOCOL) && SUBPROTOCOL })
  const lines = { strange: sockets(MAX_STRANGE), known: sockets(MAX_FRAME) }
  const open = () => [...lines.strange.clients, ...lines.known.clients]
  const addresses = new Map<WebSocket, string>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = addressOf(request)
    const theirs = [...addresses.values()].filter(one => one === address).length
    if (!mayConnect(request, door)) return refuse(socket, '403 Forbidden')
    if (theirs >= limits.open || addresses.size >= limits.openInAll || limits.connections.take(address))
      return refuse(socket, '429 Too Many Requests')
    const known = tabs.known(offeredSecret(request))
    const line = known && place.isTaken(known.client) ? lines.known : lines.strange
    line.handleUpgrade(request, socket, head, connected => {
      addresses.set(connected, address)
      connected.once('close', () => addresses.delete(connected))
      admit({ place, tabs, limits }, connected, address, known)
    })
  })
  await listen(server, door)
  const port = (server.address() as AddressInfo).port
  return { port, close: () => close(server, open(), tabs) }
}

interface Admitting {
  place: Place
  tabs: Seats
  limits: PlaceLimits
}

/** Gives a connection the seat of its tab, or a new one with the secret by which it comes back. */
function admit({ place, tabs, limits }: Admitting, socket: WebSocket, address: string, known?: TabSeat): void {
  const opened = known ? { seat: known, secret: undefined } : tabs.open()
  if (!opened) {
    socket.on('error', () => {})
    socket.close(FULL)
    return
  }
  const { seat, secret } = opened
  seat.sockets.add(socket)
  socket.once('close', () => tabs.broke(seat, socket))
  serveConnection(limited(place, limits, address, seat.id), socket, seat.client, secret)
}

/** RFC 6455 7.4.1: try again later. */
const FULL = 1013

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  door: PlaceDoor,
  files: PageFiles,
  { pages }: PlaceLimits,
): Promise<void> {
  if (!isForUs(request, door)) return end(response, 421)
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405)
  if (pages.take(addressOf(request))) return end(response, 429)
  try {
    const path = pathOf(request)
    // Whoever is elsewhere stands before no second screen.
    const file = path === `/${CITIZEN_PAGE}` ? undefined : await files(path)
    if (!file) return end(response, 404)
    response.writeHead(200, { ...file.headers, ...headersOf(door), 'content-length': file.bytes.length })
    response.end(request.method === 'HEAD' ? undefined : file.bytes)
  } catch {
    // The folder was emptied under us, by a new build for one.
    end(response, 503)
  }
}

/** No camera here; and a browser that came once over TLS never comes otherwise (RFC 6797). */
const headersOf = ({ secure }: PlaceDoor): Record<string, string> => ({
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
})

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, 'x-content-type-options': 'nosniff' }).end()
}

const pathOf = (request: IncomingMessage) => (request.url ?? '/').split(/[?#]/, 1)[0]!
const addressOf = (request: IncomingMessage) => request.socket.remoteAddress ?? ''

/** The name of a Host header (RFC 9110 7.2), without its port; an IPv6 address without its brackets. */
const nameOf = (host: string) => host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

const isForUs = ({ headers: { host } }: IncomingMessage, { isOurs }: PlaceDoor) =>
  host !== undefined && isOurs(nameOf(host).toLowerCase())

const mayConnect = (request: IncomingMessage, door: PlaceDoor) =>
  isForUs(request, door) &&
  request.headers.origin === `${door.secure ? 'https' : 'http'}://${request.headers.host}` &&
  pathOf(request) === API_PATH

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, { host, port }: PlaceDoor): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function close(server: Server, sockets: readonly WebSocket[], tabs: Seats): Promise<void> {
  tabs.stop()
  const closed = sockets.map(socket => new Promise<void>(resolve => socket.once('close', () => resolve())))
  closed.push(new Promise(resolve => server.close(() => resolve())))
  for (const socket of sockets) socket.close(GOING_AWAY)
  const impatient = setTimeout(() => {
    for (const socket of sockets) socket.terminate()
  }, 1000)
  server.closeIdleConnections()
  await Promise.all(closed)
  clearTimeout(impatient)
}
