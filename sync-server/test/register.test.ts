import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { readConfig } from '../src/config.ts'
import { openRegister } from '../src/register/ask-register.ts'
import { registerConfig } from '../src/register/register-config.ts'
import { deployments } from './deployment.ts'
import { windowOf } from './window.ts'

/** Invented, with right check characters. */
const CODE = '91330402MA2B1X3Y34'

/** The partner: what it answers next, and what it was asked. */
const partner = { answer: (_: IncomingMessage, res: ServerResponse): unknown => res.end('{}'), heard: [] as string[] }
const server = createServer((req, res) => {
  const parts: Buffer[] = []
  req.on('data', part => parts.push(part))
  req.on('end', () => {
    partner.heard.push(Buffer.concat(parts).toString())
    partner.answer(req, res)
  })
})
const json = (status: number, value: unknown, head: Record<string, string> = {}) => {
  partner.heard = []
  partner.answer = (_, res) => res.writeHead(status, head).end(JSON.stringify(value))
}
const here = { url: '' }
beforeAll(async () => {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  here.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/query`
})
afterAll(() => server.close())

const told = (change: object = {}) => ({
  name: '市场监管',
  url: here.url,
  headers: { 'x-key': 'k' },
  body: { query: { uscc: '{code}' } },
  items: { name: '/data/entname', representative: '/data/lerep', address: '/data/dom' },
  unknown: { pointer: '/code', equals: 'NONE' },
  timeout: 5,
  tries: 3,
  ...change,
})
const register = (change: object = {}) => openRegister(registerConfig.parse(told(change)))
const FOUND = { name: '云江启明电子有限公司', representative: '周文', address: '云江市桂花路 8 号' }
const DATA = { data: { entname: ` ${FOUND.name}`, lerep: FOUND.representative, dom: FOUND.address, capital: 100 } }

describe('the register of enterprises', () => {
  test('is asked by the code alone, and read where the configuration says', async () => {
    json(200, DATA)
    expect(await register().ask(CODE)).toEqual({ is: 'found', items: FOUND })
    expect(partner.heard.map(text => JSON.parse(text))).toEqual([{ query: { uscc: CODE } }])
    json(200, { data: { entname: FOUND.name, lerep: 7, dom: 'x'.repeat(300) } })
    expect(await register().ask(CODE)).toEqual({ is: 'found', items: { name: FOUND.name } })
  })

  test('says that it does not know a code, which is no failure and not asked again', async () => {
    json(200, { code: 'NONE' })
    expect(await register().ask(CODE)).toEqual({ is: 'unknown' })
    json(404, {})
    expect(await register().ask(CODE)).toEqual({ is: 'unknown' })
    expect(partner.heard.length).toBe(1)
  })

  test('is asked again when it fails, and given up after its tries', async () => {
    partner.heard = []
    partner.answer = (_, res) => (partner.heard.length < 3 ? res.writeHead(503).end() : res.end(JSON.stringify(DATA)))
    expect(await register()).toMatchObject({ name: '市场监管' })
    expect(await register().ask(CODE)).toEqual({ is: 'found', items: FOUND })
    expect(partner.heard.length).toBe(3)
    json(500, DATA)
    expect(await register({ tries: 2 }).ask(CODE)).toEqual({ is: 'failed', why: 'status' })
    expect(partner.heard.length).toBe(2)
  })

  test('is not followed elsewhere, not waited for for ever, and not believed when it says nothing', async () => {
    json(302, DATA, { location: here.url })
    expect(await register({ tries: 1 }).ask(CODE)).toEqual({ is: 'failed', why: 'status' })
    expect(partner.heard.length).toBe(1)
    partner.answer = () => undefined
    expect(await register({ tries: 1, timeout: 0.1 }).ask(CODE)).toEqual({ is: 'failed', why: 'timeout' })
    json(200, { data: {} })
    expect(await register().ask(CODE)).toEqual({ is: 'failed', why: 'unreadable' })
    json(200, { data: { entname: 'x'.repeat(100_000) } })
    expect(await register().ask(CODE)).toEqual({ is: 'failed', why: 'unreadable' })
    expect(await register({ url: 'http://127.0.0.1:9/', tries: 1 }).ask(CODE)).toEqual({
      is: 'failed',
      why: 'unreachable',
    })
  })

  test('has its address in the configuration, which refuses a line that can be read on the way', () => {
    const config = (change: object) => readConfig({ CHUANGTAI_REGISTER: JSON.stringify(told(change)) }).register
    expect(config({})?.name).toBe('市场监管')
    expect(() => config({ url: 'http://partner.example/query' })).toThrow(/plain/)
    expect(config({ url: 'http://partner.example/query', plain: true })?.plain).toBe(true)
    expect(() => config({ items: { nothing: '/x' } })).toThrow(/items/)
  })
})

describe('asked through the centre', () => {
  const open = deployments('sqlite')

  test('a clerk hears it, an officer nothing; each question is a line with what came of it', async () => {
    const d = await open({ register: registerConfig.parse(told({ tries: 1 })) })
    const window = windowOf(d, await d.station('S1', '01'))
    await window.signIn(d.people.s1clerk)
    const ask = async (code = CODE) => {
      const { status, body } = await window.ask('POST', ROUTES.register, { code })
      return status === 200 ? body.items : `${status} ${body.detail}`
    }
    json(200, DATA)
    expect(await ask()).toEqual(FOUND)
    expect(await ask('91330402MA2B1X3Y35')).toBe('409 code')
    json(404, {})
    expect(await ask()).toBe('404 unknown')
    json(500, {})
    expect(await ask()).toBe('409 failed')
    const rows = await d.parts.store.db
      .selectFrom('events')
      .select(['body', 'person'])
      .where('act', '=', 'register-look')
      .orderBy('seq')
      .execute()
    expect(rows.map(row => JSON.parse(row.body).patch)).toEqual(
      ['found', 'unknown', 'status'].map(state => ({ name: '市场监管', number: CODE, state })),
    )
    expect(new Set(rows.map(row => row.person))).toEqual(new Set([d.people.s1clerk.id]))
    const office = windowOf(d, await d.station('C', '01'))
    await office.signIn(d.people.admin)
    expect((await office.ask('POST', ROUTES.register, { code: CODE })).status).toBe(403)
    expect(d.faults).toEqual([])
  })
})
