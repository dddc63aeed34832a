import { beforeAll, describe, expect, test } from 'vitest'
import { OPEN_SCOPES } from '../../shared-types/src/model/open-scope.ts'
import { OPEN_ROUTES } from '../../sync-server/src/open/routes.ts'
import { deployments } from '../../sync-server/test/deployment.ts'
import { ABOUT, basic, caller, keepers, putLoan, putPage, READER } from '../../sync-server/test/open.ts'
import { LONG_RUN } from '../databases.ts'
import { type Example, malformed, recipes, seedOf } from './malformed.ts'
import { whyWrong } from './malformed-server.ts'
import { asked, newAgent, rawAsked } from './malformed-wire.ts'

const EACH = LONG_RUN ? 2000 : 10
const open = deployments('sqlite')

describe('malformed requests of apps', () => {
  const here = {} as { made: Awaited<ReturnType<typeof world>> }
  beforeAll(async () => {
    here.made = await world()
  })

  test.each(['/token', ...OPEN_ROUTES.map(route => route.path)])('%s', async path => {
    const { d, bodies, token, app, agent, port } = here.made
    const isToken = path === '/token'
    const headers = isToken
      ? { authorization: basic(app.id, app.secret), 'content-type': 'application/x-www-form-urlencoded' }
      : { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = isToken ? 'grant_type=client_credentials' : JSON.stringify(bodies[path])
    const example: Example = { method: 'POST', path: `/open${path}`, headers, body: Buffer.from(body) }
    const wrong: string[] = []
    const statuses: Record<string, number> = {}
    for (const recipe of recipes(seedOf(path), EACH)) {
      const bad = malformed(example, recipe)
      const head = { ...headers, ...(bad.mime && { 'content-type': bad.mime }), ...bad.head }
      const sent = { method: 'POST', path: bad.path, headers: head, body: bad.body }
      const heard = await (bad.raw ? rawAsked(port, sent, bad.raw) : asked(port, agent, sent))
      statuses[heard.status] = (statuses[heard.status] ?? 0) + 1
      for (const why of whyWrong(heard, d.folder, bad.raw !== undefined))
        wrong.push(`${bad.path} ${bad.raw ?? ''} ${bad.body.subarray(0, 300)}: ${why}`)
    }
    expect(wrong).toEqual([])
    expect(d.faults).toEqual([])
    // Most of them come as far as the handler.
    expect((statuses['401'] ?? 0) + (statuses['429'] ?? 0)).toBeLessThan(EACH / 2)
  })
})

async function world() {
  const d = await open({ rates: { strangers: 0 } })
  const many = { perMinute: 6000, perDay: 10_000_000 }
  const app = await keepers(d, await d.station('C', '01')).app('C', [...OPEN_SCOPES], many)
  const image = await putPage(d, 'a page')
  const { id: paper } = await putLoan(d, 'S1', { slip: 'SL-1-1', readerId: READER, reader: '甲', proofs: [image] })
  const person = { number: READER, ...ABOUT }
  const bodies: Readonly<Record<string, object>> = {
    ...Object.fromEntries(OPEN_ROUTES.map(({ path }) => [path, person])),
    '/v1/persons/card-image': { ...person, image },
    '/v1/persons/paper-page': { ...person, paper, page: image },
    '/v1/codes/verify': { code: 'CTL1:AAAA.' },
    '/v1/cases/state': { number: 'SL-1-1' },
  }
  const token = await caller(d.address).tokenOf(app)
  return { d, app, bodies, token, agent: newAgent(), port: Number(new URL(d.address).port) }
}
