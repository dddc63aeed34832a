import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import type { CardData } from './card-data.ts'
import { type CardReaderSimulatorOptions, simulatedCardReader } from './id-card.simulator.ts'
import { type IdCardPiece, idCardDriver } from './id-card.ts'
import { INVENTED_PEOPLE } from './invented-people.ts'
import { samFrame } from './sam-frame.ts'

const PATIENCE = 0.025
const POLL = 5
const [FIRST, SECOND] = INVENTED_PEOPLE.map(({ card }) => card) as [CardData, CardData]
const READER = 'simulated-card-reader'

function desk(options: CardReaderSimulatorOptions = {}, patience = PATIENCE) {
  const reader = simulatedCardReader(options)
  return { ...reader, driver: idCardDriver(reader.ports, { simulated: true, patience, poll: POLL }) }
}

driverContract('id card reader', async () => {
  let step: (() => void) | undefined
  let garbled: Uint8Array | undefined
  const { driver, controls } = desk({ onRequest: () => step?.(), garble: () => garbled })
  controls.put(FIRST)
  const ask = () => ({ mode: 'once' as const, waitMs: 100 })
  return {
    driver,
    ask,
    faults: [
      { name: 'no card', cause: controls.takeAway, fault: 'empty' },
      { name: 'silence', cause: () => controls.fault('silent'), fault: 'broken' },
      { name: 'half frames', cause: () => controls.fault('partial'), fault: 'protocol' },
      { name: 'wrong checksums', cause: () => controls.fault('wrong-checksum'), fault: 'protocol' },
      {
        name: 'pulled while read',
        cause() {
          controls.put(FIRST)
          controls.fault('pulled')
        },
        fault: 'unreadable',
      },
      { name: 'not genuine', cause: () => controls.fault('refused'), fault: 'auth' },
    ],
    heal() {
      controls.fault(undefined)
      garbled = undefined
      controls.put(FIRST)
    },
    unplug: controls.unplug,
    plugIn: controls.plugIn,
    onStep(listener) {
      step = listener
    },
    garble(bytes) {
      garbled = bytes
      return ask()
    },
  }
})

