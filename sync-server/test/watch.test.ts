import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { ALL_ROUTES } from '../src/app.ts'
import { faultOf } from '../src/log.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { signedHead } from './signed.ts'
import { windowOf } from './window.ts'

/** Invented, with valid check characters: found nowhere but where it was typed. */
const ID = '330402199003078834'
const NAME = '诸葛试验'

const letter = (text: string) => ({ type: 'mail.letter', act: 'edit', patch: { text } })

/** Figures by name and labels. */
async function figures(d: Deployment, headers: Record<string, string> = {}): Promise<Map<string, number>> {
  const answer = await fetch(new URL('/metrics', d.address), { headers })
  expect(answer.status).toBe(200)
  const lines = (await answer.text()).split('\n').filter(line => line.startsWith('chuangtai_'))
  return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

describe.each(IN_TURN)('what a server on %s tells of itself', name => {
  const lines: string[] = []
  const log = pino(
    {},
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    }),
  )
  const open = deployments(name, {
    log: line => log.info(line, 'request'),
    fault: (error, about) => log.error({ error: faultOf(error), about }, 'fault'),
  })
  afterAll(() => lines.splice(0))

  test('live, ready, and figures: requests by route and status, verdicts, sessions, stations, size', async () => {
    const d = await open()
    const window = windowOf(d, await d.station('S1', '01'))
    const get = async (path: string) => {
      const answer = await fetch(new URL(path, d.address))
      return [answer.status, await answer.json()] as const
    }
    expect(await get(ROUTES.health)).toEqual([200, { ok: true, protocol: expect.any(Number), time: d.clock.now }])
    expect(await get('/api/ready')).toEqual([200, { ready: true }])
    await window.signIn(d.people.s1clerk)
    const event = eventBy(d, window.station, d.people.s1clerk, letter('a'))
    await window.push(event, eventBy(d, window.station, d.people.s3clerk, letter('not of here')))
    const found = await figures(d)
    expect(found.get('chuangtai_requests_total{method="POST",route="/api/sync/push",status="200"}')).toBe(1)
    expect(found.get('chuangtai_events_total{verdict="accepted"}')).toBe(1)
    expect(found.get('chuangtai_events_total{verdict="refused"}')).toBe(1)
    expect(found.get('chuangtai_sessions')).toBe(1)
    expect(found.get('chuangtai_stations_seen')).toBe(1)
    expect(found.get('chuangtai_writers_waiting')).toBe(0)
    expect(found.get('chuangtai_database_bytes')).toBeGreaterThan(10_000)
  })

  test('figures are for this machine or for who has the token, and for nobody behind a proxy without it', async () => {
    const token = 'a-token-for-the-figures'
    const d = await open({ metricsToken: token })
    const status = async (headers: Record<string, string>, at = d) =>
      (await fetch(new URL('/metrics', at.address), { headers })).status
    expect(await status({})).toBe(200)
    expect(await status({ 'x-forwarded-for': '10.1.2.3' })).toBe(404)
    const behind = await open({ metricsToken: token, proxies: 1 })
    expect(await status({}, behind)).toBe(404)
    expect(await status({ authorization: 'Bearer another-token-of-nobody' }, behind)).toBe(404)
    expect(await status({ authorization: `Bearer ${token}` }, behind)).toBe(200)
  })

  test('what somebody enters never stands in a log, wherever they enter it', async () => {
    const d = await open()
    const window = windowOf(d, await d.station('S1', '01'))
    const secret = `${ID} ${NAME}`
    lines.length = 0
    await window.signIn(d.people.s1clerk)
    await window.ask('POST', ROUTES.signIn, { login: secret, password: secret })
    await window.push(eventBy(d, window.station, d.people.s1clerk, letter(secret)))
    await window.ask('POST', ROUTES.push, `{"events": [${secret}`)
    await window.ask('POST', ROUTES.push, { events: [{ id: secret, [secret]: secret }] })
    for (const { method, path } of ALL_ROUTES) {
      const at = path.replace(/:\w+/g, encodeURIComponent(secret))
      const body = method === 'get' || method === 'head' ? undefined : { [secret]: secret, login: secret }
      await window
        .ask(method.toUpperCase(), `${at}?seq=${ID}&scope=${encodeURIComponent(secret)}`, body, {
          'x-about': ID,
          referer: `http://here/${ID}`,
          'user-agent': ID,
        })
        .catch(() => {})
    }
    await window.ask('GET', `/no/such/${encodeURIComponent(secret)}?q=${ID}`)
    // Faults of every kind that quote: of the parser, of the database, of the program.
    const { fault } = d.parts
    const row = { id: ID, kind: NAME, value: secret, seq: null as unknown as number, deleted: 0 }
    await d.parts.store.db
      .insertInto('settings')
      .values(row)
      .execute()
      .catch(error => fault(error, 'test'))
    for (const work of [
      () => JSON.parse(secret),
      () => BigInt(secret),
      () => new URL(secret),
      () => decodeURIComponent(`%${secret}`),
    ])
      try {
        work()
      } catch (error) {
        fault(error, 'test')
      }
    fault(new Error(`"${secret}" is no case of ${ID}`), 'test')
    await new Promise(resolve => setTimeout(resolve, 100))
    const all = lines.join('')
    expect(lines.filter(line => line.includes('"fault"')).length).toBeGreaterThanOrEqual(5)
    expect(lines.filter(line => line.includes('"request"')).length).toBeGreaterThan(ALL_ROUTES.length)
    expect(all).toContain('"route":"/api/files/:hash"')
    expect(all).toContain(window.station.id)
    expect(all).not.toContain(ID)
    expect(all).not.toContain(NAME)
    expect(all).not.toContain(encodeURIComponent(NAME))
  })

  test('an orderly stop: not ready, streams end, what runs comes to its end and is kept', async () => {
    const d = await open({ stopNotice: 1 })
    const made = await d.station('S1', '01')
    const window = windowOf(d, made)
    const ended = window.ask('GET', ROUTES.stream)
    // A request whose body comes in two parts: it runs when the stop begins.
    const event = eventBy(d, made.station, d.people.s1clerk, letter(randomUUID()))
    const body = JSON.stringify({ events: [event] })
    const url = new URL(ROUTES.push, d.address)
    const head = await signedHead(made, { method: 'POST', url, body })
    const headers = { ...head, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
    const running = request(url, { method: 'POST', headers })
    const answered = once(running, 'response') as Promise<[IncomingMessage]>
    running.write(body.slice(0, 10))
    await new Promise(resolve => setTimeout(resolve, 200))
    const stopped = d.stop()
    await new Promise(resolve => setTimeout(resolve, 50))
    const ready = await fetch(new URL('/api/ready', d.address))
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false }])
    expect((await window.ask('GET', ROUTES.stream)).status).toBe(503)
    await new Promise(resolve => setTimeout(resolve, 1200))
    await expect(fetch(new URL('/api/ready', d.address))).rejects.toThrow()
    running.end(body.slice(10))
    const [answer] = await answered
    const verdicts = JSON.parse(Buffer.concat(await answer.toArray()).toString()).verdicts as { verdict: string }[]
    expect(verdicts.map(v => v.verdict)).toEqual(['accepted'])
    expect((await ended).status).toBe(200)
    await stopped
  }, 20_000)
})
