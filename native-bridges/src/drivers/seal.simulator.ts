import type { AddressInfo, Server } from 'node:net'
import { type IServiceVector, ServerTCP } from 'modbus-serial'
import type { SealControls } from '../controls.ts'
import type { DeviceEvent } from '../driver.ts'
import { keptCounter } from './kept-counter.ts'
import { type SealAddress, type SealAddresses, sealInfo } from './seal.ts'
import type { SealEndpoint } from './seal-line.ts'
import { countFrom, registersOf, stampingMachine } from './stamping-machine.simulator.ts'

export interface SealSimulatorOptions {
  id: string
  name: string
  /** Milliseconds a stamp takes to fall. */
  stampMs?: number
  /** Where its counter is kept, as a real machine keeps its own over a restart; without one it begins with 0. */
  folder?: string
  /** Called before each register is read or written; tests pull cables and abort here. */
  onRequest?: () => void
}

export interface SimulatedSeal {
  addresses: Omit<SealAddresses, 'list'> & { list(): readonly SealAddress[] }
  controls: SealControls
  close(): Promise<void>
}

/** Lets the machine be asked over a line until it is closed; each time at a place of its own. */
export type ServeMachine = (registers: IServiceVector) => Promise<{ at: SealEndpoint; close(): Promise<void> }>

/**
 * A seal machine behind a real line: Modbus TCP on the loopback address, unless another one is given.
 * @throws when that cannot be listened on.
 */
export async function simulatedSeal(options: SealSimulatorOptions, serve = overTcp): Promise<SimulatedSeal> {
  const machine = stampingMachine(options.stampMs ?? 0, options.folder ? keptCounter(options.folder) : countFrom(0))
  const line = machineLine(options, registersOf(machine, options.onRequest), serve)
  await line.plugIn()
  const unplug = () => {
    machine.powerOff()
    return line.unplug()
  }
  return {
    addresses: { list: line.list, watch: line.watch },
    controls: {
      count: machine.count,
      fault: machine.fault,
      unplug: () => void unplug(),
      // A machine that cannot be reached again stays away, as one with a broken cable does.
      plugIn: () => void line.plugIn().catch(() => undefined),
    },
    close: unplug,
  }
}

/** The machine's line, which comes back on another port each time it is plugged in. */
function machineLine({ id, name }: SealSimulatorOptions, registers: IServiceVector, serve: ServeMachine) {
  const listeners = new Set<(event: DeviceEvent) => void>()
  let line: { address: SealAddress; close(): Promise<void> } | undefined
  let wanted = false
  const tell = (address: SealAddress, state: 'attached' | 'removed') => {
    for (const listener of listeners) listener({ device: sealInfo(address), state })
  }
  return {
    list: () => (line ? [line.address] : []),
    watch(listener: (event: DeviceEvent) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async plugIn(): Promise<void> {
      wanted = true
      if (line) return
      const { at, close } = await serve(registers)
      // It may have been unplugged again, or plugged in twice, while its line was being opened.
      if (!wanted || line) return close()
      line = { close, address: { id, name, simulated: true, ...at } }
      tell(line.address, 'attached')
    },
    async unplug(): Promise<void> {
      const pulled = line
      line = undefined
      wanted = false
      if (!pulled) return
      tell(pulled.address, 'removed')
      await pulled.close()
    },
  }
}

async function overTcp(registers: IServiceVector): ReturnType<ServeMachine> {
  const server = await listening(registers)
  return { at: { unit: 1, ...endpoint(server) }, close: () => closed(server) }
}

function listening(registers: IServiceVector): Promise<ServerTCP> {
  return new Promise((resolve, reject) => {
    // The library takes the number 0 for "no port given"; as text it reaches the system, which picks a free one.
    const server = new ServerTCP(registers, { host: '127.0.0.1', port: '0' as unknown as number, unitID: 1 })
    server.on('error', () => {}).on('socketError', () => {})
    server.on('serverError', reject)
    server.on('initialized', () => resolve(server))
  })
}

function endpoint(server: ServerTCP): { host: string; port: number } {
  const { port } = (server as unknown as { _server: Server })._server.address() as AddressInfo
  return { host: '127.0.0.1', port }
}

const closed = (server: ServerTCP) => new Promise<void>(resolve => server.close(() => resolve()))
