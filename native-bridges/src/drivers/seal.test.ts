import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { lyingMachine } from './lying-machine.fixture.ts'
import { type SimulatedSeal, simulatedSeal } from './seal.simulator.ts'
import { type SealAddress, type SealAsk, type SealProgress, type SealTimes, sealDriver } from './seal.ts'

const TIMES: SealTimes = { patience: 400, poll: 5, stamp: 700 }
const SEAL = { id: 'SEAL-1', name: '印章机' }

/** A machine on the bench: every request is counted, and a liar can stand in its place. */
async function bench(stampMs = 20, times = TIMES) {
  let step: (() => void) | undefined
  let stand: SealAddress | undefined
  const seal = await simulatedSeal({ ...SEAL, stampMs, onRequest: () => step?.() })
  const driver = sealDriver({ ...seal.addresses, list: () => (stand ? [stand] : seal.addresses.list()) }, times)
  return {
    seal,
    driver,
    onStep: (listener: (() => void) | undefined) => {
      step = listener
    },
    replace: (address: SealAddress | undefined) => {
      stand = address
    },
  }
}

let tasks = 0
const stamp = (): SealAsk => ({ action: 'stamp', task: `task-${++tasks}` })

driverContract<SealAsk, SealProgress>('seal machine', async () => {
  const { seal, driver, onStep, replace } = await bench()
  const liar = await lyingMachine()
  return {
    driver,
    ask: stamp,
    alike: pieces => pieces.map(({ state }) => state),
    faults: [
      { name: 'lid', cause: () => seal.controls.fault('cover'), fault: 'cover' },
      { name: 'no paper', cause: () => seal.controls.fault('empty'), fault: 'empty' },
      { name: 'broken', cause: () => seal.controls.fault('broken'), fault: 'broken' },
      { name: 'silent', cause: () => seal.controls.fault('silent'), fault: 'uncertain' },
      { name: 'stuck', cause: () => seal.controls.fault('stuck'), fault: 'uncertain' },
    ],
    heal() {
      seal.controls.fault(undefined)
      replace(undefined)
    },
    unplug: seal.controls.unplug,
    plugIn: seal.controls.plugIn,
    mayBeUncertain: true,
    // The reading that saw the new count (four registers), three pieces and the withdrawal.
    lastSteps: 8,
    onStep,
    garble(bytes) {
      liar.say(bytes)
      replace({ ...SEAL, ...liar.address(), unit: 1, simulated: true })
      return stamp()
    },
    garbles: 20,
    async close() {
      await seal.close()
      await liar.close()
    },
  }
})

