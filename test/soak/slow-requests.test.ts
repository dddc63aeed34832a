import { connect, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { type Deployment, deployments } from '../../sync-server/test/deployment.ts'
import { type Made, signedHead } from '../../sync-server/test/signed.ts'

const open = deployments('sqlite')

/** A connection that sends a little every half second, and the seconds until the server has had enough of it. */
async function dripped(d: Deployment, first: string, drop: string): Promise<number> {
  const socket: Socket = connect(Number(new URL(d.address).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.resume()
  const start = performance.now()
  const closed = new Promise(resolve => socket.once('close', resolve))
  socket.write(first)
  const dripping = setInterval(() => socket.write(drop), 500)
  await closed
  clearInterval(dripping)
  return (performance.now() - start) / 1000
}

async function begun(d: Deployment, made: Made, path: string, method: string, mime: string): Promise<string> {
  const url = new URL(path, d.address)
  const head = { ...(await signedHead(made, { method, url, hash: HASH })), host: 'a', 'content-type': mime }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}transfer-encoding: chunked\r\n\r\n`
}

const HASH = 'a'.repeat(64)
const CHUNK = '1\r\n \r\n'

describe('a request that comes slowly is cut off, and nobody else waits for it', () => {
  test.each([
    ['whose head has no end', async () => 'GET / HTTP/1.1\r\n', 'x-a: b\r\n', [14, 30]],
    [
      'that was refused and goes on',
      async () => 'POST /api/sync/push HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n',
      CHUNK,
      [9, 20],
    ],
    [
      'of a station whose JSON has no end',
      (d: Deployment, made: Made) => begun(d, made, ROUTES.push, 'POST', 'application/json'),
      CHUNK,
      [55, 80],
    ],
    [
      'of a station whose file trickles',
      (d: Deployment, made: Made) => begun(d, made, `${ROUTES.files}/${HASH}`, 'PUT', 'image/png'),
      CHUNK,
      [25, 80],
    ],
  ] as const)('%s', async (_, first, drop, [least, most]) => {
    const d = await open()
    const made = await d.station('S1', '01')
    const seconds = await dripped(d, await first(d, made), drop)
    expect(seconds).toBeGreaterThan(least)
    expect(seconds).toBeLessThan(most)
    expect((await fetch(new URL(ROUTES.health, d.address))).status).toBe(200)
    expect(d.faults).toEqual([])
  })
})
