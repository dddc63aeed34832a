import { describe, expect, test } from 'vitest'
import { ANSWER_HEADERS, HEADERS, PROTOCOL, ROUTES } from '../../shared-types/src/protocol.ts'
import { ALL_ROUTES } from '../../sync-server/src/app.ts'
import { deployments } from '../../sync-server/test/deployment.ts'
import type { Made } from '../../sync-server/test/signed.ts'
import { IN_TURN } from '../databases.ts'
import { type Prober, proberOf } from './server-probes.ts'
import { type Asker, type ServerWorld, serverWorld, UNIT_OF } from './server-world.ts'
import { REACHES, type Reach, SERVER, type ServerRow } from './table.ts'

const routeOf = (row: string) => row.replace(/ \(.*\)$/, '')

test('every route of the server stands in the table, and nothing else does', () => {
  const routes = ALL_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  expect(new Set(Object.keys(SERVER).map(routeOf))).toEqual(new Set(routes))
})

describe.each(IN_TURN)('the rights at the server on %s', name => {
  const open = deployments(name)
  const made: { world?: Promise<ServerWorld> } = {}
  const world = () => {
    made.world ??= open({ messages: { gateways: { trial: { kind: 'console', channel: 'sms' } } } }).then(serverWorld)
    return made.world
  }

  test.each(Object.keys(SERVER))('%s', async row => {
    const w = await world()
    const { found, wanted } = await cellsOf(w, row, SERVER[row]!)
    expect(found).toEqual(wanted)
    expect(w.d.faults).toEqual([])
  })
})

async function cellsOf(world: ServerWorld, row: string, rule: ServerRow) {
  const found: Record<string, string> = {}
  const wanted: Record<string, string> = {}
  const prober = proberOf(row)
  for (const asker of world.askers) {
    if (rule.dear && asker.role) continue
    // Whoever is stopped at the door is stopped before anybody looks whose the thing is.
    const once = prober.single || stopOf(rule, asker) || (rule.door === 'station' && asker.role)
    for (const reach of once ? REACHES.slice(0, 1) : REACHES) {
      const cell = `${asker.name}: ${reach}`
      wanted[cell] = expected(rule, asker, reach)
      found[cell] = await asked(world, row, rule, prober, asker, reach)
    }
  }
  return { found, wanted }
}

/** What the table says of one cell. */
function expected(rule: ServerRow, asker: Asker, reach: Reach): string {
  const refused = stopOf(rule, asker)
  if (refused) return refused
  const { lets, otherwise, top } = rule
  const { role, top: isTop } = asker
  const reached = isList(lets) ? lets : role && lets[role]
  if (!reached) return 'forbidden'
  const all = isTop && !isList(lets) && (reached.length > 0 || top?.some(r => r === role))
  return all || reached.includes(reach) ? 'ok' : otherwise
}

const stopOf = ({ door }: ServerRow, { stopped }: Asker) => (door === 'anybody' ? undefined : stopped[door])

const isList = (lets: ServerRow['lets']): lets is readonly Reach[] => Array.isArray(lets)

async function asked(
  world: ServerWorld,
  row: string,
  rule: ServerRow,
  prober: Prober,
  asker: Asker,
  reach: Reach,
): Promise<string> {
  const place = rule.door === 'station' ? 'police' : 'district'
  const asking: Made = world[place]
  const { request, seen, head } = await prober.probe(world, UNIT_OF[place][reach], asking)
  const method = row.split(' ')[0]!
  const stop = new AbortController()
  const answer = await fetch(new URL(request.path, world.d.address), {
    method,
    headers: {
      [HEADERS.protocol]: String(PROTOCOL),
      ...(head ?? (await asker.head({ ...request, method }, asking))),
      ...(request.mime && { 'content-type': request.mime }),
      ...(request.range && { range: request.range }),
    },
    signal: stop.signal,
    ...(request.body !== undefined && { body: request.body }),
  })
  try {
    const refusal = answer.headers.get(ANSWER_HEADERS.refusal)
    // An answer to HEAD that there is no such file is no refusal.
    if (answer.status >= 400) return refusal ?? (answer.status === 404 ? 'not-found' : String(answer.status))
    const text = row.includes(ROUTES.stream) ? await firstWords(answer) : await answer.text()
    if (!seen || seen(text)) return 'ok'
    return row.includes(ROUTES.push) ? 'refused' : 'hidden'
  } finally {
    stop.abort()
  }
}

/** What a stream says until it has sent data once; the letters of the world all come with the first. */
async function firstWords(answer: Response): Promise<string> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!/^data:.*\n\n/m.test(text)) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
  }
  return text
}
