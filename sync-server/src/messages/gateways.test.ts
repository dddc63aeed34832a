import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Letter } from './gateway.ts'
import { type GatewayConfig, messagesConfig } from './gateway-config.ts'
import { openGateways } from './gateways.ts'

const LETTER: Letter = {
  id: '5b0b3f3e-9a55-4a0e-8f52-5c1de2a3f001',
  template: 'alert-unreceived',
  title: '监督预警待接收',
  text: '你单位有3条“预警”\n待接收',
  holes: { count: '3', days: '1', oldest: '2026-11-20' },
  to: '13905710001',
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const folder = await mkdtemp(join(tmpdir(), 'chuangtai-gateways-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Heard {
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** A gateway's HTTP server that answers as it is told, and what it heard. */
async function httpPeer(answer: (res: ServerResponse) => void) {
  const heard: Heard[] = []
  const server = createServer(async (req, res) => {
    heard.push({ url: req.url ?? '', headers: req.headers, body: await text(req) })
    answer(res)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, heard }
}

/** The one gateway of a configuration, as a file would give it. */
function gateway(config: object) {
  const parsed = messagesConfig.parse({ gateways: { one: config } })
  return openGateways(parsed.gateways as Record<string, GatewayConfig>)[0]!
}

const sms = (url: string, more: object = {}) =>
  gateway({
    kind: 'sms',
    url,
    headers: { 'x-app-key': 'k-1' },
    body: {
      to: ['{phone}'],
      sign: '窗台',
      code: '{template}',
      text: '<{text}> {id}',
      params: '{holes}',
      p: '{holes:json}',
    },
    success: { pointer: '/data/0/code', equals: 'OK' },
    timeout: 0.3,
    ...more,
  })
const json = (status: number, body: unknown) => (res: ServerResponse) =>
  void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

test('an SMS goes out in the form of the configuration, its holes filled in values alone', async () => {
  const peer = await httpPeer(json(200, { data: [{ code: 'OK' }] }))
  expect(await sms(peer.url).send(LETTER)).toEqual({ is: 'sent' })
  expect(peer.heard).toHaveLength(1)
  expect(peer.heard[0]!.headers['x-app-key']).toBe('k-1')
  expect(JSON.parse(peer.heard[0]!.body)).toEqual({
    to: ['13905710001'],
    sign: '窗台',
    code: 'alert-unreceived',
    text: `<${LETTER.text}> ${LETTER.id}`,
    params: LETTER.holes,
    p: JSON.stringify(LETTER.holes),
  })
  const own = sms(peer.url, { templates: { 'alert-unreceived': 'SMS_1001' } })
  await own.send(LETTER)
  expect(JSON.parse(peer.heard[1]!.body).code).toBe('SMS_1001')
  expect(await own.send({ ...LETTER, template: 'test' })).toEqual({ is: 'failed', why: 'no-template', detail: 'test' })
  expect(peer.heard).toHaveLength(2)
})

test.each<[string, (res: ServerResponse) => void, object]>([
  [
    'an error in a body of success',
    json(200, { data: [{ code: 'isv.LIMIT 13905710001' }] }),
    { is: 'failed', why: 'refused', detail: 'isv.LIMIT …' },
  ],
  ['500', json(500, { data: [{ code: 'OK' }] }), { is: 'failed', why: 'status', detail: '500' }],
  ['429', json(429, {}), { is: 'failed', why: 'status', detail: '429' }],
  [
    'a redirection',
    res => void res.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    { is: 'failed', why: 'status', detail: '302' },
  ],
  ['504 of something in between', json(504, {}), { is: 'uncertain', why: 'status', detail: '504' }],
  ['no JSON', res => void res.end('<html>ok</html>'), { is: 'uncertain', why: 'unreadable' }],
  ['JSON without the place', json(200, { data: [] }), { is: 'uncertain', why: 'unreadable' }],
  ['more than is read', res => void res.end(`[${'1,'.repeat(100_000)}1]`), { is: 'uncertain', why: 'unreadable' }],
  ['nothing in time', () => {}, { is: 'uncertain', why: 'timeout' }],
  [
    'half an answer',
    res => void res.writeHead(200, { 'content-length': '100' }).write('{"da'),
    { is: 'uncertain', why: 'timeout' },
  ],
  ['a connection cut off', res => void res.destroy(), { is: 'uncertain', why: 'broken' }],
])('%s', async (_, answer, outcome) => {
  const peer = await httpPeer(answer)
  expect(await sms(peer.url).send(LETTER)).toEqual(outcome)
  expect(peer.heard).toHaveLength(1)
})

test('nobody listens there: certainly not sent', async () => {
  const closed = createTcp()
  await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise(resolve => closed.close(resolve))
  const outcome = await sms(`http://127.0.0.1:${port}/`).send(LETTER)
  expect(outcome).toEqual({ is: 'failed', why: 'unreachable', detail: 'ECONNREFUSED' })
})

test('robots of groups: DingTalk signs each call, WeChat Work and any other address get their form', async () => {
  const peer = await httpPeer(json(200, { errcode: 0, errmsg: 'ok' }))
  const unit = '330402000000'
  const sent = await Promise.all(
    [
      { kind: 'dingtalk', url: `${peer.url}?access_token=t`, secret: 'SEC1', unit },
      { kind: 'wecom', url: `${peer.url}?key=k`, unit },
      { kind: 'webhook', url: `${peer.url}?hook`, secret: 'a secret of sixteen', unit },
    ].map(config => gateway(config).send({ ...LETTER, to: '' })),
  )
  expect(sent).toEqual([{ is: 'sent' }, { is: 'sent' }, { is: 'sent' }])
  const of = (mark: string) => peer.heard.find(({ url }) => url.includes(mark))!
  const asked = new URL(of('access_token').url, peer.url).searchParams
  const signed = createHmac('sha256', 'SEC1')
    .update(`${asked.get('timestamp')}\nSEC1`)
    .digest('base64')
  expect(asked.get('sign')).toBe(signed)
  expect(Math.abs(Date.now() - Number(asked.get('timestamp')))).toBeLessThan(60_000)
  for (const mark of ['access_token', 'key='])
    expect(JSON.parse(of(mark).body)).toEqual({ msgtype: 'text', text: { content: LETTER.text } })
  const { to: _, ...rest } = LETTER
  expect(JSON.parse(of('hook').body)).toEqual(rest)
  const digest = createHmac('sha256', 'a secret of sixteen').update(of('hook').body).digest('hex')
  expect(of('hook').headers['x-signature-256']).toBe(digest)

  const refusing = await httpPeer(json(200, { errcode: 310000, errmsg: 'keywords not in content' }))
  const robot = gateway({ kind: 'wecom', url: refusing.url, unit })
  expect(await robot.send(LETTER)).toEqual({ is: 'failed', why: 'refused', detail: '310000' })
})

/** A mail server, and the mails that it took. */
async function mailPeer(options: SMTPServerOptions) {
  const mails: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    logger: false,
    onData(stream, _session, done) {
      void text(stream).then(mail => {
        mails.push(mail)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise<void>(resolve => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, mails }
}

const mail = (port: number, more: object = {}) =>
  gateway({
    kind: 'mail',
    host: '127.0.0.1',
    port,
    security: 'none',
    from: '窗台 <ct@example.org>',
    timeout: 0.4,
    ...more,
  })
const MAIL = { ...LETTER, to: 'li@example.org' }

test('a mail arrives whole, with an id by which a mail server knows it again', async () => {
  const peer = await mailPeer({})
  expect(await mail(peer.port).send(MAIL)).toEqual({ is: 'sent' })
  const [head, body] = peer.mails[0]!.split('\r\n\r\n')
  expect(head).toContain(`Message-ID: <${LETTER.id}@example.org>`)
  expect(head).toContain('To: li@example.org')
  expect(head).toContain('Auto-Submitted: auto-generated')
  const encoding = /Content-Transfer-Encoding: ([\w-]+)/i.exec(head!)![1]!.toLowerCase()
  expect(encoding).toBe('base64')
  expect(Buffer.from(body!, 'base64').toString('utf8').replaceAll('\r\n', '\n').trim()).toBe(LETTER.text)
})

test('what a mail server says against it, and when nobody knows', async () => {
  const refusing = await mailPeer({
    onRcptTo: (_to, _session, done) => done(Object.assign(new Error('no such 13905710001'), { responseCode: 550 })),
  })
  expect(await mail(refusing.port).send(MAIL)).toEqual({ is: 'failed', why: 'refused', detail: '550' })

  const closed = await mailPeer({
    authOptional: false,
    onAuth: (_auth, _session, done) => done(new Error('wrong')),
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
  })
  const signing = mail(closed.port, { user: 'ct', password: 'wrong' })
  expect(await signing.send(MAIL)).toEqual({ is: 'failed', why: 'login' })

  const silent = await mailPeer({ onData: stream => void stream.resume() })
  expect(await mail(silent.port).send(MAIL)).toEqual({ is: 'uncertain', why: 'timeout' })

  const encrypted = mail(silent.port, { security: 'starttls' })
  expect(await encrypted.send(MAIL)).toMatchObject({ is: 'failed' })

  const mute = createTcp(() => {})
  await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve))
  closing.push(() => mute.close())
  const { port } = mute.address() as AddressInfo
  expect(await mail(port).send(MAIL)).toEqual({ is: 'failed', why: 'unreachable', detail: 'ETIMEDOUT' })
})

test('the file of a demo is its server’s alone; what cannot be written was not sent', async () => {
  const path = join(folder, 'messages.ndjson')
  expect(await gateway({ kind: 'file', path }).send(LETTER)).toEqual({ is: 'sent' })
  const { id, to, title, text: said } = LETTER
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ id, to, title, text: said })
  expect((await stat(path)).mode & 0o077).toBe(0)
  const nowhere = gateway({ kind: 'file', path: join(folder, 'nowhere', 'x') })
  expect(await nowhere.send(LETTER)).toEqual({ is: 'failed', why: 'unreachable', detail: 'ENOENT' })
})

test('an address is written into the configuration whole, and encrypted unless somebody says otherwise', () => {
  const base = { kind: 'sms', body: {}, success: { pointer: '/code', equals: 0 } }
  const takes = (config: object) => messagesConfig.safeParse({ gateways: { one: config } }).success
  expect(takes({ ...base, url: 'https://sms.example.org/send' })).toBe(true)
  expect(takes({ ...base, url: 'http://sms.example.org/send' })).toBe(false)
  expect(takes({ ...base, url: 'http://sms.example.org/send', plain: true })).toBe(true)
  expect(takes({ ...base, url: 'http://127.0.0.1.example.org/' })).toBe(false)
  expect(takes({ ...base, url: 'file:///etc/passwd' })).toBe(false)
  expect(takes({ ...base, url: 'https://x.example.org', success: { pointer: 'code', equals: 0 } })).toBe(false)
  const smtp = { kind: 'mail', host: 'mail.example.org', port: 25, from: 'ct@example.org' }
  expect(takes({ ...smtp, security: 'none' })).toBe(false)
  expect(takes({ ...smtp, security: 'starttls' })).toBe(true)
})
