import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerRefusal } from './server-fault.ts'
import { serverRequests } from './server-request.ts'

/** What the server answers next; then it answers well. */
const next: { status: number; wait: string }[] = []
const at: number[] = []
const server = createServer((_req, res) => {
  at.push(Date.now())
  const refused = next.shift()
  if (!refused) return void res.end('{"ok":true}')
  res.writeHead(refused.status, { 'retry-after': refused.wait, 'x-refusal': 'too-many' })
  res.end(_req.method === 'HEAD' ? '' : JSON.stringify({ error: 'too-many', detail: refused.wait }))
})
const address = { url: '' }

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  address.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const requests = serverRequests(
  () => ({ server: address.url }),
  fetch,
  async () => {},
)

test('a window that was asked to wait asks again as late as it was told, also after a HEAD', async () => {
  for (const method of ['GET', 'HEAD']) {
    at.length = 0
    next.push({ status: 429, wait: '1' })
    expect((await requests.request('/', { method }, 5000)).status).toBe(200)
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(995)
  }
})

test('a wait that is longer than anybody has is told', async () => {
  next.push({ status: 429, wait: '600' })
  const refusal = await requests.request('/', {}, 5000).catch(error => error)
  expect(refusal).toBeInstanceOf(ServerRefusal)
  expect(refusal).toMatchObject({ error: 'too-many', detail: '600' })
})

test('whoever breaks off waits no longer', async () => {
  const stop = new AbortController()
  next.push({ status: 429, wait: '60' })
  const asked = requests.request('/', { signal: stop.signal }, 5000).catch(error => error)
  await expect.poll(() => next.length).toBe(0)
  stop.abort()
  expect(await asked).toMatchObject({ name: 'AbortError' })
})
