import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { isShallow } from '../src/limits-body.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { type Made, signedHead } from './signed.ts'
import { windowOf } from './window.ts'

const open = deployments('sqlite')

/** One signed request with whatever body and headers, and its answer whole. */
async function send(
  d: Deployment,
  made: Made,
  { method = 'POST', path = ROUTES.push as string, body = '', headers = {}, session = '' } = {} as {
    method?: string
    path?: string
    body?: string | Uint8Array<ArrayBuffer>
    headers?: Record<string, string>
    session?: string
  },
) {
  const url = new URL(path, d.address)
  const sent = method === 'GET' ? undefined : body
  const head = await signedHead(made, { method, url, session, ...(sent !== undefined && { body: sent }) })
  const json = { 'content-type': 'application/json' }
  const answer = await fetch(url, {
    method,
    headers: { ...head, ...(sent !== undefined && json), ...headers },
    ...(sent !== undefined && { body: sent }),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const stranger = (d: Deployment) => fetch(new URL(ROUTES.session, d.address), { headers: { 'x-protocol': '1' } })

describe('bodies', () => {
  test('each route takes as much as it needs and no more', async () => {
    const d = await open({ jsonLimit: 400_000 })
    const s1 = await d.station('S1', '01')
    const filler = (size: number) => JSON.stringify({ events: [], filler: 'x'.repeat(size) })
    expect((await send(d, s1, { body: filler(300_000) })).status).toBe(200)
    expect((await send(d, s1, { body: filler(400_000) })).status).toBe(413)
    expect((await send(d, s1, { path: ROUTES.leases, body: filler(100_000) })).status).toBe(400)
    expect((await send(d, s1, { path: ROUTES.leases, body: filler(131_072) })).status).toBe(413)
  })

  test('what is no JSON in UTF-8, packed, or nested without end is refused before it is parsed', async () => {
    const d = await open()
    const s1 = await d.station('S1', '01')
    const deep = `{"events":${'['.repeat(70)}${']'.repeat(70)}}`
    for (const [body, headers] of [
      [deep, {}],
      [Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), {}],
      [Buffer.from('{"events":[]}', 'utf16le'), { 'content-type': 'application/json; charset=utf-16le' }],
      [gzipSync('{"events":[]}'), { 'content-encoding': 'gzip' }],
      ['{"events":', {}],
      ['7', {}],
    ] as const)
      expect(await send(d, s1, { body: body as string, headers })).toMatchObject({ status: 400 })
    expect((await send(d, s1, { body: '{"events":[]}' })).status).toBe(200)
    expect(d.faults).toEqual([])
  })

  test('depth is counted outside of texts', () => {
    const shallow = (text: string) => isShallow(Buffer.from(text), 2)
    expect(shallow('{"a":["[[[","\\"[[[",{}]}')).toBe(false)
    expect(shallow('{"a":["[[[","\\"[[[","\\\\"]}')).toBe(true)
    expect(shallow('[[],[],[]]')).toBe(true)
    expect(shallow('[[[]]]')).toBe(false)
  })
})

describe('heads', () => {
  test('every answer tells a browser to run, frame, guess and keep nothing of it', async () => {
    const d = await open()
    const s1 = await d.station('S1', '01')
    for (const answer of [await send(d, s1, { body: '{"events":[]}' }), await stranger(d), await fetch(d.address)]) {
      const heads = Object.fromEntries(answer.headers as Iterable<[string, string]>)
      expect(heads).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'origin-agent-cluster': '?1',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-dns-prefetch-control': 'off',
        'x-frame-options': 'DENY',
        'x-permitted-cross-domain-policies': 'none',
        'cache-control': 'no-store',
      })
      expect(heads).not.toHaveProperty('x-powered-by')
      expect(heads).not.toHaveProperty('access-control-allow-origin')
    }
  })

  test('too many header lines, or too long ones, are refused', async () => {
    const d = await open()
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`x-more-${i}`, '1']))
    expect((await fetch(d.address, { headers: many })).status).toBe(431)
    expect((await fetch(d.address, { headers: { 'x-long': 'x'.repeat(17_000) } })).status).toBe(431)
  })
})