describe('one card', () => {
  test.each(INVENTED_PEOPLE)('$key is read as it was written', async ({ card }) => {
    const { driver, controls } = desk()
    controls.put(card)
    const pieces = await run(driver, READER, { mode: 'once' })
    expect(pieces).toEqual([{ state: 'card', card, reader: '05.01-20990101-0000000001-0000000001' }])
  })

  test('is read again while it lies, though a selected card is not found again', async () => {
    const { driver, controls } = desk()
    controls.put(FIRST)
    for (let time = 0; time < 3; time++) expect(await run(driver, READER, { mode: 'once' })).toHaveLength(1)
  })

  test('is waited for', async () => {
    const { driver, controls } = desk()
    const reading = run(driver, READER, { mode: 'once', waitMs: 2000 })
    setTimeout(() => controls.put(SECOND), 60)
    expect(await reading).toMatchObject([{ state: 'card', card: { name: SECOND.name } }])
  })

  test.each(['noise', 'wrong-checksum', 'silent', 'partial'] as const)(
    'is read through %s of one answer',
    async fault => {
      for (let skip = 0; skip < 6; skip++) {
        let requests = 0
        const { driver, controls } = desk({ onRequest: () => requests++ === skip && controls.fault(fault, 1) })
        controls.put(FIRST)
        expect(await run(driver, READER, { mode: 'once' })).toMatchObject([{ state: 'card', card: FIRST }])
      }
    },
  )

  test('survives frames that are sound and hold nonsense', { timeout: 60_000 }, async () => {
    let body = new Uint8Array()
    const { driver, controls } = desk({ garble: () => samFrame(body) }, 0.005)
    controls.put(FIRST)
    const status = fc.constantFrom(0x90, 0x9f, 0x80, 0x81, 0x91, 0x41, 0x10, 0x66)
    const data = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 1284, maxLength: 1284 }))
    await fc.assert(
      fc.asyncProperty(status, data, async (sw3, bytes) => {
        body = Uint8Array.from([0, 0, sw3, ...bytes])
        const outcome = await run(driver, READER, { mode: 'once', waitMs: 1 }).catch(error => error)
        expect(outcome).toMatchObject({ name: 'DeviceError' })
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})

describe('a desk that waits for people', () => {
  test('reads each card once and tells when it has left', async () => {
    const { driver, controls } = desk()
    const told: string[] = []
    controls.put(FIRST)
    for await (const piece of driver.run(READER, { mode: 'continuous' }, new AbortController().signal)) {
      told.push(piece.state === 'card' ? piece.card.name : piece.state)
      if (told.length === 1) setTimeout(controls.takeAway, 60)
      if (told.length === 2) controls.put(SECOND)
      if (told.length === 3) controls.put(FIRST)
      if (told.length === 5) break
    }
    expect(told).toEqual([FIRST.name, 'removed', SECOND.name, 'removed', FIRST.name])
  })

  test('says nothing while a card lies', async () => {
    const { driver, controls } = desk()
    controls.put(FIRST)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 300)
    const pieces: IdCardPiece[] = []
    const reading = (async () => {
      for await (const piece of driver.run(READER, { mode: 'continuous' }, stop.signal)) pieces.push(piece)
    })()
    await expect(reading).rejects.toMatchObject({ fault: 'cancelled' })
    expect(pieces.map(({ state }) => state)).toEqual(['card'])
  })

  test('a card that was shaken, and missed once, has not left', async () => {
    // The fourth probe for the new address is the third look at the lying card.
    let probes = 0
    const { driver, controls } = desk({
      onRequest: (command, parameter) => {
        if (command === 0x30 && parameter === 0x03) probes++
      },
      garble: () => (probes === 4 ? samFrame(0, 0, ++probes && 0x41) : undefined),
    })
    controls.put(FIRST)
    const pieces: IdCardPiece[] = []
    const reading = (async () => {
      for await (const piece of driver.run(READER, { mode: 'continuous' }, AbortSignal.timeout(200))) pieces.push(piece)
    })()
    await expect(reading).rejects.toMatchObject({ fault: 'cancelled' })
    expect(probes).toBeGreaterThan(8)
    expect(pieces.map(({ state }) => state)).toEqual(['card'])
  })

  test('a module that knows no new address still tells that its card lies and leaves', async () => {
    let command = 0
    const { driver, controls } = desk({
      onRequest: (first, second) => {
        command = (first << 8) | second
      },
      garble: () => (command === 0x3003 ? samFrame(0, 0, 0x21) : undefined),
    })
    controls.put(FIRST)
    setTimeout(controls.takeAway, 150)
    const told: { state: string; at: number }[] = []
    for await (const { state } of driver.run(READER, { mode: 'continuous' }, AbortSignal.timeout(5000))) {
      told.push({ state, at: performance.now() })
      if (told.length === 2) break
    }
    expect(told.map(({ state }) => state)).toEqual(['card', 'removed'])
    expect(told[1]!.at - told[0]!.at).toBeGreaterThan(80)
  })

  test('tells once of a card that was pulled too early, and reads the next', async () => {
    const { driver, controls } = desk()
    controls.fault('pulled', 1)
    controls.put(FIRST)
    const told: IdCardPiece[] = []
    for await (const piece of driver.run(READER, { mode: 'continuous' }, new AbortController().signal)) {
      told.push(piece)
      if (piece.state === 'failed') controls.put(SECOND)
      if (piece.state === 'card') break
    }
    expect(told).toMatchObject([
      { state: 'failed', fault: 'unreadable' },
      { state: 'card', card: SECOND },
    ])
  })

  test('tells once of a card that is not genuine while it lies', async () => {
    const { driver, controls } = desk()
    controls.fault('refused')
    controls.put(FIRST)
    const told: IdCardPiece[] = []
    for await (const piece of driver.run(READER, { mode: 'continuous' }, new AbortController().signal)) {
      told.push(piece)
      if (told.length > 1) break
      setTimeout(() => {
        controls.fault(undefined)
        controls.put(SECOND)
      }, 150)
    }
    expect(told).toMatchObject([
      { state: 'failed', fault: 'auth' },
      { state: 'card', card: SECOND },
    ])
  })

  test('a pulled cable ends it at once', async () => {
    const { driver, controls } = desk()
    setTimeout(controls.unplug, 50)
    await expect(run(driver, READER, { mode: 'continuous' })).rejects.toMatchObject({ fault: 'absent' })
  })
})

test('the line is busy for a second opener', async () => {
  const { ports } = desk()
  const signal = new AbortController().signal
  const port = await ports.open(READER, signal)
  await expect(ports.open(READER, signal)).rejects.toMatchObject({ fault: 'busy' })
  await port.close()
  await (await ports.open(READER, signal)).close()
})

describe('fingerprints', () => {
  const withFinger = { ...FIRST, fingerprint: Uint8Array.from({ length: 1024 }, (_, i) => i * 31) }

  test('are read where they are asked for, and not otherwise', async () => {
    const { driver, controls } = desk()
    controls.put(withFinger)
    expect(await run(driver, READER, { mode: 'once', fingerprint: true })).toMatchObject([{ card: withFinger }])
    const [without] = await run(driver, READER, { mode: 'once' })
    expect(without).toMatchObject({ card: FIRST })
    expect(without).not.toHaveProperty('card.fingerprint')
  })

  test('a card without one is read all the same', async () => {
    const { driver, controls } = desk()
    controls.put(SECOND)
    const [read] = await run(driver, READER, { mode: 'once', fingerprint: true })
    expect(read).toMatchObject({ card: SECOND })
    expect(read).not.toHaveProperty('card.fingerprint')
  })

  test('a module that does not know them reads the card without', async () => {
    const asked: string[] = []
    const { driver, controls } = desk({
      onRequest: (command, parameter) => asked.push(`${command} ${parameter}`),
      garble: () => (asked.at(-1) === '48 16' ? samFrame(0, 0, 0x21) : undefined),
    })
    controls.put(withFinger)
    expect(await run(driver, READER, { mode: 'once', fingerprint: true })).toMatchObject([{ card: FIRST }])
    expect(asked).toContain('48 1')
  })
})
