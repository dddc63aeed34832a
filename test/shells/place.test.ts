import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Client } from '../../desktop/src/core/core.ts'
import type { Place } from '../../desktop/src/core/open-place.ts'
import { type PlaceLimits, placeLimits } from '../../desktop/src/shells/place/limited.ts'
import { rate } from '../../desktop/src/shells/place/rates.ts'
import { seats } from '../../desktop/src/shells/place/seats.ts'
import { type PlaceShell, servePlace } from '../../desktop/src/shells/place/serve.ts'
import { API_PATH, decode, encode, type Reply, SUBPROTOCOL } from '../../desktop/src/wire.ts'
import { placeDoor } from '../../scripts/start/place-door.ts'
import { type Config, readConfig } from '../../sync-server/src/config.ts'
import { newAuthority, newServerCertificate } from '../../sync-server/src/tls-authority.ts'
import { readPem, serverFile } from '../../sync-server/src/tls-file.ts'
import { type EchoCore, echoCore } from './echo-core.ts'

/** A place that answers what it was asked; `session.signIn` seats somebody. */
interface EchoPlace extends EchoCore, Place {
  left: Client[]
}

let folder: string
let config: Config
let ca: string
let place: EchoPlace
let shell: PlaceShell

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-place-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  for (const page of ['index.html', 'citizen.html']) await writeFile(join(folder, 'page', page), '<!doctype html>')
  config = readConfig({ CHUANGTAI_DATA: folder })
  await newAuthority(config, new Date())
  await newServerCertificate(config, { names: ['centre.example', '127.0.0.1'], days: 2 }, new Date())
  ca = readPem(join(folder, 'tls', 'authority.pem'), 'certificates')!.chain[0]!
  expect(serverFile(config)).toContain(folder)
})
beforeEach(() => open())
afterEach(() => shell.close())
afterAll(() => rm(folder, { recursive: true, force: true }))

async function open(limits?: Partial<PlaceLimits>): Promise<void> {
  const echo = echoCore()
  const taken = new Set<Client>()
  place = {
    ...echo,
    left: [],
    async call(name, args, client) {
      if (name === 'session.signIn') taken.add(client)
      return echo.call(name, args, client)
    },
    isEnrolled: () => true,
    enrol: async () => {},
    isTaken: client => taken.has(client),
    leave: async client => {
      taken.delete(client)
      place.left.push(client)
    },
  }
  shell = await servePlace({
    place,
    door: placeDoor(config, { host: '127.0.0.1', port: 0 }),
    rendererDir: join(folder, 'page'),
    limits: { ...placeLimits(), ...limits },
  })
}

interface Answer {
  status: number
  headers: Record<string, unknown>
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: shell.port, path, method, headers, ca, servername: '' },
      answer => {
        answer.resume()
        answer.once('end', () => resolve({ status: answer.statusCode!, headers: answer.headers }))
      },
    )
    asked.once('error', reject)
    asked.end()
  })
}

interface Line {
  socket: WebSocket
  /** The next frame, or the close code. */
  next(): Promise<Reply | number>
  ask(name: string, args?: unknown): Promise<Reply | number>
}

function dial(secret?: string, headers: Record<string, string> = {}, path = API_PATH): Line {
  const origin = `https://127.0.0.1:${shell.port}`
  const protocols = secret === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, secret]
  const socket = new WebSocket(`wss://127.0.0.1:${shell.port}${path}`, protocols, {
    ca,
    headers: { origin, ...headers },
  })
  const seen: (Reply | number)[] = []
  const waiting: ((item: Reply | number) => void)[] = []
  const take = (item: Reply | number) => (waiting.length ? waiting.shift()!(item) : void seen.push(item))
  socket.on('message', data => take(decode(String(data)) as Reply))
  socket.on('close', code => take(code))
  socket.on('error', () => {})
  const next = () => (seen.length ? Promise.resolve(seen.shift()!) : new Promise<Reply | number>(r => waiting.push(r)))
  return {
    socket,
    next,
    ask(name, args = {}) {
      socket.send(encode({ id: 1, name, args }))
      return next()
    },
  }
}

/** A new tab and the secret that it was given. */
async function tab(): Promise<Line & { secret: string }> {
  const line = dial()
  const { session } = (await line.next()) as { session: string }
  return { ...line, secret: session }
}

async function refusal({ socket }: Line): Promise<number> {
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  return answer.statusCode
}

