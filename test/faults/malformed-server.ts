import type { Agent } from 'node:http'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Person, Role } from '../../shared-types/src/model/person.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { type Deployment, deployments } from '../../sync-server/test/deployment.ts'
import { type Made, signedHead, stranger } from '../../sync-server/test/signed.ts'
import type { DatabaseName } from '../databases.ts'
import { type Probe, proberOf } from '../rights/server-probes.ts'
import { type ServerWorld, serverWorld } from '../rights/server-world.ts'
import { SERVER } from '../rights/table.ts'
import { type Example, type Malformed, malformed, recipes } from './malformed.ts'
import { asked, type Heard, newAgent, rawAsked } from './malformed-wire.ts'

/** The routes by one row each: what they do in other cases is the same code. */
export const ENDPOINTS = [
  ...new Map(Object.keys(SERVER).map(row => [row.replace(/ \(.*\)$/, ''), row])).values(),
] as const

/** What came of the malformed requests to one endpoint. */
export interface Outcome {
  asked: number
  statuses: Record<string, number>
  /** Each answer that no request may get, with the request. */
  wrong: string[]
}

interface Field {
  d: Deployment
  world: ServerWorld
  agent: Agent
  port: number
  /** Where those asking sit. */
  made: Made
  session: string
  /** Who signs out: the same person each time, for a new one would stay in the server's directory. */
  leaving?: Person
  /** The last good request of each row. */
  requests: Map<string, Probe['request']>
}

/** Opens the server of the rights' tests without limits of rate: what is to be tried lies behind them. */
export function fields(name: DatabaseName): () => Promise<Field> {
  const open = deployments(name)
  return async () => {
    const d = await open({ rates: { station: 0, person: 0, strangers: 0, atOnce: 0 } })
    d.parts.limits.enrol = new RateLimiterMemory({ points: 1e9, duration: 1 })
    const world = await serverWorld(d)
    const port = Number(new URL(d.address).port)
    return { d, world, agent: newAgent(), port, made: world.district, session: '', requests: new Map() }
  }
}

/** Requests before a new example is made, for what a request has used up, and those under way at once. */
const RENEWED = 200
const AT_ONCE = 8

/** Asks one endpoint so many malformed requests as somebody who is let in there. */
export async function tried(field: Field, row: string, seed: number, count: number): Promise<Outcome> {
  const outcome: Outcome = { asked: 0, statuses: {}, wrong: [] }
  // Whoever signs out is out.
  const renewed = row.includes(ROUTES.signOut) ? AT_ONCE : RENEWED
  for (let from = 0; from < count; from += renewed) {
    const asker = await askerOf(field, row)
    const list = recipes(seed + from, Math.min(renewed, count - from))
    while (list.length) {
      const batch = list.splice(0, AT_ONCE)
      await Promise.all(batch.map(async recipe => judged(field, asker, malformed(asker.example, recipe), outcome)))
    }
  }
  return outcome
}

interface Asker {
  example: Example
  head(path: string, body: Buffer): Promise<Record<string, string>>
}

async function askerOf(field: Field, row: string): Promise<Asker> {
  const { d } = field
  const rule = SERVER[row]!
  const method = row.split(' ')[0]!
  await seated(field, rule.door === 'person' ? roleOf(row) : undefined, row.includes(ROUTES.signOut))
  const request = await requestOf(field, row)
  const machine = stranger(() => d.clock.now, '')
  const own = row.startsWith(`POST ${ROUTES.enrol}`)
  const body = own
    ? JSON.stringify({
        ...(JSON.parse(String(request.body)) as object),
        key: machine.key.publicKey,
        seal: machine.key.seal.publicKey,
      })
    : (request.body ?? '')
  const headers: Record<string, string> = request.mime ? { 'content-type': request.mime } : {}
  const { made, session } = field
  return {
    example: { method, path: request.path, headers, body: Buffer.from(body) },
    head: (path, sent) => {
      const [pathname, search] = [path.split('?')[0]!, path.includes('?') ? path.slice(path.indexOf('?')) : '']
      const url = { pathname, search } as URL
      return signedHead(own ? machine : made, { method, url, session, ...(sent.length && { body: sent }) })
    },
  }
}

