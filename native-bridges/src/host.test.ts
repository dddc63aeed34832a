import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { driverContract, run } from './driver.contract.ts'
import type { DeviceEvent } from './driver.ts'
import { lyingMachine } from './drivers/lying-machine.fixture.ts'
import { relay } from './drivers/relay.fixture.ts'
import { simulatedSeal } from './drivers/seal.simulator.ts'
import type { SealAsk, SealProgress } from './drivers/seal.ts'
import { forkDriver } from './fork-driver.ts'
import { type HostedDriver, type HostOptions, hosted } from './host.ts'
import type { Trouble } from './misbehaving.fixture.ts'
import type { DriverOrder } from './open-driver.ts'

const PROGRAM = new URL('./device-process.ts', import.meta.url)
const TROUBLED = new URL('./misbehaving.fixture.ts', import.meta.url)
const open: HostedDriver<never, never>[] = []
const forever = () => new AbortController().signal

afterEach(async () => {
  for (const driver of open.splice(0)) await driver.close()
})

function troubled(options: Partial<HostOptions<Trouble, unknown>> = {}, more: object = {}, id: string = randomUUID()) {
  const driver = hosted<Trouble, unknown>({
    kind: 'scanner',
    start: () => forkDriver(TROUBLED, { id, ...more }),
    times: { silence: 1500, again: 50 },
    ...options,
  })
  open.push(driver as HostedDriver<never, never>)
  const events: DeviceEvent['state'][] = []
  driver.watch!(({ state }) => events.push(state))
  return { driver, id, events }
}

const back = async (driver: HostedDriver<Trouble, unknown>) =>
  expect.poll(() => driver.list(), { timeout: 10_000, interval: 20 }).not.toEqual([])

