import { access } from 'node:fs/promises'
import { SerialPort } from 'serialport'
import { DeviceError } from '../driver.ts'
import { unless } from '../waiting.ts'
import type { BytePort, BytePortInfo, BytePorts } from './byte-port.ts'
import { byteQueue } from './byte-queue.ts'
import { heldBy } from './held-by.ts'

export interface SerialOptions {
  /** Bits per second; the line is 8N1 unless another parity is told. */
  baudRate: number
  parity?: 'none' | 'even' | 'odd'
  /** Paths that listing does not show, such as a pseudo terminal or a fixed port of the desk. */
  paths?: readonly string[]
  /** The ids or paths of those that are meant; all, when left out. */
  only?: readonly string[]
}

/** The machine's serial lines, by node-serialport. */
export function serialPorts(options: SerialOptions): BytePorts {
  async function found(): Promise<(BytePortInfo & { path: string })[]> {
    const { only, paths = [] } = options
    // Listing asks the system's device manager, a program of its own: needless where all that is meant was told by its path.
    if (only?.every(id => paths.includes(id))) return only.map(path => ({ id: path, name: path, path }))
    // Listing fails where the system has no such notion (no udev): that is "nothing there".
    const listed = await SerialPort.list().catch(() => [])
    const named = listed.map(({ path, vendorId, productId, serialNumber, manufacturer }) => ({
      id: vendorId && serialNumber ? `${vendorId}:${productId}:${serialNumber}` : path,
      name: manufacturer ? `${manufacturer} (${path})` : path,
      path,
    }))
    const fixed = paths.filter(path => !named.some(port => port.path === path))
    const all = [...named, ...fixed.map(path => ({ id: path, name: path, path }))]
    return only ? all.filter(({ id, path }) => only.includes(id) || only.includes(path)) : all
  }
  return {
    list: async () => (await found()).map(({ id, name }) => ({ id, name })),
    async open(id, signal) {
      const port = options.paths?.includes(id) ? { path: id } : (await found()).find(each => each.id === id)
      if (!port) throw new DeviceError('absent', `no serial port ${id}`)
      return openSerial(port.path, options, signal)
    },
  }
}

async function openSerial(
  path: string,
  { baudRate, parity = 'none' }: SerialOptions,
  signal: AbortSignal,
): Promise<BytePort> {
  const port = new SerialPort({ path, baudRate, dataBits: 8, stopBits: 1, parity, autoOpen: false })
  const incoming = byteQueue()
  const gone = (why: string) => incoming.end(new DeviceError('absent', why))
  // Without a data listener an unplug raises no event at all; `close` can come twice.
  port.on('data', (bytes: Buffer) => incoming.push(new Uint8Array(bytes)))
  port.on('close', () => gone('the serial port closed'))
  port.on('error', error => gone(error.message))
  const opened = new Promise<void>((resolve, reject) =>
    port.open(error => (error ? void openFault(error, path).then(reject) : resolve())),
  )
  await unless(signal, opened).catch(error => {
    opened.then(() => port.close(), ignore)
    throw error
  })
  const watching = watchFor(path, () => {
    gone('the serial port is no longer there')
    if (port.isOpen) port.close(ignore)
  })
  port.on('close', () => clearInterval(watching))
  return {
    read: incoming.read,
    async write(bytes, writing) {
      if (!port.isOpen) throw new DeviceError('absent', 'the serial port closed')
      await unless(writing, sent(port, bytes))
    },
    close: () => new Promise<void>(resolve => (port.isOpen ? port.close(() => resolve()) : resolve())),
  }
}

/** Milliseconds between two looks at whether a line is still there. */
const LOOK = 500

/**
 * Tells when the file of a line is gone. node-serialport now and then hears nothing of an unplug (of 300 pulled lines 4),
 * and a reader that is only listened to would wait for ever. Windows has no such file, and ends the read itself.
 */
function watchFor(path: string, gone: () => void): NodeJS.Timeout | undefined {
  if (process.platform === 'win32') return undefined
  return setInterval(() => access(path).catch(gone), LOOK).unref()
}

/** Writes and waits until it has gone out. What is asked of a port that closed meanwhile would wait for it to open again. */
function sent(port: SerialPort, bytes: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fail = (why: string) => reject(new DeviceError('absent', why))
  const closed = () => fail('the serial port closed')
  port.once('close', closed)
  port.write(Buffer.from(bytes), error => {
    if (error) fail(error.message)
    else if (!port.isOpen) closed()
    else port.drain(late => (late ? fail(late.message) : resolve()))
  })
  return promise.finally(() => port.off('close', closed))
}

async function openFault(error: Error, path: string): Promise<DeviceError> {
  const { message } = error
  if (/lock|busy|access denied/i.test(message)) {
    const program = await heldBy(path)
    return new DeviceError('busy', message, program === undefined ? {} : { program })
  }
  if (/permission denied/i.test(message)) return new DeviceError('broken', message, { rights: 'serial' })
  if (/no such file|not found|cannot open/i.test(message)) return new DeviceError('absent', message)
  return new DeviceError('broken', message)
}

const ignore = () => {}
