import { DeviceError, type DeviceFault } from '../driver.ts'

/** The third status byte of an answer (the first two are 00 00). */
export const SAM = {
  ok: 0x90,
  found: 0x9f,
  checksum: 0x10,
  length: 0x11,
  command: 0x21,
  notPermitted: 0x23,
  unknown: 0x24,
  cardAuthentication: 0x31,
  samAuthentication: 0x32,
  verification: 0x33,
  wrongCard: 0x40,
  read: 0x41,
  random: 0x47,
  selfTest: 0x60,
  unauthorised: 0x66,
  find: 0x80,
  select: 0x81,
  empty: 0x91,
} as const

const TEXT = 256
export const PHOTO = 1024
export const SERIAL = 8
/** None, one finger or two. */
export const FINGERPRINTS: readonly number[] = [0, 512, 1024]

/** A command, and which answers belong to it: answers do not name their command, so a late one is known by its shape. */
export interface SamCommand {
  name: string
  bytes: readonly [command: number, parameter: number]
  /** How many bytes of data an answer with this status may carry. */
  carries(status: number): (size: number) => boolean
  /** Milliseconds the security module may take. */
  patience: number
}

const none = (size: number) => size === 0
const exactly = (wanted: number) => (size: number) => size === wanted
const when = (status: number, carried: (size: number) => boolean) => (got: number) => (got === status ? carried : none)

export const COMMANDS = {
  status: { name: 'status', bytes: [0x11, 0xff], carries: () => none, patience: 800 },
  samId: { name: 'SAM id', bytes: [0x12, 0xff], carries: when(SAM.ok, exactly(16)), patience: 800 },
  find: { name: 'find', bytes: [0x20, 0x01], carries: when(SAM.found, exactly(4)), patience: 800 },
  select: { name: 'select', bytes: [0x20, 0x02], carries: when(SAM.ok, exactly(SERIAL)), patience: 800 },
  read: { name: 'read', bytes: [0x30, 0x01], carries: when(SAM.ok, exactly(4 + TEXT + PHOTO)), patience: 3000 },
  readAll: {
    name: 'read with fingerprint',
    bytes: [0x30, 0x10],
    carries: when(SAM.ok, size => FINGERPRINTS.includes(size - (6 + TEXT + PHOTO))),
    patience: 4000,
  },
  newAddress: { name: 'new address', bytes: [0x30, 0x03], carries: when(SAM.ok, size => size > 0), patience: 1500 },
} as const satisfies Record<string, SamCommand>

/** What a refusing status means for the person at the desk. */
export function samFault(status: number, command: string): DeviceError {
  return new DeviceError(FAULTS[status] ?? 'protocol', `${command} answered ${status.toString(16).padStart(2, '0')}`)
}

const FAULTS: Record<number, DeviceFault> = {
  [SAM.notPermitted]: 'auth',
  [SAM.unauthorised]: 'auth',
  [SAM.cardAuthentication]: 'auth',
  [SAM.samAuthentication]: 'auth',
  [SAM.verification]: 'auth',
  [SAM.wrongCard]: 'unreadable',
  [SAM.read]: 'unreadable',
  [SAM.find]: 'unreadable',
  [SAM.select]: 'unreadable',
  [SAM.random]: 'broken',
  [SAM.selfTest]: 'broken',
}

/** The module's number as it is printed on readers: u16.u16-u32-u32-u32, little endian. @throws {RangeError} unless 16 bytes. */
export function samIdText(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError(`a SAM id has 16 bytes, not ${bytes.length}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const digits = (value: number, width: number) => String(value).padStart(width, '0')
  const [kind, area] = [0, 2].map(at => digits(view.getUint16(at, true), 2))
  const [date, serial, check] = [4, 8, 12].map(at => view.getUint32(at, true))
  return `${kind}.${area}-${digits(date!, 8)}-${digits(serial!, 10)}-${digits(check!, 10)}`
}

/**
 * The parts of a read answer's data, of which the fingerprint comes third where it was asked for.
 * @throws {DeviceError} `unreadable` when the lengths in it are not the chip's.
 */
export function readParts(
  data: Uint8Array,
  withFingerprint: boolean,
): { text: Uint8Array; photo: Uint8Array; fingerprint?: Uint8Array } {
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  const [text, photo, finger] = [view.getUint16(0), view.getUint16(2), withFingerprint ? view.getUint16(4) : 0]
  const head = withFingerprint ? 6 : 4
  if (text !== TEXT || photo !== PHOTO || data.length !== head + text + photo + finger)
    throw new DeviceError('unreadable', `lengths ${text}, ${photo} and ${finger} in an answer of ${data.length}`)
  const at = head + text
  return {
    text: data.slice(head, at),
    photo: data.slice(at, at + photo),
    ...(finger && { fingerprint: data.slice(at + photo) }),
  }
}
