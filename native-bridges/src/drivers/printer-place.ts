import { DeviceError } from '../driver.ts'
import type { BytePorts } from '../ports/byte-port.ts'
import { serialPorts } from '../ports/serial.ts'
import { tcpPorts } from '../ports/tcp.ts'
import { usbPrinters } from '../ports/usb-printers.ts'
import { escposDriver } from './escpos.ts'
import { type IppAddress, ippDriver } from './ipp.ts'
import type { PrinterDriver } from './printer.ts'
import { printerPresence } from './printer-presence.ts'
import { tsplDriver } from './tspl.ts'
import { usbDevices } from './usb-devices.ts'
import { zplDriver } from './zpl.ts'

/** Where one printer is, and what it speaks. */
export type PrinterPlace = { speaks: 'ipp'; address: IppAddress } | RawPlace

interface RawPlace {
  speaks: 'zpl' | 'tspl' | 'escpos'
  /** The code on the machine. */
  id: string
  name: string
  /** `socket://host:port`, 9100 when it names none; `serial:` and the line, at 9600 bits per second; or `usb:` and its numbers. */
  at: string
  /** Dots per inch of its head. */
  dpi: number
}

const RAW = { zpl: zplDriver, tspl: tsplDriver, escpos: escposDriver }
const RAW_PORT = 9100
const BAUD_RATE = 9600

/** The driver of one printer. @throws {DeviceError} `protocol` for an address that is none */
export function printerAt(place: PrinterPlace): PrinterDriver {
  if (place.speaks === 'ipp') return ippDriver(place.address.kind, printerPresence([place.address]))
  return RAW[place.speaks](portsOf(place), { simulated: false, dpi: place.dpi })
}

function portsOf({ id, name, at }: RawPlace): BytePorts {
  if (at.startsWith('serial:')) {
    const path = at.slice('serial:'.length)
    return oneOf(serialPorts({ baudRate: BAUD_RATE, paths: [path] }), path, { id, name })
  }
  if (at.startsWith('usb:')) return oneOf(usbPrinters(usbDevices, { only: at }), at, { id, name })
  const url = URL.parse(at)
  if (url?.protocol !== 'socket:' || !url.hostname) throw new DeviceError('protocol', 'the address is no socket')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return tcpPorts([{ id, name, host, port: Number(url.port) || RAW_PORT }])
}

/** One line of many, by the code on its machine. */
function oneOf(lines: BytePorts, line: string, port: { id: string; name: string }): BytePorts {
  return {
    list: async () => ((await lines.list()).some(each => each.id === line) ? [port] : []),
    open: (_id, signal) => lines.open(line, signal),
    ...(lines.watch && {
      watch: listener => lines.watch!(({ port: { id }, state }) => id === line && listener({ port, state })),
    }),
  }
}
