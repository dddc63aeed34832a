import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import type { Probe } from '../probe.ts'
import { Refusal } from '../refusal.ts'

/**
 * Figures for who runs the server: on the machine itself, or with the token of the configuration. Behind a proxy every
 * request seems to come from the machine itself: then the token is needed always. To everybody else there is nothing here.
 */
export const metricProbes: readonly Probe[] = [
  {
    path: '/metrics',
    async answer({ watch, metricsToken, proxies }, req, res) {
      if (!hasToken(req, metricsToken) && (proxies > 0 || !isHere(req))) throw new Refusal(404, 'not-found')
      res.type('text/plain; version=0.0.4; charset=utf-8').send(await watch.metrics())
    },
  },
]

const isHere = ({ socket, headers }: Request): boolean =>
  /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '') && !headers['x-forwarded-for'] && !headers.forwarded

function hasToken(req: Request, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(req.get('authorization') ?? '')?.[1]
  return token !== undefined && given !== undefined && timingSafeEqual(sha256(given), sha256(token))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()
