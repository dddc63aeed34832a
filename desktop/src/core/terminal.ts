import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIP } from 'node:net'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import type { CoreOptions } from './core.ts'
import type { Notes } from './notes.ts'
import type { Stored } from './open-stored.ts'

/** The machine in the office's network: what a registered print terminal is known by. MAC in capitals with colons. */
interface TerminalAddress {
  ip: string
  mac: string
}

interface Parts {
  notes: Notes
  /** The centre's address; undefined before this window is enrolled. */
  server: () => string | undefined
  interfaces?: () => NodeJS.Dict<NetworkInterfaceInfo[]>
  /** The own address by which a host is reached. */
  towards?: (host: string) => Promise<string | undefined>
}

const NOTE = 'terminal'

/** Where the simulated card printer of the demo is registered: it stands at every desk of the demo, whatever its machine. */
const SIMULATED: TerminalAddress = { ip: '127.0.0.1', mac: '00:00:00:00:00:00' }

/** Tells the address of this window: as it was told, in the demo a simulated one, else the machine's own. */
export function terminalOf(
  { terminal, demo }: Pick<CoreOptions, 'terminal' | 'demo'>,
  { notes, held }: Pick<Stored, 'notes' | 'held'>,
): () => Promise<TerminalAddress> {
  const told = terminal ?? (demo && SIMULATED)
  return told ? async () => told : officeAddress({ notes, server: () => held.enrolment?.server })
}

/**
 * Tells the machine's own address in the office's network (IPv4): the one by which it reaches the centre; with the cable
 * out, when it has none, the one that it had last, so that a registered machine prints on without a network.
 */
export function officeAddress({
  notes,
  server,
  interfaces = networkInterfaces,
  towards = ownAddressTo,
}: Parts): () => Promise<TerminalAddress> {
  return async () => {
    const here = addressesOf(interfaces())
    const url = server()
    const own = url === undefined ? undefined : await towards(new URL(url).hostname)
    const kept = await notes.get<TerminalAddress>(NOTE)
    const found = here.find(({ ip }) => ip === own) ?? here.find(one => same(one, kept)) ?? here[0]
    if (!found) return kept ?? { ip: '', mac: '' }
    if (!same(found, kept)) await notes.put(NOTE, found)
    return found
  }
}

const same = (one: TerminalAddress, other: TerminalAddress | undefined) => one.ip === other?.ip && one.mac === other.mac

const addressesOf = (interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): TerminalAddress[] =>
  Object.values(interfaces)
    .flatMap(list => list ?? [])
    .filter(one => !one.internal && one.family === 'IPv4')
    .map(({ address, mac }) => ({ ip: address, mac: mac.toUpperCase() }))

/** Asks the routing table: a UDP socket that is connected sends nothing. A name would ask the network, so it is not asked. */
async function ownAddressTo(host: string): Promise<string | undefined> {
  if (isIP(host) !== 4) return undefined
  const socket = createSocket('udp4')
  try {
    socket.connect(9, host)
    await once(socket, 'connect')
    return socket.address().address
  } catch {
    return undefined
  } finally {
    socket.close()
  }
}