describe('a stamp', () => {
  let desk: Awaited<ReturnType<typeof bench>>
  beforeAll(async () => {
    desk = await bench()
  })
  afterAll(() => desk.seal.close())
  const count = async () => (await run(desk.driver, SEAL.id, { action: 'count' }))[0]

  test('moves the counter by one, told before and after', async () => {
    const pieces = await run(desk.driver, SEAL.id, { action: 'stamp', task: 'a' })
    expect(pieces).toEqual([
      { state: 'prepared', task: 'a', before: 0 },
      { state: 'stamped', task: 'a', before: 0, after: 1 },
      { state: 'finished', task: 'a', before: 0, after: 1 },
    ])
    expect(await count()).toEqual({ state: 'counted', count: 1 })
  })

  test('of a task that was used is refused, and nothing falls', async () => {
    const again = run(desk.driver, SEAL.id, { action: 'stamp', task: 'a' })
    await expect(again).rejects.toMatchObject({ fault: 'auth' })
    expect(desk.seal.controls.count()).toBe(1)
  })

  test('does not fall when the caller leaves at prepared; the task can be used later', async () => {
    for await (const _prepared of desk.driver.run(SEAL.id, { action: 'stamp', task: 'b' }, AbortSignal.timeout(5000)))
      break
    expect(desk.seal.controls.count()).toBe(1)
    expect(await run(desk.driver, SEAL.id, { action: 'stamp', task: 'b' })).toHaveLength(3)
  })

  test('does not fall when the lid is opened after preparing', async () => {
    const stamping = desk.driver.run(SEAL.id, stamp(), AbortSignal.timeout(5000))[Symbol.asyncIterator]()
    await stamping.next()
    desk.seal.controls.fault('cover')
    await expect(stamping.next()).rejects.toMatchObject({ fault: 'cover' })
    desk.seal.controls.fault(undefined)
    expect(desk.seal.controls.count()).toBe(2)
  })

  test('that the machine itself refused is no stamp, and the task can be used later', async () => {
    const before = desk.seal.controls.count()
    const stamping = desk.driver
      .run(SEAL.id, { action: 'stamp', task: 'c' }, AbortSignal.timeout(5000))
      [Symbol.asyncIterator]()
    await stamping.next()
    // Someone else at the machine takes the authorisation away: write 0 to holding register 0.
    const port = portOf(desk.seal)
    await throwAt(port, Uint8Array.from([0, 1, 0, 0, 0, 6, 1, 6, 0, 0, 0, 0]))
    await expect(stamping.next()).rejects.toMatchObject({ fault: 'auth', facts: { before } })
    expect(desk.seal.controls.count()).toBe(before)
    expect(await run(desk.driver, SEAL.id, { action: 'stamp', task: 'c' })).toHaveLength(3)
  })

  test('that fell into silence is uncertain, is not repeated, and the counter tells', async () => {
    const before = desk.seal.controls.count()
    desk.seal.controls.fault('silent')
    const task = 'silent-task'
    const silent = run(desk.driver, SEAL.id, { action: 'stamp', task })
    await expect(silent).rejects.toMatchObject({ fault: 'uncertain', facts: { before } })
    desk.seal.controls.fault(undefined)
    expect(await count()).toEqual({ state: 'counted', count: before + 1 })
    await expect(run(desk.driver, SEAL.id, { action: 'stamp', task })).rejects.toMatchObject({ fault: 'auth' })
    expect(desk.seal.controls.count()).toBe(before + 1)
  })

  test('that did not fall is uncertain too, and the counter stands', async () => {
    const before = desk.seal.controls.count()
    desk.seal.controls.fault('stuck')
    await expect(run(desk.driver, SEAL.id, stamp())).rejects.toMatchObject({ fault: 'uncertain' })
    desk.seal.controls.fault(undefined)
    expect(await count()).toEqual({ state: 'counted', count: before })
  })
})

test('a pulled cable is noticed at once, not after the patience with a silent machine', async () => {
  const { seal, driver, onStep } = await bench(20, { ...TIMES, patience: 5000 })
  let asked = 0
  let pulled = 0
  onStep(() => {
    if (++asked !== 3) return
    pulled = performance.now()
    seal.controls.unplug()
  })
  await expect(run(driver, SEAL.id, stamp())).rejects.toMatchObject({ fault: 'absent' })
  expect(performance.now() - pulled).toBeLessThan(400)
  await seal.close()
})

test('the simulated machine itself survives random bytes on its line', { timeout: 60_000 }, async () => {
  const { seal, driver } = await bench()
  const port = portOf(seal)
  const head = fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 6, 15, 16, 43, 99), fc.uint8Array({ maxLength: 20 }))
  const framed = head.map(([code, data]) => Uint8Array.from([0, 1, 0, 0, 0, data.length + 2, 1, code, ...data]))
  await fc.assert(
    fc.asyncProperty(fc.oneof(framed, fc.uint8Array({ maxLength: 40 })), bytes => throwAt(port, bytes)),
    { seed: 11, numRuns: 150 },
  )
  expect(await run(driver, SEAL.id, { action: 'count' })).toHaveLength(1)
  await seal.close()
})

const portOf = (seal: SimulatedSeal): number => (seal.addresses.list()[0] as { port: number }).port

function throwAt(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('error', () => {})
    socket.on('data', () => socket.destroy())
    socket.on('close', () => resolve())
  })
}
