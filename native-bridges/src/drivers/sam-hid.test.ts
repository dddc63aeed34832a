import { expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { openDriver } from '../open-driver.ts'
import { HID_READER, hidBus } from './hid-bus.fixture.ts'
import { hidDevices } from './hid-devices.ts'
import { fromReport, HID_PACKINGS, type HidPacking, toReports } from './hid-report.ts'
import { simulatedCardReader } from './id-card.simulator.ts'
import { idCardDriver } from './id-card.ts'
import { INVENTED_PEOPLE } from './invented-people.ts'
import { samHidPorts } from './sam-hid.ts'

const PATIENCE = 0.1
const CARD = INVENTED_PEOPLE[0]!.card
const ID = 'hid:2109:7638:H0001'
const never = () => new AbortController().signal

driverContract('card reader on HID', async () => {
  let step: (() => void) | undefined
  let garbled: Uint8Array | undefined
  const { controls, serve } = simulatedCardReader({ onRequest: () => step?.(), garble: () => garbled })
  const bus = hidBus(line => void serve(line), 'counted')
  const ports = samHidPorts(bus, { packing: 'counted' })
  const driver = idCardDriver(ports, { simulated: true, patience: PATIENCE, poll: 5 })
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

test.each(HID_PACKINGS)('every card layout is read whole in reports that are %s', async packing => {
  const reader = simulatedCardReader()
  const bus = hidBus(line => void reader.serve(line), packing)
  const driver = idCardDriver(samHidPorts(bus, { packing }), { simulated: true, patience: PATIENCE, poll: 5 })
  for (const { card } of INVENTED_PEOPLE) {
    reader.controls.put(card)
    expect(await run(driver, ID, { mode: 'once' })).toMatchObject([{ card }])
  }
})

test('reports are packed to the byte', () => {
  const bytes = Uint8Array.from({ length: 70 }, (_, i) => i + 1)
  const packed = (packing: HidPacking) => toReports(bytes, packing).map(report => [...report])
  const zeros = (n: number) => Array<number>(n).fill(0)
  const all = [...bytes]
  expect(packed('bare')).toEqual([
    [0, ...all.slice(0, 64)],
    [0, ...all.slice(64), ...zeros(58)],
  ])
  expect(packed('counted')).toEqual([
    [0, 63, ...all.slice(0, 63)],
    [0, 7, ...all.slice(63), ...zeros(56)],
  ])
  expect(packed('numbered')).toEqual([
    [1, ...all.slice(0, 63)],
    [1, ...all.slice(63), ...zeros(56)],
  ])
  const heard = (packing: HidPacking, ...report: number[]) => [...fromReport(Uint8Array.from(report), packing)]
  expect(heard('bare', 0xaa, 0xaa, 0)).toEqual([0xaa, 0xaa, 0])
  expect(heard('counted', 2, 0xaa, 0xaa, 0)).toEqual([0xaa, 0xaa])
  // A count that the report cannot hold is no count.
  expect(heard('counted', 0xaa, 0xaa, 0xaa)).toEqual([])
  expect(heard('numbered', 1, 0xaa, 0)).toEqual([0xaa, 0])
  expect(heard('numbered', 2, 0xaa, 0)).toEqual([])
})

test('what is a keyboard, a power supply or a security key besides is never written to', async () => {
  const other = (vendorId: number, usagePage: number) => ({
    ...HID_READER,
    vendorId,
    usagePage,
    path: `/dev/${vendorId}`,
  })
  const others = [other(1, 0xff00), other(1, 1), other(2, 0xff00), other(2, 0x84), other(3, 0xf1d0), other(4, 0)]
  const bus = hidBus(() => undefined, 'bare', others)
  expect(await samHidPorts(bus, { packing: 'bare' }).list()).toEqual([{ id: ID, name: 'simulated HID reader (HID)' }])
})

test('what the system says when it does not let the reader be opened is told by its true name', async () => {
  const bus = hidBus(() => undefined, 'bare')
  const ports = samHidPorts(bus, { packing: 'bare' })
  const fault = (message: string) => {
    bus.refuse(message)
    return ports.open(ID, never()).catch(error => error)
  }
  expect(await fault('Permission denied')).toMatchObject({ fault: 'broken', facts: { rights: 'usb' } })
  expect(await fault('No such device')).toMatchObject({ fault: 'absent' })
  expect(await fault('something else')).toMatchObject({ fault: 'broken', facts: {} })
})

test('the package itself is there and answers, also on a machine without HID', async () => {
  const found = await hidDevices.devices().catch(String)
  // Its program for Linux stands on two libraries of the system; where those are missing there are no HID readers.
  if (typeof found === 'string') return expect(found).toMatch(/lib(usb-1\.0|udev)\.so/)
  expect(Array.isArray(found)).toBe(true)
  await expect(hidDevices.open('/dev/hidraw-of-nobody')).rejects.toThrow(/no such file/i)
})

test('an order for a reader on HID is one for its driver, and no other device is taken for it', async () => {
  expect(await openDriver({ driver: 'id-card', port: 'hid:ffff:ffff:nobody', packing: 'bare' }).list()).toEqual([])
})
