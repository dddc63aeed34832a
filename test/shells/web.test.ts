import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { CONTENT_POLICY } from '../../desktop/src/shells/content-policy.ts'
import { ScreenMissing } from '../../desktop/src/shells/page-files.ts'
import { serveWeb, type WebShell } from '../../desktop/src/shells/web/serve.ts'
import { API_PATH, decode, encode, type Reply, SUBPROTOCOL, UNKNOWN_TOKEN } from '../../desktop/src/wire.ts'
import { type EchoCore, echoCore } from './echo-core.ts'

let folder: string
let core: EchoCore
let shell: WebShell

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-page-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>窗台</title>')
  await writeFile(join(folder, 'page', 'assets', 'main-1a2b.js'), 'document.title = "x"')
  await writeFile(join(folder, 'page', 'notes.secret'), 'no')
  await writeFile(join(folder, 'outside.html'), 'outside')
  await symlink(join(folder, 'outside.html'), join(folder, 'page', 'linked.html'))
})
beforeEach(async () => {
  core = echoCore()
  shell = await serveWeb({ core, port: 0, rendererDir: join(folder, 'page') })
})
afterEach(() => shell.close())
afterAll(() => rm(folder, { recursive: true, force: true }))

const tokenOf = (url: string) => /#token=([\w-]+)$/.exec(url)![1]!

interface Dialled {
  socket: WebSocket
  /** The next frame, or the close code. */
  next(): Promise<Reply | number>
}

/** A browser's handshake, with whatever headers a test wants to lie about. */
function dial(token: string | undefined, headers: Record<string, string> = {}, path = API_PATH): Dialled {
  const protocols = token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, token]
  const origin = `http://127.0.0.1:${shell.port}`
  const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${path}`, protocols, { headers: { origin, ...headers } })
  const seen: (Reply | number)[] = []
  const waiting: ((item: Reply | number) => void)[] = []
  const take = (item: Reply | number) => (waiting.length ? waiting.shift()!(item) : void seen.push(item))
  socket.on('message', data => take(decode(String(data)) as Reply))
  socket.on('close', code => take(code))
  socket.on('error', () => {})
  return {
    socket,
    next: () => (seen.length ? Promise.resolve(seen.shift()!) : new Promise(resolve => waiting.push(resolve))),
  }
}

/** An authorised connection and the session secret it was given. */
async function signedIn(): Promise<Dialled & { session: string }> {
  const dialled = dial(tokenOf(shell.anotherUrl()))
  const first = (await dialled.next()) as { session: string }
  return { ...dialled, session: first.session }
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: shell.port, path, method, headers }, async answer => {
      let body = ''
      for await (const part of answer) body += part
      resolve({ status: answer.statusCode!, headers: answer.headers, body })
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** The status of a refused handshake. */
async function refusal({ socket }: Dialled): Promise<number> {
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  return answer.statusCode
}

describe('the door', () => {
  test('the address carries a token of 256 bits that stands in no request', () => {
    expect(shell.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
    expect(shell.anotherUrl()).not.toBe(shell.url)
  })

  test('a token opens one connection, and its session secret opens the next ones', async () => {
    const token = tokenOf(shell.url)
    const one = dial(token)
    const { session } = (await one.next()) as { session: string }
    expect(session).toMatch(/^[\w-]{43}$/)
    expect(session).not.toBe(token)
    one.socket.close()
    const again = dial(session)
    await once(again.socket, 'open')
    again.socket.send(encode({ id: 1, name: 'echo', args: 'here' }))
    expect(await again.next()).toEqual({ id: 1, answer: 'here' })
  })

  test('the second screen has tokens of its own, and what it was opened with says for good on which side it is', async () => {
    const desk = dial(tokenOf(shell.url))
    await desk.next()
    desk.socket.send(encode({ id: 1, name: 'echo', args: 1 }))
    await desk.next()
    const address = core.asked[0]!.client.secondScreen!()!
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/citizen\.html#token=[\w-]{43}$/)
    const citizen = dial(tokenOf(address))
    const { session } = (await citizen.next()) as { session: string }
    citizen.socket.close()
    // The browser's page may be any by now.
    const again = dial(session)
    await once(again.socket, 'open')
    again.socket.send(encode({ id: 1, name: 'echo', args: 1 }))
    await again.next()
    expect(core.asked[1]!.client).toEqual({ language: 'zh-CN', citizen: true })
  })

  test('a used token is refused, while its connection lives and after', async () => {
    const token = tokenOf(shell.url)
    const one = dial(token)
    await one.next()
    expect(await dial(token).next()).toBe(UNKNOWN_TOKEN)
    one.socket.close()
    await one.next()
    expect(await dial(token).next()).toBe(UNKNOWN_TOKEN)
  })

  test.each([['x'.repeat(43)], ['A'], [undefined]])('the token %s is refused and reaches no call', async token => {
    const { socket, next } = dial(token)
    await once(socket, 'open')
    socket.send(encode({ id: 1, name: 'echo', args: 1 }))
    expect(await next()).toBe(UNKNOWN_TOKEN)
    expect(core.asked).toEqual([])
    expect(core.listeners()).toBe(0)
  })

  test('a token without our subprotocol before it is refused', async () => {
    const token = tokenOf(shell.url)
    const origin = `http://127.0.0.1:${shell.port}`
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${API_PATH}`, [token], { headers: { origin } })
    const failed = new Promise(resolve => socket.once('error', resolve))
    expect(await failed).toMatchObject({ message: 'Server sent no subprotocol' })
    expect(core.listeners()).toBe(0)
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'a page of %s cannot connect, and does not use up the token',
    async origin => {
      const token = tokenOf(shell.url)
      expect(await refusal(dial(token, { origin }))).toBe(403)
      expect(await dial(token).next()).toHaveProperty('session')
    },
  )

  test('a request without an origin cannot connect', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${API_PATH}`, [SUBPROTOCOL, tokenOf(shell.url)])
    socket.on('error', () => {})
    const [, answer] = await once(socket, 'unexpected-response')
    expect(answer.statusCode).toBe(403)
  })

  test('a name that was pointed at this machine is refused, for pages and for calls', async () => {
    const host = `evil.example:${shell.port}`
    expect((await get('/', { host })).status).toBe(421)
    expect(await refusal(dial(tokenOf(shell.url), { host, origin: `http://${host}` }))).toBe(403)
    expect((await get('/', { host: `localhost:${shell.port}` })).status).toBe(200)
  })

  test('only the path of the api may be upgraded', async () => {
    expect(await refusal(dial(tokenOf(shell.url), {}, '/other'))).toBe(403)
  })

  test('it listens on the loopback address alone', async () => {
    const elsewhere = connect({ host: '127.0.0.2', port: shell.port })
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  })
})

