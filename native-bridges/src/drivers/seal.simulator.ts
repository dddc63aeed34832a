import type { AddressInfo, Server } from 'node:net'
import { type IServiceVector, ServerTCP } from 'modbus-serial'
import type { SealControls } from '../controls.ts'
import type { DeviceEvent } from '../driver.ts'
import { type SealAddress, type SealAddresses, sealInfo } from './seal.ts'
import { SEAL_COIL, SEAL_HOLDING, SEAL_INPUT, SEAL_SENSOR, SEAL_STATE } from './seal-registers.ts'

export interface SealSimulatorOptions {
  id: string
  name: string
  /** Milliseconds a stamp takes to fall. */
  stampMs?: number
  /** Called before each register is read or written; tests pull cables and abort here. */
  onRequest?: () => void
}

export interface SimulatedSeal {
  addresses: Omit<SealAddresses, 'list'> & { list(): readonly SealAddress[] }
  controls: SealControls
  close(): Promise<void>
}

type SealFault = Parameters<SealControls['fault']>[0]

/** A seal machine behind a real Modbus TCP line on the loopback address. @throws when that cannot be listened on. */
export async function simulatedSeal(options: SealSimulatorOptions): Promise<SimulatedSeal> {
  const machine = stampingMachine(options.stampMs ?? 0)
  const line = machineLine(options, registersOf(machine, options.onRequest))
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
function machineLine({ id, name }: SealSimulatorOptions, registers: IServiceVector) {
  const listeners = new Set<(event: DeviceEvent) => void>()
  let line: { server: ServerTCP; address: SealAddress } | undefined
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
      const server = await serve(registers)
      // It may have been unplugged again, or plugged in twice, while the server was starting.
      if (!wanted || line) return closed(server)
      line = { server, address: { id, name, simulated: true, unit: 1, ...endpoint(server) } }
      tell(line.address, 'attached')
    },
    async unplug(): Promise<void> {
      const pulled = line
      line = undefined
      wanted = false
      if (!pulled) return
      tell(pulled.address, 'removed')
      await closed(pulled.server)
    },
  }
}

/** What the machine does, apart from how it is asked. */
function stampingMachine(stampMs: number) {
  let fault: SealFault
  let state: number = SEAL_STATE.idle
  let count = 0
  let silent = false
  return {
    count: () => count,
    silent: () => silent,
    state: () => (fault === 'broken' ? SEAL_STATE.fault : state),
    error: () => (fault === 'broken' ? 7 : 0),
    lid: () => fault !== 'cover',
    paper: () => fault !== 'empty',
    fault(next: SealFault) {
      fault = next
      silent = false
    },
    authorise(on: boolean) {
      if (state !== SEAL_STATE.stamping) state = on ? SEAL_STATE.authorised : SEAL_STATE.idle
    },
    stamp() {
      if (state !== SEAL_STATE.authorised || fault === 'cover' || fault === 'empty') throw refused
      // Single use: the authorisation is gone with the stamp.
      state = SEAL_STATE.stamping
      silent = fault === 'silent'
      setTimeout(() => {
        if (fault !== 'stuck') count++
        state = SEAL_STATE.idle
      }, stampMs)
    },
    powerOff() {
      if (state !== SEAL_STATE.stamping) state = SEAL_STATE.idle
    },
  }
}

/** The machine as registers; a silent machine leaves every request without an answer. */
function registersOf(machine: ReturnType<typeof stampingMachine>, onRequest?: () => void): IServiceVector {
  const never = new Promise<never>(() => {})
  const answer = <T>(value: () => T): Promise<T> => {
    onRequest?.()
    return machine.silent() ? never : Promise.resolve().then(value)
  }
  const inputs: Table<number> = {
    [SEAL_INPUT.state]: machine.state,
    [SEAL_INPUT.error]: machine.error,
    [SEAL_INPUT.countHigh]: () => machine.count() >>> 16,
    [SEAL_INPUT.countLow]: () => machine.count() & 0xffff,
  }
  const sensors: Table<boolean> = {
    [SEAL_SENSOR.lid]: machine.lid,
    [SEAL_SENSOR.door]: () => true,
    [SEAL_SENSOR.paper]: machine.paper,
  }
  const holding: Table<number> = {
    [SEAL_HOLDING.authorised]: () => Number(machine.state() === SEAL_STATE.authorised),
  }
  const coils: Table<boolean> = { [SEAL_COIL.stamp]: () => machine.state() === SEAL_STATE.stamping }
  return {
    getInputRegister: (address: number) => answer(() => at(inputs, address)()),
    getDiscreteInput: (address: number) => answer(() => at(sensors, address)()),
    getHoldingRegister: (address: number) => answer(() => at(holding, address)()),
    getCoil: (address: number) => answer(() => at(coils, address)()),
    setRegister: (address: number, value: number) =>
      answer(() => {
        at(holding, address)
        machine.authorise(value === 1)
      }),
    setCoil: (address: number, value: boolean) =>
      answer(() => {
        at(coils, address)
        if (value) machine.stamp()
      }),
  }
}

type Table<T> = Record<number, () => T>

function at<T>(table: Table<T>, address: number): () => T {
  const read = table[address]
  if (!read) throw noSuchAddress
  return read
}

/** Modbus exceptions: 2 is an illegal address, 4 a machine that cannot do what was asked. */
const noSuchAddress = Object.assign(new Error('no such register'), { modbusErrorCode: 2 })
const refused = Object.assign(new Error('not authorised, or not ready'), { modbusErrorCode: 4 })

function serve(registers: IServiceVector): Promise<ServerTCP> {
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
