import { describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { simulatedCardReader } from './id-card.simulator.ts'
import { idCardDriver } from './id-card.ts'
import { INVENTED_PEOPLE } from './invented-people.ts'
import { samUsbPorts } from './sam-usb.ts'
import { usbBus } from './usb-bus.fixture.ts'

const PATIENCE = 0.1
const CARD = INVENTED_PEOPLE[0]!.card

describe.each(['two pairs', 'one pair'] as const)('a reader on USB with %s of pipes', variant => {
  driverContract(`card reader on USB, ${variant}`, async () => {
    let step: (() => void) | undefined
    let garbled: Uint8Array | undefined
    const { controls, serve } = simulatedCardReader({ onRequest: () => step?.(), garble: () => garbled })
    const bus = usbBus(line => void serve(line), variant)
    const driver = idCardDriver(samUsbPorts(bus.devices, { patience: 20 }), {
      simulated: true,
      patience: PATIENCE,
      poll: 5,
    })
    const ask = () => ({ mode: 'once' as const, waitMs: 100 })
    return {
      driver,
      ask,
      faults: [
        { name: 'no card', cause: controls.takeAway, fault: 'empty' },
        { name: 'silence', cause: () => controls.fault('silent'), fault: 'broken' },
        { name: 'wrong checksums', cause: () => controls.fault('wrong-checksum'), fault: 'protocol' },
      ],
      heal() {
        controls.fault(undefined)
        garbled = undefined
        controls.put(CARD)
      },
      unplug: bus.unplug,
      plugIn: bus.plugIn,
      onStep(listener) {
        step = listener
      },
      garble(bytes) {
        garbled = bytes
        return ask()
      },
      garbles: 3,
    }
  })

  test('every card layout is read whole', async () => {
    const reader = simulatedCardReader()
    const bus = usbBus(line => void reader.serve(line), variant)
    const driver = idCardDriver(samUsbPorts(bus.devices, { patience: 20 }), {
      simulated: true,
      patience: PATIENCE,
      poll: 5,
    })
    for (const { card } of INVENTED_PEOPLE) {
      reader.controls.put(card)
      expect(await run(driver, 'usb:0400:c35a:000001', { mode: 'once' })).toMatchObject([{ card }])
    }
  })
})

test('what the system says when it does not let the reader be opened is told by its true name', async () => {
  const bus = usbBus(() => undefined, 'two pairs')
  const ports = samUsbPorts(bus.devices)
  const { id } = (await ports.list())[0]!
  const fault = (message: string) => {
    bus.refuse(message)
    return ports.open(id, new AbortController().signal).catch(error => error)
  }
  expect(await fault('open error: permission denied (errno 13)')).toMatchObject({
    fault: 'broken',
    facts: { rights: 'usb' },
  })
  expect(await fault('claimInterface error: interface is busy')).toMatchObject({ fault: 'busy' })
  expect(await fault('open error: device disconnected')).toMatchObject({ fault: 'absent' })
})

test('a machine without USB has no readers', async () => {
  const ports = samUsbPorts(() => Promise.reject(new Error('/sys/bus/usb/devices/ not found')))
  expect(await ports.list()).toEqual([])
})
