import { connect, type Socket } from 'node:net'
import { DeviceError } from '../driver.ts'
import { presence } from '../presence.ts'
import { cancelled, unless } from '../waiting.ts'
import type { BytePort, BytePortInfo, BytePorts } from './byte-port.ts'
import { byteQueue } from './byte-queue.ts'

/** A device that takes bytes on a port of the office's network, as printers do on 9100. */
export interface TcpAddress extends BytePortInfo {
  host: string
  port: number
}

/** Milliseconds for a connection. */
const PATIENCE = 1500
const PRESENCE = 500

/** Lines over TCP. Most such devices take one connection at a time: one that is in use here counts as being there. */
export function tcpPorts(addresses: readonly TcpAddress[]): BytePorts {
  const open = new Set<string>()
  const here = presence(addresses, async at => open.has(at.id) || takesConnection(at))
  return {
    list: async () => (await here.list()).map(({ id, name }) => ({ id, name })),
    watch: listener => here.watch(({ device: { id, name }, state }) => listener({ port: { id, name }, state })),
    async open(id, signal) {
      const at = addresses.find(each => each.id === id)
      if (!at) throw new DeviceError('absent', `no address ${id}`)
      const socket = await connected(at, signal)
      open.add(id)
      return portOf(socket, () => open.delete(id))
    },
  }
}

function connected({ host, port }: TcpAddress, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled())
    const socket = connect({ host, port, noDelay: true })
    const end = (error?: DeviceError) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      if (!error) return resolve(socket)
      socket.destroy()
      reject(error)
    }
    const stop = () => end(cancelled())
    const timer = setTimeout(() => end(new DeviceError('absent', 'no connection in time')), PATIENCE)
    signal.addEventListener('abort', stop, { once: true })
    socket.once('connect', () => end())
    // Kept after the connection, too: an error without a listener ends the process.
    socket.on('error', error => end(new DeviceError('absent', error.message)))
  })
}

function portOf(socket: Socket, closed: () => void): BytePort {
  const incoming = byteQueue()
  const gone = (why: string) => incoming.end(new DeviceError('absent', why))
  socket.on('data', bytes => incoming.push(new Uint8Array(bytes as Buffer)))
  socket.on('error', error => gone(error.message))
  socket.on('close', () => {
    closed()
    gone('the connection was closed')
  })
  socket.on('end', () => gone('the device hung up'))
  return {
    read: incoming.read,
    async write(bytes, signal) {
      if (signal.aborted) throw cancelled()
      if (socket.destroyed) throw new DeviceError('absent', 'the connection was closed')
      await unless(signal, written(socket, bytes))
    },
    close: async () => {
      closed()
      // What was written still goes out; whoever does not take it is hung up on.
      socket.end()
      setTimeout(() => socket.destroy(), PRESENCE).unref()
    },
  }
}

function written(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new DeviceError('absent', 'the connection was closed'))
    socket.once('close', closed)
    socket.write(bytes, error => {
      socket.off('close', closed)
      if (error) reject(new DeviceError('absent', error.message))
      else resolve()
    })
  })
}

function takesConnection({ host, port }: TcpAddress): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.setTimeout(PRESENCE, () => end(false))
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