/** A good request. What it is about can be used up: then it is the one before. */
async function requestOf(field: Field, row: string) {
  const unit = SERVER[row]!.door === 'station' ? 'D1' : 'S1'
  const probe = await Promise.resolve(proberOf(row).probe(field.world, unit, field.made)).catch((error: unknown) => {
    const before = field.requests.get(row)
    if (before) return { request: before }
    throw error
  })
  field.requests.set(row, probe.request)
  return probe.request
}

function roleOf(row: string): Role {
  const { lets, top } = SERVER[row]!
  return top?.[0] ?? (Array.isArray(lets) ? 'clerk' : (Object.keys(lets)[0] as Role))
}

/** A station that is heard, and somebody of that role signed in there: requests before may have ended either. */
async function seated(field: Field, role: Role | undefined, leaves: boolean): Promise<void> {
  const { d, world } = field
  const url = new URL(ROUTES.session, d.address)
  const head = await signedHead(field.made, { method: 'GET', url })
  const { status } = await asked(field.port, field.agent, {
    method: 'GET',
    path: url.pathname,
    headers: head,
    body: EMPTY,
  })
  if (status !== 200) field.made = await d.station('D1', world.number('D1'))
  if (!role) field.session = ''
  else {
    const person = (leaves && field.leaving) || (await world.person(role, 'C'))
    if (leaves) field.leaving = person
    field.session = await world.session(field.made, person)
  }
}

const EMPTY = Buffer.alloc(0)

async function judged(field: Field, { example, head }: Asker, bad: Malformed, outcome: Outcome): Promise<void> {
  const { d, port, agent } = field
  const before = d.faults.length
  const headers = {
    ...(await head(bad.path, bad.body)),
    ...example.headers,
    ...(bad.mime && { 'content-type': bad.mime }),
    ...bad.head,
  }
  const sent = { method: example.method, path: bad.path, headers, body: bad.body }
  const heard = await (bad.raw ? rawAsked(port, sent, bad.raw) : asked(port, agent, sent)).catch(
    (error: Error) => error,
  )
  outcome.asked++
  const status = heard instanceof Error ? heard.message : String(heard.status)
  outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1
  const wrong = [
    ...d.faults.slice(before),
    ...(heard instanceof Error ? [heard.message] : whyWrong(heard, d.folder, bad.raw !== undefined)),
  ]
  if (wrong.length)
    outcome.wrong.push(
      `${example.method} ${bad.path} ${bad.raw ?? ''} ${JSON.stringify(bad.head)} ${bad.body.subarray(0, 400)}: ${wrong.join('; ')}`,
    )
}

/** Words that only the inside of the program has. */
const INSIDE = [
  /\bat .{1,200}:\d+:\d+/,
  /node_modules/,
  /\.ts\b/,
  /SQLITE|sqlite|postgres|kysely/,
  /\b(select|insert|update|delete) .{1,80} (from|into|set) /i,
  /Error:/,
  /\/home\/|\/tmp\/|\/work\//,
]

export function whyWrong({ status, text, headers }: Heard, folder: string, raw: boolean): string[] {
  const found = INSIDE.filter(word => word.test(text)).map(word => `says ${word}: ${text.slice(0, 300)}`)
  if (text.includes(folder)) found.push('says where it lies')
  if (status >= 500 || (status === 0 && !raw)) found.push(`status ${status}`)
  if (status >= 400 && text.length > 600) found.push(`a long refusal: ${text.slice(0, 300)}`)
  if (status >= 400 && !raw && text && headers['x-content-type-options'] !== 'nosniff') found.push('without its heads')
  return found
}