describe('a driver in a process of its own', () => {
  test('answers as it would here: pieces with their bytes, and faults with their figures', async () => {
    const { driver, id } = troubled()
    await back(driver)
    expect(await run(driver, id, 'none')).toEqual([Uint8Array.of(1, 2, 3), 2])
    await expect(run(driver, id, 'refuse')).rejects.toMatchObject({
      fault: 'jam',
      detail: 'as asked',
      facts: { page: 2 },
    })
  })

  test.each(['crash', 'hang', 'flood'] as const)(
    'that ends in a %s costs its job, and is there again',
    async trouble => {
      const log: string[] = []
      const { driver, id, events } = troubled({ log: how => log.push(how) })
      await back(driver)
      await expect(run(driver, id, trouble)).rejects.toMatchObject({ fault: 'broken' })
      expect(events).toContain('removed')
      expect(log.join()).toMatch({ crash: /SIGABRT/, hang: /no sign of life/, flood: /flooded/ }[trouble])
      await back(driver)
      expect(await run(driver, id, 'none')).toHaveLength(2)
      expect(events.lastIndexOf('attached')).toBeGreaterThan(events.indexOf('removed'))
    },
  )

  test("is not ended for a silence that was the core's own: held up itself, it hears first what was said meanwhile", async () => {
    const log: string[] = []
    const { driver, id } = troubled({ log: how => log.push(how) })
    await back(driver)
    const until = performance.now() + 2000
    while (performance.now() < until);
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(await run(driver, id, 'none')).toHaveLength(2)
    expect(log).toEqual([])
  })

  test('while one hangs, the others work', async () => {
    const [sick, well] = [troubled(), troubled()]
    await Promise.all([back(sick.driver), back(well.driver)])
    const hanging = run(sick.driver, sick.id, 'hang').catch((error: unknown) => error)
    for (let i = 0; i < 20; i++) expect(await run(well.driver, well.id, 'none')).toHaveLength(2)
    expect(await hanging).toMatchObject({ fault: 'broken' })
  })

  test('that hears no signal is ended within a second of it', async () => {
    const { driver, id } = troubled()
    await back(driver)
    const stop = new AbortController()
    const working = run(driver, id, 'deaf', stop.signal).catch((error: unknown) => error)
    await new Promise(resolve => setTimeout(resolve, 100))
    const stopped = performance.now()
    stop.abort()
    expect(await working).toMatchObject({ fault: 'cancelled' })
    expect(performance.now() - stopped).toBeLessThan(1500)
    await back(driver)
  })

  test('that is stopped between two pieces says so to whoever asks on, and costs nobody the process', async () => {
    const log: string[] = []
    const { driver, id } = troubled({ log: how => log.push(how) })
    await back(driver)
    const stop = new AbortController()
    const pieces = driver.run(id, 'none', stop.signal)[Symbol.asyncIterator]()
    await pieces.next()
    stop.abort()
    await new Promise(resolve => setTimeout(resolve, 1200))
    await expect(pieces.next()).rejects.toMatchObject({ fault: 'cancelled' })
    expect(await run(driver, id, 'none')).toHaveLength(2)
    expect(log).toEqual([])
  })

  test('that has no time to look still has the devices that it had', async () => {
    const { driver, id, events } = troubled({ times: { silence: 5000, again: 50, list: 100 } }, { lists: 1 })
    await expect.poll(() => events).toContain('attached')
    expect(await driver.list()).toMatchObject([{ id }])
  })

  test('is started again later each time', async () => {
    const started: number[] = []
    const start = () => {
      started.push(performance.now())
      return forkDriver(TROUBLED, { id: 'x', hangsAtStart: true })
    }
    const { driver } = troubled({ start, times: { ready: 200, again: 100 } })
    expect(await driver.list()).toEqual([])
    await expect.poll(() => started.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(4)
    const waits = started.slice(1).map((at, i) => at - started[i]!)
    // A busy machine makes a wait longer, never shorter; timers may be a millisecond early.
    for (const [i, wait] of waits.slice(0, 3).entries()) expect(wait).toBeGreaterThan(200 + 100 * 2 ** i - 5)
  })

  test('which another program has is busy, says who has it, and is free when that one is killed', async () => {
    const one = troubled()
    const other = troubled({}, {}, one.id)
    await Promise.all([back(one.driver), back(other.driver)])
    const holding = one.driver.run(one.id, 'hold', forever())[Symbol.asyncIterator]()
    await holding.next()
    const refused = await run(other.driver, one.id, 'none').catch((error: unknown) => error)
    expect(refused).toMatchObject({ fault: 'busy', facts: { pid: expect.any(Number), since: expect.any(String) } })
    await one.driver.close()
    await expect.poll(() => run(other.driver, one.id, 'none').catch(() => []), { timeout: 60_000 }).toHaveLength(2)
  })

  test('whose device may have acted is uncertain when it is lost, with the last figures', async () => {
    const { driver, id } = troubled({ mayHaveActed: (_ask, last) => last !== undefined })
    await back(driver)
    await expect(run(driver, id, 'crash')).rejects.toMatchObject({ fault: 'uncertain' })
  })
})

let tasks = 0
driverContract<SealAsk, SealProgress>('a seal machine in a process of its own', async () => {
  let step: (() => void) | undefined
  const seal = await simulatedSeal({ id: 'SEAL-2', name: '印章机', stampMs: 20, onRequest: () => step?.() })
  const liar = await lyingMachine()
  let lying = false
  const cable = await relay(() =>
    lying ? liar.address() : (seal.addresses.list()[0] as { host: string; port: number } | undefined),
  )
  const address = { id: 'SEAL-2', name: '印章机', simulated: true, host: '127.0.0.1', port: cable.port, unit: 1 }
  const times = { patience: 400, poll: 5, stamp: 700 }
  const order: DriverOrder = { driver: 'seal', addresses: [address], times }
  const driver = hosted<SealAsk, SealProgress>({ kind: 'seal', start: () => forkDriver(PROGRAM, order) })
  await vi.waitFor(async () => expect(await driver.list()).toHaveLength(1), { timeout: 60_000 })
  const ask = (): SealAsk => ({ action: 'stamp', task: `task-${++tasks}` })
  return {
    driver,
    ask,
    alike: pieces => pieces.map(({ state }) => state),
    faults: [
      { name: 'lid', cause: () => seal.controls.fault('cover'), fault: 'cover' },
      { name: 'silent', cause: () => seal.controls.fault('silent'), fault: 'uncertain' },
    ],
    heal() {
      seal.controls.fault(undefined)
      lying = false
    },
    unplug() {
      seal.controls.unplug()
      cable.cut()
    },
    plugIn() {
      seal.controls.plugIn()
      cable.mend()
    },
    mayBeUncertain: true,
    lastSteps: 8,
    onStep(listener) {
      step = listener
    },
    garble(bytes) {
      liar.say(bytes)
      lying = true
      return ask()
    },
    garbles: 10,
    async close() {
      await driver.close()
      await cable.close()
      await liar.close()
      await seal.close()
    },
  }
})
