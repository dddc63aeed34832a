import type { Driver } from './driver.ts'
import { codeReaderDriver } from './drivers/code-reader.ts'
import { hidDevices } from './drivers/hid-devices.ts'
import type { HidPacking } from './drivers/hid-report.ts'
import { idCardDriver } from './drivers/id-card.ts'
import { cardReaderSearch } from './drivers/id-card-search.ts'
import { type PrinterPlace, printerAt } from './drivers/printer-place.ts'
import { samHidPorts } from './drivers/sam-hid.ts'
import { samUsbPorts } from './drivers/sam-usb.ts'
import { type ScannerPlace, scannerAt } from './drivers/scanner-place.ts'
import { scannerSearch } from './drivers/scanner-search.ts'
import { type SealAddress, type SealTimes, sealDriver, sealInfo } from './drivers/seal.ts'
import { sealPresence } from './drivers/seal-presence.ts'
import { usbDevices } from './drivers/usb-devices.ts'
import { usbPrinterSearch } from './drivers/usb-printer-search.ts'
import type { BytePorts } from './ports/byte-port.ts'
import { serialPorts } from './ports/serial.ts'
import { usbPrinters } from './ports/usb-printers.ts'

/** Which driver a process runs, and what the desk's configuration says of it. */
export type DriverOrder =
  | {
      driver: 'id-card'
      /** Bits per second of its serial line; absent of a reader on USB or HID. */
      baudRate?: number
      /** How a reader on HID packs its bytes; absent of others. */
      packing?: HidPacking
      /** The id of its serial line, or of the reader on USB or HID. */
      port: string
      /** Serial lines that the system does not list. */
      paths?: readonly string[]
      simulated?: boolean
    }
  /** A reader of bar codes and QR codes on a serial line. */
  | { driver: 'code-reader'; port: string; baudRate: number; paths?: readonly string[] }
  | { driver: 'id-card-search'; paths?: readonly string[] }
  | { driver: 'usb-printer-search' }
  | { driver: 'printer'; place: PrinterPlace }
  | { driver: 'scanner'; place: ScannerPlace }
  | { driver: 'scanner-search' }
  | { driver: 'seal'; addresses: readonly SealAddress[]; times?: SealTimes }

/** The driver that an order names. */
export function openDriver(order: DriverOrder): Driver<unknown, unknown> {
  switch (order.driver) {
    case 'id-card':
      return cardReader(order) as Driver<unknown, unknown>
    case 'id-card-search':
      return cardReaderSearch({
        serial: baudRate => serialPorts({ baudRate, paths: order.paths ?? [] }),
        usb: samUsbPorts(usbDevices),
        hid: packing => samHidPorts(hidDevices, { packing }),
      }) as Driver<unknown, unknown>
    case 'code-reader': {
      const { port, baudRate, paths = [] } = order
      return codeReaderDriver(serialPorts({ baudRate, paths, only: [port] }), { simulated: false }) as Driver<
        unknown,
        unknown
      >
    }
    case 'printer':
      return printerAt(order.place) as Driver<unknown, unknown>
    case 'usb-printer-search':
      return usbPrinterSearch(usbPrinters(usbDevices)) as Driver<unknown, unknown>
    case 'scanner':
      return scannerAt(order.place) as Driver<unknown, unknown>
    case 'scanner-search':
      return scannerSearch() as Driver<unknown, unknown>
    case 'seal':
      return seals(order) as Driver<unknown, unknown>
  }
}

function cardReader(order: Extract<DriverOrder, { driver: 'id-card' }>) {
  return idCardDriver(linesOf(order), { simulated: order.simulated ?? false })
}

function linesOf({ baudRate, packing, port, paths = [] }: Extract<DriverOrder, { driver: 'id-card' }>): BytePorts {
  if (packing !== undefined) return samHidPorts(hidDevices, { packing, only: port })
  return baudRate === undefined
    ? samUsbPorts(usbDevices, { only: port })
    : serialPorts({ baudRate, paths, only: [port] })
}

function seals({ addresses, times }: Extract<DriverOrder, { driver: 'seal' }>) {
  const present = sealPresence(addresses)
  return sealDriver(
    {
      list: present.list,
      watch: listener => present.watch(({ device, state }) => listener({ device: sealInfo(device), state })),
    },
    times,
  )
}
