import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { DeviceError } from '../driver.ts'
import { type Loopback, loopback } from '../ports/loopback.ts'
import { hasPtys } from '../ports/pty-pair.fixture.ts'
import { crc16 } from './modbus-crc.ts'
import { framed, modbusRtu } from './modbus-rtu.ts'
import { simulatedSeal } from './seal.simulator.ts'
import { type SealAsk, type SealProgress, type SealTimes, sealDriver } from './seal.ts'
import { serialCable } from './seal-pty.fixture.ts'

const never = () => new AbortController().signal
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** A line whose other end answers every request with these pieces. */
function answering(line: Loopback, ...pieces: Uint8Array[]) {
  const asked: string[] = []
  void (async () => {
    for (;;) {
      asked.push(Buffer.from(await line.device.read(never())).toString('hex'))
      for (const piece of pieces) {
        await line.device.write(piece, never())
        await sleep(1)
      }
    }
  })().catch(() => undefined)
  return asked
}

describe('frames', () => {
  test('have the checksum of the standard', () => {
    // The check value of CRC-16/MODBUS, and the example of "MODBUS over Serial Line", 6.2.2.
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37)
    expect(Buffer.from(framed([0x02, 0x07])).toString('hex')).toBe('02074112')
  })

  test('are put together out of pieces, and what came before is no part of them', async () => {
    const line = loopback()
    const asked = answering(line, hex('0104'), hex('04 0000 0007'), framed([1, 4, 4, 0, 0, 0, 7]).slice(-2))
    await line.device.write(hex('ff ee dd'), never())
    expect(await modbusRtu(line.host, 1, 500).inputRegisters(0, 2, never())).toEqual([0, 7])
    expect(asked).toEqual([Buffer.from(framed([1, 4, 0, 0, 0, 2])).toString('hex')])
  })

  test('that come late, to whoever asked before, are let go by', async () => {
    const line = loopback()
    answering(
      line,
      framed([1, 2, 1, 7]),
      framed([1, 0x86, 4]).slice(0, 2),
      framed([1, 0x86, 4]).slice(2),
      framed([1, 4, 2, 0, 9]),
    )
    expect(await modbusRtu(line.host, 1, 500).inputRegisters(0, 1, never())).toEqual([9])
  })

  const WRONG: readonly [string, Uint8Array, object][] = [
    ['silence', hex(''), { fault: 'absent' }],
    ['a part of an answer', hex('01 05 00 00'), { fault: 'protocol', facts: {} }],
    ['a wrong checksum', hex('01 05 00 00 ff 00 8c 3b'), { fault: 'protocol', facts: {} }],
    ['another unit', framed([2, 5, 0, 0, 0xff, 0]), { fault: 'protocol', facts: {} }],
    ['another function', framed([1, 6, 0, 0, 0xff, 0]), { fault: 'protocol', facts: {} }],
    ['an echo of something else', framed([1, 5, 0, 1, 0xff, 0]), { fault: 'protocol', facts: {} }],
    ['a refusal', framed([1, 0x85, 4]), { fault: 'protocol', facts: { exception: 4 } }],
    ['a refusal with a wrong checksum', hex('01 85 04 00 00'), { fault: 'protocol', facts: {} }],
  ]
  test.each(WRONG)('of %s are told for what they are, and nothing is asked twice', async (_, said, fault) => {
    const line = loopback()
    const asked = answering(line, said)
    await expect(modbusRtu(line.host, 1, 60).writeCoil(0, true, never())).rejects.toMatchObject(fault)
    expect(asked).toHaveLength(1)
  })

  test('random bytes never become an answer', { timeout: 60_000 }, async () => {
    const request = framed([1, 4, 0, 0, 0, 1])
    const near = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
      const bytes = framed([1, 4, 2, 0, 9])
      bytes[at]! ^= by
      return bytes
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.uint8Array({ maxLength: 20 })), async bytes => {
        const line = loopback()
        answering(line, bytes)
        const answer = await modbusRtu(line.host, 1, 12)
          .inputRegisters(0, 1, never())
          .catch(error => error)
        expect(answer).toBeInstanceOf(DeviceError)
        line.cut()
      }),
      { seed: 5, numRuns: 150, examples: [[request]] },
    )
  })
})

const TIMES: SealTimes = { patience: 800, poll: 5, stamp: 500 }
let tasks = 0
const stamp = (): SealAsk => ({ action: 'stamp', task: `task-${++tasks}` })

describe.skipIf(!hasPtys)('over a serial line', () => {
  driverContract<SealAsk, SealProgress>('a seal machine on a pseudo terminal', async () => {
    let step: (() => void) | undefined
    let lie: Uint8Array | undefined
    const cable = await serialCable()
    const seal = await simulatedSeal(
      { id: 'SEAL-3', name: '印章机', stampMs: 10, onRequest: () => step?.() },
      registers => cable.serve(registers, () => lie),
    )
    return {
      driver: sealDriver(seal.addresses, TIMES),
      ask: stamp,
      alike: pieces => pieces.map(({ state }) => state),
      faults: [
        { name: 'lid', cause: () => seal.controls.fault('cover'), fault: 'cover' },
        { name: 'silent', cause: () => seal.controls.fault('silent'), fault: 'uncertain' },
        { name: 'stuck', cause: () => seal.controls.fault('stuck'), fault: 'uncertain' },
      ],
      heal() {
        seal.controls.fault(undefined)
        lie = undefined
      },
      unplug: seal.controls.unplug,
      plugIn: seal.controls.plugIn,
      mayBeUncertain: true,
      lastSteps: 8,
      onStep(listener) {
        step = listener
      },
      garble(bytes) {
        lie = bytes
        return stamp()
      },
      garbles: 5,
      async close() {
        await seal.close()
        await cable.remove()
      },
    }
  })

  describe('a stamp', () => {
    let cable: Awaited<ReturnType<typeof serialCable>>
    let seal: Awaited<ReturnType<typeof simulatedSeal>>
    beforeAll(async () => {
      cable = await serialCable()
      seal = await simulatedSeal({ id: 'SEAL-4', name: '印章机', stampMs: 10 }, registers => cable.serve(registers))
    })
    afterAll(async () => {
      await seal.close()
      await cable.remove()
    })

    test('moves the counter by one, and silence is no second stamp', async () => {
      const driver = sealDriver(seal.addresses, TIMES)
      expect((await run(driver, 'SEAL-4', stamp())).at(-1)).toMatchObject({ state: 'finished', before: 0, after: 1 })
      seal.controls.fault('silent')
      await expect(run(driver, 'SEAL-4', stamp())).rejects.toMatchObject({ fault: 'uncertain', facts: { before: 1 } })
      seal.controls.fault(undefined)
      expect(await run(driver, 'SEAL-4', { action: 'count' })).toEqual([{ state: 'counted', count: 2 }])
      expect(seal.controls.count()).toBe(2)
    })
  })
})
