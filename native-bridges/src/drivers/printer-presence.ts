import { connect } from 'node:net'
import { type Presence, presence } from '../presence.ts'
import type { IppAddress } from './ipp.ts'
import { urlOf } from './ipp-link.ts'

/** Milliseconds in which a printer on the office's network takes a connection. */
const PATIENCE = 500

/** Which of the configured printers are there: those that take a connection. Nothing is asked of them. */
export const printerPresence = (addresses: readonly IppAddress[]): Presence<IppAddress> =>
  presence(addresses, takesConnection)

function takesConnection({ uri }: IppAddress): Promise<boolean> {
  return new Promise(resolve => {
    const { host, port } = urlOf(uri)
    const socket = connect({ host, port })
    const end = (here: boolean) => {
      socket.destroy()
      resolve(here)
    }
    socket.setTimeout(PATIENCE, () => end(false))
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
