import { type PullAnswer, type PushAnswer, ROUTES } from '../../../shared-types/src/protocol.ts'
import { anchorFor } from '../audit-anchor.ts'
import { parsed, pullQuery } from '../parse.ts'
import { pull } from '../pull.ts'
import type { Route } from '../route.ts'
import { takePush } from '../take-push.ts'

export const syncRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.push,
    needs: 'station',
    body: 'json',
    most: 'push',
    async handle(parts, { req, station }): Promise<PushAnswer> {
      const { verdicts, restart } = await takePush(parts, station, req.body)
      parts.watch.verdicts(verdicts)
      const time = parts.now()
      return {
        verdicts,
        ...(restart && { restart }),
        anchor: await anchorFor(parts.store, parts.key, station.id, time),
        time,
      }
    },
  },
  {
    method: 'get',
    path: ROUTES.pull,
    needs: 'station',
    async handle(parts, { req, station }): Promise<PullAnswer> {
      const { limit, ...from } = parsed(pullQuery, req.query)
      return { ...(await pull(parts, station, from, limit)), time: parts.now() }
    },
  },
]
