import type { Server } from 'node:http'

/**
 * Takes no more connections, lets the requests that run come to their end, and cuts what is still there after `limit`
 * milliseconds.
 */
export async function drain(server: Server, limit: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  // A connection that is kept alive becomes idle when its request is answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), limit)
  server.closeIdleConnections()
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
