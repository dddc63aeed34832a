import { createPrivateKey } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { createServer, type RequestListener, request, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { tlsZhCN } from '../../desktop/src/core/words.tls.zh-CN.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { newServerCertificate, nextAuthority } from '../../sync-server/src/tls-authority.ts'
import { authorityFile, readPem, serverFile, writePem } from '../../sync-server/src/tls-file.ts'
import { type Made, makeAuthority, makeServerCertificate } from '../../sync-server/src/tls-make.ts'
import { type Door, door, DOOR_NAMES as NAMES } from '../door.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { accept, layCard, RESIDENT, register, STATION } from '../journeys/permit.ts'

/** Another station than the windows'. */
const BESIDE = '330402520000'
const DAY = 86_400_000
const WAIT = { timeout: 20_000, interval: 50 }
const text = (key: string) => tlsZhCN[key]!

/** A centre that speaks TLS alone, and two windows of one station. */
let made: Door
let at: Centre
let clerk: TestWindow
let other: TestWindow
const faults: unknown[] = []
const tls = () => readConfig(made.config)
const open = (again?: { data: string; address: string }) =>
  centre({ faults, config: made.config, ...(again && { again }) })

beforeAll(async () => {
  made = await door()
  at = await open()
  clerk = await testWindow({ centre: at, unit: STATION })
  other = await testWindow({ centre: at, unit: STATION })
  await clerk.signIn('zhangwei')
  await other.signIn('lijing')
  await clerk.sync()
  await other.sync()
})
afterAll(async () => {
  await clerk?.close()
  await other?.close()
  await at?.stop()
  await made?.remove()
})

const networkOf = async (window: TestWindow) => {
  const { network, networkText } = await window.call('status', {})
  return { network, networkText }
}
const online = (window: TestWindow) =>
  vi.waitFor(async () => expect(await networkOf(window)).toEqual({ network: 'online', networkText: undefined }), WAIT)

test('a window enrols, sends, hears live, and fetches files over TLS alone', async () => {
  expect(at.address).toMatch(/^https:/)
  await expect(fetch(at.address.replace('https', 'http'))).rejects.toThrow()
  const { today } = await clerk.call('session.state', {})
  await layCard(clerk, 0)
  const id = await register(clerk, addMonths(today, -7))
  const asked = await accept(clerk)
  // Without being asked: by the live stream.
  await vi.waitFor(async () => expect((await other.call('cases.open', { id })).state).toBe('active'), WAIT)
  await clerk.sync()
  const cells = await vi.waitFor(
    async () => (await other.call('cases.open', { id: asked.id })).sections.flatMap(s => s.cells),
    WAIT,
  )
  const [hash] = cells.find(c => c.name === 'evidence')!.value as string[]
  expect((await other.call('files.get', { hash: hash! })).bytes.length).toBeGreaterThan(1000)
  expect(await other.call('settings.read', {})).toMatchObject({
    authority: expect.stringMatching(/^(\w{4}-){3}\w{4}$/),
    certificateUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  })
})

/** What somebody puts in the place of the centre, or beside it; hears what is sent to it. */
interface Impostor {
  address: string
  heard: string[]
  stop(): Promise<void>
}

async function impostor(
  shown: Made | undefined,
  options: { port?: number; answer?: RequestListener; host?: string } = {},
): Promise<Impostor> {
  const heard: string[] = []
  const listener: RequestListener = (req, res) => {
    let body = ''
    req.on('data', part => (body += part))
    req.on('end', () => heard.push(`${req.method} ${req.url} ${JSON.stringify(req.headers)} ${body}`))
    if (options.answer) options.answer(req, res)
    else res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }
  const server: Server = shown
    ? createTlsServer({ cert: shown.certificate, key: shown.key }, listener)
    : createServer(listener)
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    address: `${shown ? 'https' : 'http'}://127.0.0.1:${port}`,
    heard,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A certificate of the windows' own authority, or of another. */
async function certified(names: readonly string[], days: number, now = new Date(), own = true): Promise<Made> {
  const { chain, key } = own ? readPem(authorityFile(tls()), {})! : await another()
  return makeServerCertificate({ certificate: chain[0]!, key: key! }, names, days, now)
}
async function another() {
  const { certificate, key } = await makeAuthority('Chuangtai', new Date())
  return { chain: [certificate], key: createPrivateKey(key) }
}

test('whoever else answers in the centre’s place hears nothing, each for a reason that is said; then the window goes on', async () => {
  const { data, address } = at
  const port = Number(new URL(address).port)
  await at.stop(true)
  const { today } = await clerk.call('session.state', {})
  await layCard(clerk, 1)
  const id = await register(clerk, addMonths(today, -2))
  const now = Date.now()
  const hour = new Date(now - DAY * 2)
  const elsewhere = await impostor(undefined)
  const places: [string, Made | undefined, RequestListener?][] = [
    ['tls.authority', await certified(NAMES, 30, new Date(), false)],
    ['tls.name', await certified(['centre.example', '10.1.2.3'], 30)],
    ['tls.ended', await certified(NAMES, 1, hour)],
    ['tls.early', await certified(NAMES, 30, new Date(now + 3 * DAY))],
    ['tls.plain', undefined],
  ]
  // What switches the check off for other programs does nothing here.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  for (const [key, shown] of places) {
    const there = await impostor(shown, { port })
    await expect(clerk.call('sync.now', {}), key).rejects.toMatchObject({ code: 'offline', text: text(key) })
    await vi.waitFor(
      async () => expect(await networkOf(clerk)).toEqual({ network: 'offline', networkText: text(key) }),
      WAIT,
    )
    expect(there.heard, key).toEqual([])
    await there.stop()
  }
  vi.unstubAllEnvs()
  // The centre's own certificate, and an answer that points elsewhere.
  const { chain, key } = readPem(serverFile(tls()), {})!
  const own = { certificate: chain.join('\n'), key: String(key!.export({ type: 'pkcs8', format: 'pem' })) }
  const there = await impostor(own, {
    port,
    answer: (req, res) => res.writeHead(307, { location: new URL(req.url!, elsewhere.address).href }).end(),
  })
  await expect(clerk.call('sync.now', {})).rejects.toMatchObject({ code: 'offline', text: text('tls.redirect') })
  expect(there.heard.length).toBeGreaterThan(0)
  expect(elsewhere.heard).toEqual([])
  await there.stop()
  await elsewhere.stop()

  at = await open({ data, address })
  await online(clerk)
  await vi.waitFor(async () => expect(await clerk.call('status', {})).toMatchObject({ unsent: 0, refused: 0 }), WAIT)
  await vi.waitFor(async () => expect((await other.call('cases.open', { id })).type).toBe(RESIDENT), WAIT)
})

test('a window enrols at the centre of its code only, and tells its code to nobody else', async () => {
  const code = await at.code(BESIDE)
  expect(code).toMatch(/^(\w{4}-){6}\w{4}$/)
  const window = await testWindow({})
  const enrol = (server: string, given = code) => window.call('session.enrol', { server, code: given, name: '新窗口' })
  const refused = (server: string, key: string, given = code) =>
    expect(enrol(server, given), `${server} ${key}`).rejects.toMatchObject({ code: 'format', text: text(key) })
  const unreached = (server: string, key: string) =>
    expect(enrol(server), `${server} ${key}`).rejects.toMatchObject({ code: 'offline', text: text(key) })

  for (const address of ['http://10.1.2.3:4610', 'http://centre.example', 'http://127.0.0.1.example/'])
    await refused(address, 'tls.open')
  for (const address of [
    'ftp://127.0.0.1',
    `${at.address}/x`,
    `${at.address}?a=b`,
    at.address.replace('//', '//a:b@'),
    'https://',
    'a b',
  ])
    await expect(enrol(address), address).rejects.toMatchObject({
      code: 'format',
      text: expect.stringContaining('中心地址'),
    })
  await refused(at.address, 'enrol.codeForm', code.slice(0, -1))
  await refused(at.address, 'enrol.codeThree', code.slice(0, 14))
  await refused(at.address, 'enrol.codeAuthority', code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A'))

  // One that shows an authority of its own, one that shows the centre's, and one that points to another server.
  const strange = await another()
  const shows =
    (certificate: string): RequestListener =>
    (_req, res) =>
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ certificates: [certificate] }))
  const shown = await certified(NAMES, 30, new Date(), false)
  const own = await impostor(shown, { answer: shows(strange.chain[0]!) })
  const real = await impostor(shown, { answer: shows(readPem(authorityFile(tls()), 'certificates')!.chain[0]!) })
  const points = await impostor(shown, { answer: (_req, res) => res.writeHead(302, { location: at.address }).end() })
  const plain = await impostor(undefined)
  await refused(own.address, 'enrol.codeAuthority')
  await unreached(real.address, 'tls.authority')
  await unreached(points.address, 'tls.redirect')
  await unreached(plain.address.replace('http', 'https'), 'tls.plain')
  for (const there of [own, real, points, plain]) {
    for (const line of there.heard) expect(line).toMatch(/^GET \/api\/authority (?!.*(新窗口|x-station))/)
    expect(there.heard.join().includes(code.slice(0, 14))).toBe(false)
    await there.stop()
  }

  // The code has not been used up; small letters and spaces do.
  await enrol(at.address.replace('https://', ''), code.toLowerCase().replaceAll('-', ' '))
  await window.signIn('guofeng')
  await window.sync()
  await window.close()
  await rm(window.folder, { recursive: true, force: true })
})

