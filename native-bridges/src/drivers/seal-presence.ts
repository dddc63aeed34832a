import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { serialPorts } from '../ports/serial.ts'
import { type Presence, presence } from '../presence.ts'
import type { SealAddress } from './seal.ts'

/** Milliseconds in which a machine on the office's network takes a connection. */
const PATIENCE = 500

/**
 * Which of the configured machines are there: those that take a connection, and those whose serial line is there.
 * Nothing is asked of them.
 */
export const sealPresence = (addresses: readonly SealAddress[]): Presence<SealAddress> =>
  presence(addresses, at => ('host' in at ? takesConnection(at) : hasLine(at)))

function takesConnection({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (here: boolean) => {
      socket.destroy()
      resolve(here)
    }
    socket.setTimeout(PATIENCE, () => end(false))
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}

async function hasLine({ serial, baudRate }: { serial: string; baudRate: number }): Promise<boolean> {
  if (serial.startsWith('/')) return existsSync(serial)
  return (await serialPorts({ baudRate, only: [serial] }).list()).length > 0
}
