import { connect } from 'node:net'
import { type Presence, presence } from '../presence.ts'
import type { SealAddress } from './seal.ts'

/** Milliseconds in which a machine on the office's network takes a connection. */
const PATIENCE = 500

/** Which of the configured machines are there: those that take a connection. Nothing is asked of them. */
export const sealPresence = (addresses: readonly SealAddress[]): Presence<SealAddress> =>
  presence(addresses, takesConnection)

function takesConnection({ host, port }: SealAddress): Promise<boolean> {
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
