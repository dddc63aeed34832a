import { expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import type { DeviceError } from '../driver.ts'
import type { UsbInterface } from '../ports/usb-device.ts'
import { usbPrinterBus } from '../ports/usb-printer-bus.fixture.ts'
import { usbPrinters } from '../ports/usb-printers.ts'
import { escposDriver } from './escpos.ts'
import type { PrintAsk, PrintProgress } from './printer.ts'
import { simulatedRaw } from './raw.simulator.ts'
import type { RawTimes } from './raw-printer.ts'
import { tsplDriver } from './tspl.ts'
import { zplDriver } from './zpl.ts'

const TIMES: RawTimes = { patience: 120, poll: 4, silence: 200 }
const ID = 'usb:0a5f:0164:P1'
const DRIVERS = { zpl: zplDriver, tspl: tsplDriver, escpos: escposDriver }
const ASK: PrintAsk = {
  ...{ pdf: new Uint8Array(), title: '凭条', copies: 2, paper: 'A5', duplex: false },
  label: {
    ...{ width: 60, height: 40 },
    items: [
      { kind: 'text', x: 2, y: 2, width: 56, height: 6, text: '居住证领取凭条', size: 11 },
      { kind: 'qr', x: 2, y: 10, width: 18, height: 18, text: 'R:330402202611220001' },
    ],
  },
}

async function onUsb(speaks: keyof typeof DRIVERS, onAsked = () => {}) {
  const machine = await simulatedRaw({ speaks, id: 'PRN-1', name: 'p', copyMs: 6, onAsked })
  const bus = usbPrinterBus(machine.ports, 'PRN-1')
  const ports = usbPrinters(bus.devices, { patience: 20, taken: 300 })
  return { machine, bus, ports, driver: DRIVERS[speaks](ports, { simulated: true, dpi: 203, times: TIMES }) }
}

driverContract<PrintAsk, PrintProgress>('a sticker printer on USB', async () => {
  let step: (() => void) | undefined
  const { machine, bus, driver } = await onUsb('tspl', () => step?.())
  return {
    driver,
    ask: () => ASK,
    alike: pieces => [pieces[0]?.state, pieces.at(-1)?.state, pieces.at(-1)?.sheets],
    faults: [
      { name: 'an open head', cause: () => machine.fault('head'), fault: 'cover' },
      { name: 'no paper', cause: () => machine.fault('paper'), fault: 'empty' },
      { name: 'a memory that is full', cause: () => bus.full(true), fault: 'broken' },
    ],
    heal() {
      machine.fault(undefined)
      machine.lie(undefined)
      bus.full(false)
    },
    unplug: bus.unplug,
    plugIn() {
      // Until somebody has found its plug it has printed what it had.
      machine.fault(undefined)
      bus.plugIn()
    },
    mayBeUncertain: true,
    lastSteps: 8,
    onStep(listener) {
      step = listener
    },
    garble(bytes) {
      machine.lie(bytes)
      return ASK
    },
    garbles: 5,
    close: machine.close,
  }
})

test.each(['zpl', 'escpos'] as const)('%s goes over USB as it was made, on the setting that answers', async speaks => {
  const { machine, bus, ports, driver } = await onUsb(speaks)
  const onNetwork = await simulatedRaw({ speaks, id: 'PRN-1', name: 'p', copyMs: 6 })
  expect(await ports.list()).toEqual([{ id: ID, name: 'simulated printer (USB 1-2)' }])
  expect((await run(driver, ID, ASK)).at(-1)).toMatchObject({ state: 'done', sheets: 2 })
  await run(DRIVERS[speaks](onNetwork.ports, { simulated: true, dpi: 203, times: TIMES }), 'PRN-1', ASK)
  expect(machine.jobs().length).toBeGreaterThan(0)
  expect(machine.jobs()).toEqual(onNetwork.jobs())
  // Linux had it, and has it again.
  expect(bus.done).toEqual(['detach 1', 'claim 1', 'select 1 1', 'release 1', 'attach 1'])
  await Promise.all([machine.close(), onNetwork.close()])
})

test('a printer that takes the question and no job is uncertain, and gets it once', async () => {
  const state = { asked: 0 }
  const { machine, bus, driver } = await onUsb('tspl', () => ++state.asked && bus.full(true))
  const failed = (await run(driver, ID, ASK).catch(error => error)) as DeviceError
  expect(failed).toMatchObject({ fault: 'uncertain', facts: { sheets: 0 } })
  expect(machine.jobs()).toHaveLength(0)
  expect(state.asked).toBe(1)
  await machine.close()
})

test('what is no printer, or cannot answer, is not among them; a machine without USB has none', async () => {
  const { machine, bus } = await onUsb('tspl')
  const [device] = await bus.devices()
  const [scanner, printer] = device!.configuration!.interfaces as [UsbInterface, UsbInterface]
  const withOnly = (one: UsbInterface) =>
    usbPrinters(async () => [{ ...device!, configuration: { interfaces: [one] } }]).list()
  expect(await withOnly(printer)).toHaveLength(1)
  expect(await withOnly(scanner)).toEqual([])
  expect(await withOnly({ ...printer, alternates: printer.alternates.slice(0, 1) })).toEqual([])
  expect(await usbPrinters(() => Promise.reject(new Error('/sys/bus/usb/devices/ not found'))).list()).toEqual([])
  await machine.close()
})
