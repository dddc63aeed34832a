import type { ServerOptions } from 'node:http'
import type { RequestHandler } from 'express'
import { Refusal } from './refusal.ts'

/** Header lines of one request; a window sends fifteen, proxies add some. */
const HEADERS = 64

/**
 * What Node holds against requests that come slowly or with too much before anybody looks at them. `requestTimeout` bounds
 * the longest upload that a window waits for (30 minutes); bodies have their own pace.
 */
export const HTTP_LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 35 * 60_000,
  connectionsCheckingInterval: 5_000,
  // Longer than windows and proxies keep theirs, or they ask in vain.
  keepAliveTimeout: 65_000,
  insecureHTTPParser: false,
}

/** Refuses more header lines than anybody sends; Node would leave out the rest in silence. */
export const fewHeaders: RequestHandler = (req, _res, next) => {
  if (req.rawHeaders.length > HEADERS * 2) throw new Refusal(431, 'bad-request', 'headers')
  next()
}
