import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { run } from '../../native-bridges/src/driver.contract.ts'
import type { SealAddress, SealAsk, SealProgress } from '../../native-bridges/src/drivers/seal.ts'
import { forkDriver } from '../../native-bridges/src/fork-driver.ts'
import { type HostedDriver, hosted } from '../../native-bridges/src/host.ts'
import { type PtyPair, ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'

/** Debian's own Python: that is where its packages are. */
const PYTHON = '/usr/bin/python3'
const hasPeer = spawnSync(PYTHON, ['-c', 'import pymodbus, serial_asyncio']).status === 0
if (!hasPeer)
  console.warn(
    'NOT RUN: seal machines against pymodbus need python3-pymodbus, python3-serial and python3-serial-asyncio',
  )

const PROGRAM = new URL('../../native-bridges/src/device-process.ts', import.meta.url)
/** The peer begins with a counter at the edge of its low word. */
const FIRST = 0x1fffe

interface Peer {
  /** The port, or the path, at which it listens. */
  at: string
  wrong(what: string): Promise<void>
  close(): Promise<void>
}

async function peer(...args: string[]): Promise<Peer> {
  const child = spawn(PYTHON, [join(import.meta.dirname, 'seal-peer.py'), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const said = async () => String((await lines.next()).value)
  return {
    at: await said(),
    async wrong(what) {
      child.stdin.write(`${what}\n`)
      expect(await said()).toBe('ok')
    },
    async close() {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}

describe.skipIf(!hasPeer).each(['tcp', 'rtu'] as const)(
  'a seal machine of pymodbus over %s, its driver in a process',
  line => {
    const here = {} as { peer: Peer; cable?: PtyPair; driver: HostedDriver<SealAsk, SealProgress> }
    beforeAll(async () => {
      if (line === 'rtu') here.cable = await ptyPair()
      here.peer = await peer(line, ...(here.cable ? [here.cable.far] : []))
      const at = here.cable
        ? { serial: here.cable.near, baudRate: 115_200 }
        : { host: '127.0.0.1', port: Number(here.peer.at) }
      const address: SealAddress = { id: 'SEAL-PEER', name: 'SEAL-PEER', simulated: false, unit: 1, ...at }
      const times = { patience: 400, poll: 10, stamp: 600 }
      here.driver = hosted({
        kind: 'seal',
        start: () => forkDriver(PROGRAM, { driver: 'seal', addresses: [address], times }),
      })
      await vi.waitFor(
        async () => expect(await here.driver.list()).toMatchObject([{ id: 'SEAL-PEER', kind: 'seal' }]),
        {
          timeout: 30_000,
        },
      )
    })
    afterAll(async () => {
      await here.driver?.close()
      await here.peer?.close()
      await here.cable?.pull()
    })
    let tasks = 0
    const stamp = () => run(here.driver, 'SEAL-PEER', { action: 'stamp', task: `task-${++tasks}` })
    const count = async () => (await run(here.driver, 'SEAL-PEER', { action: 'count' }))[0]

    test('stamps, and its counter of two registers goes over the edge of the lower one', async () => {
      expect(await stamp()).toMatchObject([
        { state: 'prepared', before: FIRST },
        { after: FIRST + 1 },
        { state: 'finished' },
      ])
      expect((await stamp()).at(-1)).toMatchObject({ before: FIRST + 1, after: FIRST + 2 })
      expect(await count()).toEqual({ state: 'counted', count: FIRST + 2 })
    })

    test('that waits after it was made ready lets nothing fall', async () => {
      const before = await count()
      const ask = { action: 'stamp', task: `task-${++tasks}` } as const
      for await (const _ of here.driver.run('SEAL-PEER', ask, AbortSignal.timeout(5000))) break
      expect(await count()).toEqual(before)
    })

    test.each([
      ['lid', 'cover', 0],
      ['paper', 'empty', 0],
      ['broken', 'broken', 0],
      ['stuck', 'uncertain', 0],
      ['silent', 'uncertain', 1],
    ] as const)('%s: the fault is %s, and the counter has moved by %i', async (wrong, fault, moved) => {
      const { count: before } = (await count()) as { count: number }
      await here.peer.wrong(wrong)
      await expect(stamp()).rejects.toMatchObject({ fault })
      await here.peer.wrong('well')
      expect(await count()).toEqual({ state: 'counted', count: before + moved })
      expect((await stamp()).at(-1)).toMatchObject({ after: before + moved + 1 })
    })
  },
)
