import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Client, Core } from '../../core/core.ts'
import { API_PATH, SUBPROTOCOL, UNKNOWN_TOKEN } from '../../wire.ts'
import { CITIZEN_PAGE } from '../citizen-page.ts'
import { type PageFiles, pageFiles } from '../page-files.ts'
import { offeredSecret, serveConnection } from './connection.ts'
import { hostIsOurs, originIsOurs } from './same-machine.ts'
import { createTokens, type Side, type Tokens } from './tokens.ts'

export interface WebShell {
  /** Opens the screen once: http://127.0.0.1:<port>/#token=<one-time token>. */
  url: string
  port: number
  /** Another address of the same kind, for another tab. */
  anotherUrl(): string
  close(): Promise<void>
}

/** Largest frame, bytes: a page image of 40 MB in base64, and what is around it. */
const MAX_FRAME = 60 * 1024 * 1024
/** What comes slowly or with too much before it is looked at: the page's own requests are short. */
const HTTP_LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
}
const PAGES: Readonly<Record<Side, string>> = { desk: '/', citizen: `/${CITIZEN_PAGE}` }
/** RFC 6455 7.4.1: the endpoint is going away. */
const GOING_AWAY = 1001

/**
 * Serves the screen and its api to browsers of this machine alone: on 127.0.0.1, to requests that name it, to pages that
 * it served itself, and to those that hold its token. Port 0 takes any free one.
 * @throws {ScreenMissing} and Node's listen errors (EADDRINUSE, EACCES)
 */
export async function serveWeb(parts: { core: Core; port: number; rendererDir: string }): Promise<WebShell> {
  const files = pageFiles(parts.rendererDir)
  const tokens = createTokens()
  const server = createServer(HTTP_LIMITS, (request, response) => void answer(request, response, portOf(server), files))
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME,
    handleProtocols: offered => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  })
  const address = (side: Side) => `http://127.0.0.1:${portOf(server)}${PAGES[side]}#token=${tokens.issue(side)}`
  const admit = admission(parts.core, tokens, () => address('citizen'))
  server.on('upgrade', (request, socket, head) => {
    if (!mayConnect(request, portOf(server))) return refuse(socket)
    sockets.handleUpgrade(request, socket, head, connected => admit(connected, request))
  })
  await listen(server, parts.port)
  const port = portOf(server)
  return { url: address('desk'), port, anotherUrl: () => address('desk'), close: () => close(server, sockets) }
}

async function answer(request: IncomingMessage, response: ServerResponse, port: number, files: PageFiles) {
  if (!hostIsOurs(request, port)) return end(response, 421)
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405)
  try {
    const file = await files(pathOf(request))
    if (!file) return end(response, 404)
    response.writeHead(200, { ...file.headers, 'content-length': file.bytes.length })
    response.end(request.method === 'HEAD' ? undefined : file.bytes)
  } catch {
    // The folder was emptied under us, by a new build for one.
    end(response, 503)
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, 'x-content-type-options': 'nosniff' }).end()
}

/** The path as it was sent, without decoding: our own files need none, and what needs it names nothing of ours. */
const pathOf = (request: IncomingMessage) => (request.url ?? '/').split(/[?#]/, 1)[0]!

const mayConnect = (request: IncomingMessage, port: number) =>
  hostIsOurs(request, port) && originIsOurs(request) && pathOf(request) === API_PATH

function refuse(socket: Duplex): void {
  socket.on('error', () => {})
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

/** A browser is told why it is turned away only by a close code, hence after the connection is made. */
const admission =
  (core: Core, tokens: Tokens, secondScreen: () => string) => (socket: WebSocket, request: IncomingMessage) => {
    const redeemed = tokens.redeem(offeredSecret(request))
    if (redeemed) {
      const client: Client =
        redeemed.side === 'citizen' ? { language: 'zh-CN', citizen: true } : { language: 'zh-CN', secondScreen }
      serveConnection(core, socket, client, redeemed.kind === 'first' ? redeemed.session : undefined)
      return
    }
    socket.on('error', () => {})
    socket.close(UNKNOWN_TOKEN)
  }

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  const closed = [...sockets.clients].map(socket => new Promise<void>(resolve => socket.once('close', () => resolve())))
  closed.push(new Promise(resolve => server.close(() => resolve())))
  for (const socket of sockets.clients) socket.close(GOING_AWAY)
  const impatient = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
  }, 1000)
  server.closeIdleConnections()
  await Promise.all(closed)
  clearTimeout(impatient)
}
