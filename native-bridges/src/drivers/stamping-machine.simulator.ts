import type { IServiceVector } from 'modbus-serial'
import type { SealControls } from '../controls.ts'
import { SEAL_COIL, SEAL_HOLDING, SEAL_INPUT, SEAL_SENSOR, SEAL_STATE } from './seal-registers.ts'

/** How often the machine ever stamped. */
export interface StampCounter {
  count(): number
  add(): void
}

export function countFrom(first: number, keep: (count: number) => void = () => undefined): StampCounter {
  let count = first
  return { count: () => count, add: () => keep(++count) }
}

type SealFault = Parameters<SealControls['fault']>[0]

/** What the machine does, apart from how it is asked; `counter` outlives it where something keeps it. */
export function stampingMachine(stampMs: number, counter: StampCounter = countFrom(0)) {
  let fault: SealFault
  let state: number = SEAL_STATE.idle
  let silent = false
  return {
    count: counter.count,
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
        if (fault !== 'stuck') counter.add()
        state = SEAL_STATE.idle
      }, stampMs)
    },
    powerOff() {
      if (state !== SEAL_STATE.stamping) state = SEAL_STATE.idle
    },
  }
}

/** The machine as registers; a silent machine leaves every request without an answer. */
export function registersOf(machine: ReturnType<typeof stampingMachine>, onRequest?: () => void): IServiceVector {
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
