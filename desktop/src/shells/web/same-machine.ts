import type { IncomingMessage } from 'node:http'

/**
 * Whether a request names this very machine and port in its Host header. A page elsewhere whose name was pointed at
 * 127.0.0.1 (DNS rebinding) names itself there.
 */
export function hostIsOurs(request: IncomingMessage, port: number): boolean {
  const host = request.headers.host
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

/** Whether a WebSocket is asked for by a page that we served, under the name that it was served by. */
export function originIsOurs(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`
}