test('behind a proxy that ends TLS the proxy’s certificate counts, by the authority that the centre names', async () => {
  const behind = await centre({ faults, config: { ...made.config, CHUANGTAI_PLAIN_HTTP: 'true' } })
  expect(behind.address).toMatch(/^http:/)
  const proxy = await impostor(await certified(NAMES, 30), {
    answer: (req, res) => {
      const { method, headers } = req
      const onward = request(new URL(req.url!, behind.address), { method, headers }, answer => {
        res.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(res)
      })
      req.pipe(onward)
      res.once('close', () => onward.destroy())
    },
  })
  const window = await testWindow({ centre: { ...behind, address: proxy.address }, unit: STATION })
  await window.signIn('zhangwei')
  await window.sync()
  await online(window)
  await window.close()
  await proxy.stop()
  await behind.stop()
})

test('a certificate that ends soon is told to the administrator; a new one, and the authority that follows, need no enrolment', async () => {
  const warned = async () => (await other.call('status', {})).warnings.filter(w => w.includes('证书'))
  await newServerCertificate(tls(), { names: NAMES, days: 12 }, new Date())
  const showing = async (window: TestWindow) => (await window.call('settings.read', {})).certificateUntil
  const before = await showing(other)
  await vi.waitFor(async () => {
    await other.plug(false)
    await other.plug(true)
    expect(await showing(other)).not.toBe(before)
  }, WAIT)
  expect(await warned()).toEqual([])
  await other.signIn('guofeng')
  expect(await warned()).toEqual([expect.stringMatching(/还有 1[12] 天/)])

  const known = (await other.call('settings.read', {})).authority
  const { fingerprint } = await nextAuthority(tls(), new Date())
  expect(fingerprint).not.toBe(known)
  await other.close()
  other = await testWindow({ folder: other.folder })
  await other.signIn('guofeng')
  await other.sync()
  await vi.waitFor(async () => expect((await other.call('settings.read', {})).authority).toBe(fingerprint), WAIT)
  expect(await warned()).toEqual([])

  // Without the old authority's word: who took the new one over comes in, who did not stays out.
  const { data, address } = at
  await at.stop(true)
  for (const file of [authorityFile(tls()), serverFile(tls())]) {
    const { chain, key } = readPem(file, {})!
    writePem(file, chain.slice(0, 1), key!, undefined)
  }
  at = await open({ data, address })
  await online(other)
  await expect(clerk.call('sync.now', {})).rejects.toMatchObject({ text: text('tls.authority') })
  expect(faults).toEqual([])
})
