import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'
import { decode, encode, type Reply, type Request, SUBPROTOCOL, UNKNOWN_TOKEN } from '../wire.ts'
import type { Client } from './client.ts'
import { socketClient } from './socket-client.ts'

/** A core of which only the line is real: it keeps what it was asked and answers when the test says so. */
interface FakeCore {
  asked: { request: Request; answer(value: unknown): void; fail(text: string): void }[]
  sockets: ServerSocket[]
  tokens: string[]
  port: number
  close(): Promise<void>
}

let core: FakeCore
let kept: string[]
const texts = { lost: () => 'lost', broken: () => 'broken' }

async function listen(port = 0): Promise<FakeCore> {
  const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => SUBPROTOCOL })
  await new Promise(resolve => server.once('listening', resolve))
  const made: FakeCore = {
    asked: [],
    sockets: [],
    tokens: [],
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of server.clients) socket.terminate()
      await new Promise(resolve => server.close(resolve))
    },
  }
  server.on('connection', (socket, request) => {
    const [, token = ''] = (request.headers['sec-websocket-protocol'] ?? '').split(', ')
    made.tokens.push(token)
    made.sockets.push(socket)
    if (token === 'stale') return socket.close(UNKNOWN_TOKEN)
    if (token === 'once') socket.send(encode({ session: 'secret' }))
    socket.on('message', data => {
      const request = decode(String(data)) as Request
      const reply = (frame: Reply) => socket.send(encode(frame))
      made.asked.push({
        request,
        answer: answer => reply({ id: request.id, answer }),
        fail: text => reply({ id: request.id, failure: { code: 'storage', text } }),
      })
    })
  })
  return made
}

function client(token = 'once'): Client {
  const open = (protocols: string[]) => new WebSocket(`ws://127.0.0.1:${core.port}`, protocols)
  return socketClient({ token, keep: session => kept.push(session), open, texts })
}

beforeEach(async () => {
  kept = []
  core = await listen()
})
afterEach(() => core.close())

test('the secret that came for the token is offered after the connection broke', async () => {
  const { connection } = client()
  await vi.waitFor(() => expect(kept).toEqual(['secret']), 60_000)
  core.sockets[0]!.terminate()
  await vi.waitFor(() => expect(connection()).toBe('lost'), 60_000)
  await vi.waitFor(() => expect(core.tokens).toEqual(['once', 'secret']), 60_000)
  await vi.waitFor(() => expect(connection()).toBe('open'), 60_000)
})

test('a question under way is asked again after the connection broke', async () => {
  const { call } = client()
  const answer = call('status', {})
  await vi.waitFor(() => expect(core.asked).toHaveLength(1), 60_000)
  core.sockets[0]!.terminate()
  await vi.waitFor(() => expect(core.asked).toHaveLength(2), 60_000)
  core.asked[1]!.answer({ network: 'online' })
  expect(await answer).toEqual({ network: 'online' })
})

test('an act under way is not made twice: nobody knows, and that is said', async () => {
  const { call } = client()
  const act = call('cases.act', { type: 'a.b', id: '1', act: 'x' })
  act.catch(() => {})
  await vi.waitFor(() => expect(core.asked).toHaveLength(1), 60_000)
  core.sockets[0]!.terminate()
  await expect(act).rejects.toEqual({ code: 'internal', text: 'lost' })
  const later = call('status', {})
  await vi.waitFor(() => expect(core.asked).toHaveLength(2), 60_000)
  expect(core.asked[1]!.request.name).toBe('status')
  core.asked[1]!.answer(undefined)
  await later
})

test('an act that was never sent waits for the connection', async () => {
  const { call, connection } = client()
  await vi.waitFor(() => expect(connection()).toBe('open'), 60_000)
  const { port } = core
  await core.close()
  await vi.waitFor(() => expect(connection()).toBe('lost'), 60_000)
  const act = call('cases.act', { type: 'a.b', id: '1', act: 'x' })
  core = await listen(port)
  await vi.waitFor(() => expect(core.asked).toHaveLength(1), { timeout: 60_000 })
  core.asked[0]!.answer({ problems: [], id: '1' })
  expect(await act).toEqual({ problems: [], id: '1' })
})

test('failures come as the core worded them, notices to everybody who listens', async () => {
  const { call, listen: hear } = client()
  const heard: unknown[] = []
  const stop = hear(notice => heard.push(notice))
  const refused = call('status', {})
  refused.catch(() => {})
  await vi.waitFor(() => expect(core.asked).toHaveLength(1), 60_000)
  core.asked[0]!.fail('磁盘已满')
  await expect(refused).rejects.toEqual({ code: 'storage', text: '磁盘已满' })
  core.sockets[0]!.send(encode({ notice: { topic: 'session' } }))
  await vi.waitFor(() => expect(heard).toEqual([{ topic: 'session' }]), 60_000)
  stop()
})

test('a token that the shell does not know ends the tries', async () => {
  const { connection } = client('stale')
  await vi.waitFor(() => expect(connection()).toBe('expired'), 60_000)
  await new Promise(resolve => setTimeout(resolve, 700))
  // Clients of the tests before still dial their old port, which may be this one.
  expect(core.tokens.filter(token => token === 'stale')).toHaveLength(1)
})