describe('rates', () => {
  test('a station that asks too much waits, and no other', async () => {
    const d = await open({ rates: { station: 5 } })
    const s1 = await d.station('S1', '01')
    const s2 = await d.station('S2', '01')
    const ask = (made: Made) => send(d, made, { method: 'GET', path: ROUTES.session })
    for (let i = 0; i < 5; i++) expect((await ask(s1)).status).toBe(200)
    const late = await ask(s1)
    expect(late.status).toBe(429)
    expect(JSON.parse(late.text)).toMatchObject({ error: 'too-many' })
    const wait = Number(late.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    expect((await ask(s2)).status).toBe(200)
  })

  test('a person who asks too much waits, also at another station', async () => {
    const d = await open({ rates: { person: 3 } })
    const windows = [await d.station('S1', '01'), await d.station('S1', '02')].map(made => windowOf(d, made))
    for (const window of windows) await window.signIn(d.people.s1clerk)
    const asked: number[] = []
    for (let i = 0; i < 4; i++) asked.push((await windows[i % 2]!.ask('GET', `${ROUTES.sessions}/own`)).status)
    expect(asked).toEqual([200, 200, 200, 429])
  })

  test('an address that only knocks is stopped, but not the stations there', async () => {
    const d = await open({ rates: { strangers: 3 } })
    const s1 = await d.station('S1', '01')
    const ask = () => send(d, s1, { method: 'GET', path: ROUTES.session })
    expect((await ask()).status).toBe(200)
    for (let i = 0; i < 2; i++) expect((await stranger(d)).status).toBe(401)
    expect((await fetch(new URL('/.env', d.address))).status).toBe(404)
    expect((await stranger(d)).status).toBe(429)
    expect((await fetch(new URL('/.git/config', d.address))).status).toBe(429)
    expect((await ask()).status).toBe(200)
  })

  test('a station has so many requests at once, and is let in again when they end', async () => {
    const d = await open({ rates: { atOnce: 2 } })
    const s1 = await d.station('S1', '01')
    const { port } = new URL(d.address)
    const slow = new Set<Socket>()
    const begin = async () => {
      const url = new URL(ROUTES.push, d.address)
      const hash = createHash('sha256').update('{"events":[]}').digest('hex')
      const head = await signedHead(s1, { method: 'POST', url, hash })
      const socket = connect(Number(port), '127.0.0.1')
      const lines = Object.entries({ ...head, host: 'a', 'content-type': 'application/json', 'content-length': '13' })
      socket.write(
        `POST ${url.pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{`,
      )
      slow.add(socket)
      // Who comes together with a question below may itself be the one too many, and comes again.
      socket.once('data', () => {
        socket.destroy()
        if (slow.delete(socket)) void begin()
      })
    }
    await Promise.all([begin(), begin()])
    const ask = async () => (await send(d, s1, { method: 'GET', path: ROUTES.session })).status
    await expect.poll(ask).toBe(429)
    const held = [...slow]
    slow.clear()
    for (const socket of held) socket.destroy()
    await expect.poll(ask).toBe(200)
  })

  test('of many live streams of one station the oldest ends', async () => {
    const d = await open()
    const s1 = await d.station('S1', '01')
    const url = new URL(ROUTES.stream, d.address)
    const stop = new AbortController()
    const streams: Response[] = []
    for (let i = 0; i < 5; i++)
      streams.push(await fetch(url, { headers: await signedHead(s1, { method: 'GET', url }), signal: stop.signal }))
    expect(streams.map(s => s.status)).toEqual([200, 200, 200, 200, 200])
    expect(await streams[0]!.text()).toContain('RESYNC')
    const event = eventBy(d, s1.station, d.people.s1clerk, { type: 'mail.letter', act: 'edit', patch: { text: 'x' } })
    await windowOf(d, s1).push(event)
    const reader = streams[1]!.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes(event.id)) text += (await reader.read()).value
    stop.abort()
  })
})