describe('frames', () => {
  test('calls, failures and bytes are carried', async () => {
    const { socket, next } = await signedIn()
    socket.send(encode({ id: 1, name: 'echo', args: { bytes: new Uint8Array([1, 2]) } }))
    expect(await next()).toEqual({ id: 1, answer: { bytes: new Uint8Array([1, 2]) } })
    socket.send(encode({ id: 2, name: 'refuse', args: {} }))
    expect(await next()).toEqual({ id: 2, failure: { code: 'forbidden', text: '不许' } })
  })

  test('an answer that is no JSON is a failure, and the connection lives on', async () => {
    const { socket, next } = await signedIn()
    socket.send(encode({ id: 1, name: 'broken', args: {} }))
    expect(await next()).toMatchObject({ id: 1, failure: { code: 'internal' } })
    socket.send(encode({ id: 2, name: 'echo', args: 2 }))
    expect(await next()).toEqual({ id: 2, answer: 2 })
  })

  test('each connection has its own language', async () => {
    const [one, two] = [await signedIn(), await signedIn()]
    one.socket.send(encode({ id: 1, name: 'session.language', args: { language: 'en' } }))
    await one.next()
    one.socket.send(encode({ id: 2, name: 'status', args: {} }))
    two.socket.send(encode({ id: 2, name: 'status', args: {} }))
    expect(await one.next()).toEqual({ id: 2, answer: { language: 'en' } })
    expect(await two.next()).toEqual({ id: 2, answer: { language: 'zh-CN' } })
  })

  test('every authorised connection hears the notices, and none after it closed', async () => {
    const [one, two] = [await signedIn(), await signedIn()]
    core.tell({ topic: 'inbox', count: 3 })
    expect(await one.next()).toEqual({ notice: { topic: 'inbox', count: 3 } })
    expect(await two.next()).toEqual({ notice: { topic: 'inbox', count: 3 } })
    two.socket.close()
    await two.next()
    await expect.poll(() => core.listeners()).toBe(1)
  })

  test.each([
    ['no JSON', '{"id":'],
    ['no object', '7'],
    ['no id', '{"name":"echo"}'],
    ['an id that is no number', '{"id":"1","name":"echo"}'],
    ['no name', '{"id":1}'],
    ['a name without end', `{"id":1,"name":"${'n'.repeat(61)}"}`],
    ['broken base64', '{"id":1,"name":"echo","args":{"$bytes":"*"}}'],
    ['a depth that overflows the stack', `{"id":1,"name":"echo","args":${'['.repeat(2e5)}${']'.repeat(2e5)}}`],
  ])('a frame with %s ends the connection and reaches no call', async (_, frame) => {
    const { socket, next } = await signedIn()
    socket.send(frame)
    expect(await next()).toBe(1007)
    expect(core.asked).toEqual([])
    expect(await (await signedIn()).session).toBeTruthy()
  })

  test('a screen that asks without waiting for answers is cut off, and the next one is served', async () => {
    const { socket, next } = await signedIn()
    for (let id = 1; id <= 600; id++) socket.send(encode({ id, name: 'never', args: {} }))
    expect(await next()).toBe(1013)
    expect(core.asked.length).toBe(500)
    expect((await signedIn()).session).toBeTruthy()
  })

  test('a binary frame ends the connection', async () => {
    const { socket, next } = await signedIn()
    socket.send(new Uint8Array([1, 2, 3]))
    expect(await next()).toBe(1003)
  })

  test('a frame over the limit ends the connection before it is read', async () => {
    const { socket, next } = await signedIn()
    socket.send(encode({ id: 1, name: 'echo', args: 'x'.repeat(60 * 1024 * 1024) }))
    expect(await next()).toBe(1009)
    expect(core.asked).toEqual([])
  })

  test('bytes that are no WebSocket frames end the connection, and the next one is served', async () => {
    const { socket, next } = await signedIn()
    const raw = (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket
    raw.write(Buffer.from('ffffffffffffffffffff', 'hex'))
    expect(typeof (await next())).toBe('number')
    expect((await signedIn()).session).toBeTruthy()
  })

  test('a handshake that breaks off harms nobody', async () => {
    for (let at = 0; at < 20; at++) {
      const socket = connect({ host: '127.0.0.1', port: shell.port })
      socket.write(`GET ${API_PATH} HTTP/1.1\r\nHost: evil\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`)
      socket.resetAndDestroy()
    }
    expect((await signedIn()).session).toBeTruthy()
  })
})

describe('files', () => {
  test('the page and its files come with the content policy and its companions', async () => {
    for (const path of ['/', '/index.html', '/assets/main-1a2b.js']) {
      const { status, headers } = await get(path)
      expect(status).toBe(200)
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      })
    }
    expect((await get('/')).headers['cache-control']).toBe('no-store')
    expect((await get('/assets/main-1a2b.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect((await get('/', {}, 'HEAD')).body).toBe('')
  })

  test.each([
    '/../outside.html',
    '/..%2foutside.html',
    '/%2e%2e/outside.html',
    '/assets/../../outside.html',
    '/assets/..%5c..%5coutside.html',
    '//etc/passwd',
    '/linked.html',
    '/notes.secret',
    '/assets',
    '/constructor',
    '/index.html%00.js',
  ])('%s is not served', async path => {
    expect(await get(path)).toMatchObject({ status: 404, body: '' })
  })

  test('only reading is allowed', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', {}, method)).status).toBe(405)
  })
})

test('a folder without a screen is refused, a taken port too', async () => {
  await expect(serveWeb({ core, port: 0, rendererDir: join(folder, 'nothing') })).rejects.toThrow(ScreenMissing)
  await expect(serveWeb({ core, port: shell.port, rendererDir: join(folder, 'page') })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

test('closing tells the screens and leaves nothing listening', async () => {
  const { next } = await signedIn()
  await shell.close()
  expect(await next()).toBe(1001)
  expect(core.listeners()).toBe(0)
  await expect(get('/')).rejects.toThrow('ECONNREFUSED')
  shell = await serveWeb({ core, port: 0, rendererDir: join(folder, 'page') })
})
