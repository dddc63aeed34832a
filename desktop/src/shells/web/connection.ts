import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Client, Core } from '../../core/core.ts'
import { failureOf } from '../../core/failure.ts'
import { encode, type Request, SUBPROTOCOL } from '../../wire.ts'
import { isFailure } from '../is-failure.ts'
import { readRequest } from './frames.ts'

/** Close codes of RFC 6455 7.4.1. */
const UNSUPPORTED = 1003
const BROKEN_FRAME = 1007
const TRY_LATER = 1013

/** Calls of one screen under way at once: a list of two hundred rows asks for as many small pictures. */
const AT_ONCE = 500
/** Bytes that a screen has not taken yet, beyond which it is taken for dead. */
const UNTAKEN = 256 * 1024 * 1024

/** How often a connection is asked whether it lives, milliseconds. One that missed two rounds is dropped. */
const HEARTBEAT = 15_000

/** The token or secret that stands behind our protocol's name in the handshake; empty for none. */
export function offeredSecret({ headers }: IncomingMessage): string {
  const [name, secret = ''] = (headers['sec-websocket-protocol'] ?? '').split(',').map(part => part.trim())
  return name === SUBPROTOCOL ? secret : ''
}

/** Carries one authorised screen's calls to the core, and the core's notices to the screen, until the socket closes. */
export function serveConnection(core: Core, socket: WebSocket, client: Client, session: string | undefined): void {
  const running = { calls: 0 }
  const send = (frame: string) => {
    if (socket.bufferedAmount > UNTAKEN) return socket.terminate()
    if (socket.readyState === socket.OPEN) socket.send(frame)
  }
  if (session !== undefined) send(encode({ session }))
  const deaf = core.listen(notice => send(encode({ notice })), client)
  const stop = heartbeat(socket)
  socket.on('close', () => {
    deaf()
    stop()
  })
  // ws closes by itself after a frame over the limit or against the protocol; there is nothing more to do about it.
  socket.on('error', () => {})
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(UNSUPPORTED)
    const request = readRequest(String(data))
    if (!request) return socket.close(BROKEN_FRAME)
    if (running.calls >= AT_ONCE) return socket.close(TRY_LATER)
    running.calls++
    void answer(core, request, client).then(frame => {
      running.calls--
      send(frame)
    })
  })
}

async function answer(core: Core, { id, name, args }: Request, client: Client): Promise<string> {
  try {
    return encode({ id, answer: await core.call(name, args, client) })
  } catch (thrown) {
    // The core words its own refusals; anything else is an answer that is no JSON, a bug of ours.
    return encode({ id, failure: isFailure(thrown) ? thrown : failureOf(thrown, client.language) })
  }
}

function heartbeat(socket: WebSocket): () => void {
  let missed = 0
  socket.on('pong', () => {
    missed = 0
  })
  const timer = setInterval(() => {
    if (missed++ >= 2) return socket.terminate()
    socket.ping()
  }, HEARTBEAT)
  timer.unref()
  return () => clearInterval(timer)
}
