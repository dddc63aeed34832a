import { type GapAccount, type Lease, ROUTES, SET_BACK } from '../../../shared-types/src/protocol.ts'
import { audit, NOBODY } from '../audit.ts'
import { gapsOf } from '../gaps.ts'
import { giveBack, lease } from '../leases.ts'
import { seriesOf } from '../numbers.ts'
import { gapQuery, leaseRequest, leaseReturn, parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import { isSetBack } from '../set-back.ts'

export const leaseRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.leases,
    needs: 'station',
    body: 'json',
    async handle({ store, now }, { req, station }): Promise<Lease> {
      const { series, year, numbered } = parsed(leaseRequest, req.body)
      if (await isSetBack(store.db, numbered)) throw new Refusal(409, 'forbidden', SET_BACK)
      const at = now()
      const made = await store.transaction(async turn => {
        const block = await lease(turn, station, series, year, at)
        if (block && typeof block === 'object')
          await audit(
            turn,
            { act: 'lease', by: NOBODY, station: station.id, patch: { series, from: block.from, to: block.to } },
            at,
          )
        return block
      })
      if (!made) throw new Refusal(404, 'not-found', 'series')
      if (typeof made === 'string') throw new Refusal(409, 'forbidden', made)
      return made
    },
  },
  {
    method: 'post',
    path: ROUTES.leaseReturn,
    needs: 'station',
    body: 'json',
    async handle({ store, now }, { req, station }): Promise<Lease> {
      const { id, lastUsed } = parsed(leaseReturn, req.body)
      const at = now()
      const back = await store.transaction(async turn => {
        const returned = await giveBack(turn, station, id, lastUsed, at)
        if (returned && typeof returned === 'object')
          await audit(
            turn,
            { act: 'lease-return', by: NOBODY, station: station.id, patch: { lease: id, lastUsed } },
            at,
          )
        return returned
      })
      if (!back) throw new Refusal(404, 'not-found', 'lease')
      if (back === 'used') throw new Refusal(409, 'forbidden', 'used')
      return back
    },
  },
  {
    method: 'get',
    path: ROUTES.gaps,
    needs: 'person',
    async handle({ store, kinds }, { req, directory, signedIn, station }): Promise<GapAccount> {
      const { series: name, year } = parsed(gapQuery, req.query)
      const series = seriesOf(kinds, name)
      if (!series) throw new Refusal(404, 'not-found', 'series')
      const overseers = signedIn.posts.filter(post => post.role === 'supervisor' || post.role === 'administrator')
      if (overseers.length === 0) throw new Refusal(403, 'forbidden')
      const units = new Set(overseers.flatMap(post => [...directory.below(post.unit)]))
      const account = await gapsOf(store, name, series, year, [...units])
      // A numbering that all units share shows whose numbers they are, but cases of one's own units only.
      const own = new Set(
        [...directory.stations.values()]
          .filter(s => units.has(s.unit))
          .map(s => s.id)
          .concat(station.id),
      )
      const rows = account.rows.map(({ caseId, ...row }) => ({
        ...row,
        ...(row.fate === 'held' && directory.stations.get(row.station)?.ended && { fate: 'blocked' as const }),
        ...(caseId && own.has(row.station) && { caseId }),
      }))
      return { ...account, rows }
    },
  },
]