test('the page comes over TLS alone, to who names the place, with the content policy and without a camera', async () => {
  const { status, headers } = await get('/')
  expect(status).toBe(200)
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['permissions-policy']).toContain('camera=()')
  expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/)
  expect((await get('/', { host: 'centre.example' })).status).toBe(200)
  expect((await get('/', { host: 'elsewhere.example' })).status).toBe(421)
  expect((await get('/', {}, 'POST')).status).toBe(405)
  expect((await get('/citizen.html')).status).toBe(404)
  expect((await get('/../place.test.ts')).status).toBe(404)
  await expect(fetch(`http://127.0.0.1:${shell.port}/`)).rejects.toThrow()
})

test('a connection is for pages of this place alone', async () => {
  expect(await refusal(dial(undefined, { origin: 'https://elsewhere.example' }))).toBe(403)
  expect(await refusal(dial(undefined, { origin: `http://127.0.0.1:${shell.port}` }))).toBe(403)
  expect(await refusal(dial(undefined, { host: 'elsewhere.example', origin: 'https://elsewhere.example' }))).toBe(403)
  expect(await refusal(dial(undefined, {}, '/other'))).toBe(403)
})

test('each tab has a seat of its own, to which its secret leads back, and nobody else’s', async () => {
  const [one, other] = [await tab(), await tab()]
  expect(one.secret).toMatch(/^[\w-]{43}$/)
  await one.ask('session.signIn')
  await other.ask('session.signIn')
  const [first, second] = place.asked.map(({ client }) => client)
  expect(first).not.toBe(second)
  expect(first?.place).toBe(true)
  one.socket.close()
  await one.next()
  const again = dial(one.secret)
  await once(again.socket, 'open')
  await again.ask('status')
  expect(place.asked.at(-1)?.client).toBe(first)
  const stranger = dial('a-secret-that-nobody-was-given')
  expect(await stranger.next()).toHaveProperty('session')
  await stranger.ask('status')
  expect([first, second]).not.toContain(place.asked.at(-1)?.client)
})

test('a tab in which nobody is signed in is forgotten with its connection, the others after a while', async () => {
  const stranger = await tab()
  stranger.socket.close()
  await vi.waitFor(() => expect(place.left).toHaveLength(1), 20_000)
  const clock = { now: 0 }
  const all = seats({ isTaken: () => true, leave: async client => void place.left.push(client) }, () => clock.now)
  const { seat, secret } = all.open()!
  const socket = {} as never
  seat.sockets.add(socket)
  all.broke(seat, socket)
  clock.now = 14 * 60_000
  all.sweep()
  expect(all.known(secret)).toBe(seat)
  clock.now = 15 * 60_000
  all.sweep()
  expect(all.known(secret)).toBeUndefined()
  expect(place.left).toContain(seat.client)
  all.stop()
})

test('a stranger sends no long frames; who is signed in may', async () => {
  const long = 'x'.repeat(100_000)
  const stranger = await tab()
  expect(await stranger.ask('status', long)).toBe(1009)
  const known = await tab()
  await known.ask('session.signIn')
  known.socket.close()
  await known.next()
  const back = dial(known.secret)
  await once(back.socket, 'open')
  expect(await back.ask('cases.act', long)).toEqual({ id: 1, answer: long })
})

test('an address gets no more than its share of tries, calls, pages and connections', async () => {
  await shell.close()
  await open({ passwords: rate(2, 60), calls: rate(5, 60), pages: rate(1, 60), open: 2 })
  expect([(await get('/')).status, (await get('/')).status]).toEqual([200, 429])
  const one = await tab()
  await one.ask('session.signIn')
  await one.ask('session.unlock')
  const third = (await one.ask('session.signIn')) as { failure: { code: string; text: string } }
  expect(third.failure.code).toBe('busy')
  expect(third.failure.text).toMatch(/\d+ 秒/)
  const other = await tab()
  expect(await other.ask('session.password')).toMatchObject({ failure: { code: 'busy' } })
  for (let n = 0; n < 4; n++) expect(await other.ask('echo', n)).toEqual({ id: 1, answer: n })
  expect(await other.ask('echo')).toMatchObject({ failure: { code: 'busy' } })
  expect(place.asked.filter(({ name }) => name.startsWith('session.'))).toHaveLength(2)
  expect(await refusal(dial())).toBe(429)
})

test('a span that ended counts anew', () => {
  const clock = { now: 0 }
  const two = rate(2, 60, () => clock.now)
  expect([two.take('a'), two.take('a'), two.take('a'), two.take('b')]).toEqual([0, 0, 60, 0])
  clock.now = 60_000
  expect(two.take('a')).toBe(0)
})
