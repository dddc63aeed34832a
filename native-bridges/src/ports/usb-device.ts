import { DeviceError } from '../driver.ts'
import type { BytePortInfo } from './byte-port.ts'

/** What is used of a WebUSB device (the npm package `usb` 3; places, timeouts in ms and kernel drivers are its own). */
export interface UsbDevice {
  readonly vendorId: number
  readonly productId: number
  readonly productName?: string | null
  readonly serialNumber?: string | null
  readonly bus: string
  readonly ports: readonly number[]
  readonly configuration?: { interfaces: readonly UsbInterface[] } | null
  open(): Promise<void>
  close(): Promise<void>
  selectConfiguration(value: number): Promise<void>
  claimInterface(number: number): Promise<void>
  releaseInterface(number: number): Promise<void>
  selectAlternateInterface(number: number, setting: number): Promise<void>
  /** Takes an interface from the driver that Linux gave it to. */
  detachKernelDriver(number: number): Promise<void>
  attachKernelDriver(number: number): Promise<void>
  transferIn(endpoint: number, length: number, timeout: number): Promise<{ data?: DataView; status?: string }>
  transferOut(endpoint: number, data: Uint8Array<ArrayBuffer>, timeout: number): Promise<{ status?: string }>
}

export interface UsbInterface {
  interfaceNumber: number
  alternate: { endpoints: readonly UsbEndpoint[] }
  alternates: readonly UsbAlternate[]
}

export interface UsbAlternate {
  alternateSetting: number
  interfaceClass: number
  interfaceProtocol: number
  endpoints: readonly UsbEndpoint[]
}

export interface UsbEndpoint {
  endpointNumber: number
  direction: 'in' | 'out'
  type: 'bulk' | 'interrupt' | 'isochronous' | 'control'
  packetSize: number
}

/** Vendor, product and serial number; the place that it is plugged into, where it has no number. */
export function usbInfo({ vendorId, productId, serialNumber, productName, bus, ports }: UsbDevice): BytePortInfo {
  const kind = `usb:${hex(vendorId)}:${hex(productId)}`
  const place = `${bus}-${ports.join('.')}`
  return { id: `${kind}:${serialNumber || place}`, name: `${productName || kind} (USB ${place})` }
}

/** The four digits that makers and products have on USB. */
export const hex = (value: number): string => value.toString(16).padStart(4, '0')

/** What came within `patience` ms; nothing when nothing did. @throws when the device is gone. */
export async function arrived(device: UsbDevice, pipe: UsbEndpoint, patience: number): Promise<Uint8Array> {
  try {
    const { data } = await device.transferIn(pipe.endpointNumber, wholePackets(pipe.packetSize), patience)
    return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice() : new Uint8Array()
  } catch (error) {
    if (isLate(error)) return new Uint8Array()
    throw error
  }
}

/** The package's words for what took longer than it was given. */
export const isLate = (error: unknown): boolean => /cancel|time/i.test(messageOf(error))

/** What a read may bring at most: whole packets, and more than any answer has. */
const wholePackets = (packet: number) => Math.ceil(4096 / packet) * packet

/** Why a device does not open, out of the words of the system. */
export function usbOpenFault(error: unknown): DeviceError {
  const message = messageOf(error)
  if (/permission|access/i.test(message)) return new DeviceError('broken', message, { rights: 'usb' })
  if (/busy|claimed/i.test(message)) return new DeviceError('busy', message)
  if (/disconnected|not found|no device|no such/i.test(message)) return new DeviceError('absent', message)
  return new DeviceError('broken', message)
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
