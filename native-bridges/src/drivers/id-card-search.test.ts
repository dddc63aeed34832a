import { expect, test } from 'vitest'
import { run } from '../driver.contract.ts'
import { DeviceError } from '../driver.ts'
import type { BytePort, BytePorts } from '../ports/byte-port.ts'
import { loopback } from '../ports/loopback.ts'
import { HID_READER, hidBus } from './hid-bus.fixture.ts'
import type { HidPacking } from './hid-report.ts'
import { simulatedCardReader } from './id-card.simulator.ts'
import { cardReaderSearch } from './id-card-search.ts'
import { samHidPorts } from './sam-hid.ts'
import { samUsbPorts } from './sam-usb.ts'
import { usbBus } from './usb-bus.fixture.ts'

const PORTS = ['reader', 'silent', 'taken', 'babbling'].map(id => ({ id, name: `line ${id}` }))

/** A desk with a reader set to 38,400, a line where nobody answers, one that is taken and one that sends nonsense. */
function lines(baudRate: number): BytePorts {
  return {
    list: async () => PORTS,
    async open(id) {
      if (id === 'taken') throw new DeviceError('busy', 'Cannot lock port')
      const { host, device } = loopback()
      if (id === 'reader' && baudRate === 38_400) void simulatedCardReader().serve(device)
      if (id === 'babbling') void babble(device)
      return host
    },
  }
}

/** A desk with a keyboard that has reports of its own, a device that hears nothing, and a reader that counts its bytes. */
const hid = () => {
  const other = { serialNumber: 'x', path: '/dev/other' }
  const keyboard = { ...HID_READER, ...other, vendorId: 1 }
  const bus = hidBus(line => void simulatedCardReader().serve(line), 'counted', [
    keyboard,
    { ...keyboard, usagePage: 1, interface: 1 },
  ])
  return (packing: HidPacking) => samHidPorts(bus, { packing })
}

/** A desk with a reader on USB. */
const usb = () =>
  samUsbPorts(usbBus(line => void simulatedCardReader().serve(line), 'two pairs').devices, { patience: 20 })

test('the reader is found at its speed, and each other line is named with why not', async () => {
  const pieces = await run(cardReaderSearch({ serial: lines, usb: usb(), hid: hid() }), 'search', 'search')
  const [onUsb, onHid, ...others] = pieces
  expect(onHid).toMatchObject({ state: 'found', port: { id: 'hid:2109:7638:H0001' }, packing: 'counted' })
  expect(onUsb).toMatchObject({ state: 'found', port: { id: 'usb:0400:c35a:000001' } })
  expect(onUsb).not.toHaveProperty('baudRate')
  expect(others).toMatchObject([
    { state: 'found', port: { id: 'reader' }, baudRate: 38_400, reader: expect.stringMatching(/^\d\d\.\d\d-\d{8}-/) },
    { state: 'nothing', port: { id: 'silent' }, fault: 'broken' },
    { state: 'nothing', port: { id: 'taken' }, fault: 'busy' },
    { state: 'nothing', port: { id: 'babbling' }, fault: 'protocol' },
  ])
}, 20_000)

test('it ends within a second of the signal', async () => {
  const stop = new AbortController()
  const searching = run(
    cardReaderSearch({ serial: lines, usb: usb(), hid: hid() }),
    'search',
    'search',
    stop.signal,
  ).catch((error: unknown) => error)
  setTimeout(() => stop.abort(), 200)
  const started = performance.now()
  expect(await searching).toMatchObject({ fault: 'cancelled' })
  expect(performance.now() - started).toBeLessThan(1200)
})

async function babble(device: BytePort) {
  const nonsense = Uint8Array.from({ length: 50 }, (_, i) => i * 7)
  for (;;) {
    const heard = await device.read(new AbortController().signal).catch(() => undefined)
    if (!heard) return
    await device.write(nonsense, new AbortController().signal)
  }
}
