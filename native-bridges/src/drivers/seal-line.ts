import { DeviceError } from '../driver.ts'
import { serialPorts } from '../ports/serial.ts'
import { deadline } from '../waiting.ts'
import type { ModbusLine } from './modbus-line.ts'
import { modbusRtu } from './modbus-rtu.ts'
import { modbusTcp } from './modbus-tcp.ts'
import { SEAL_COIL, SEAL_HOLDING, SEAL_INPUT, SEAL_SENSOR, SEAL_STATE } from './seal-registers.ts'

/** An open line to one seal machine; throws as a ModbusLine does. */
export interface SealLine {
  state(signal: AbortSignal): Promise<{ state: number; error: number; count: number }>
  sensors(signal: AbortSignal): Promise<{ lid: boolean; door: boolean; paper: boolean }>
  authorise(on: boolean, signal: AbortSignal): Promise<void>
  trigger(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** `unit` is the Modbus unit, 1 to 247. */
export type SealEndpoint = { unit: number } & (
  | { host: string; port: number }
  | {
      /** The id of its serial line, or its path where the system lists none. */
      serial: string
      /** Bits per second; 8 data bits, 1 stop bit. */
      baudRate: number
      parity?: 'none' | 'even' | 'odd'
    }
)

/** @throws {DeviceError} `absent` when nothing is there within `patience` ms, `busy` for a serial line in use, `cancelled`. */
export async function openSeal(at: SealEndpoint, patience: number, signal: AbortSignal): Promise<SealLine> {
  const line = 'host' in at ? await modbusTcp(at, patience, signal) : await overSerial(at, patience, signal)
  return {
    async state(asking) {
      return stateOf(await line.inputRegisters(SEAL_INPUT.state, 4, asking))
    },
    async sensors(asking) {
      const data = await line.discreteInputs(SEAL_SENSOR.lid, 3, asking)
      return { lid: !!data[SEAL_SENSOR.lid], door: !!data[SEAL_SENSOR.door], paper: !!data[SEAL_SENSOR.paper] }
    },
    authorise: (on, asking) => line.writeRegister(SEAL_HOLDING.authorised, on ? 1 : 0, asking),
    trigger: asking => line.writeCoil(SEAL_COIL.stamp, true, asking),
    close: () => line.close(),
  }
}

/** Milliseconds for a serial line to be found and opened, whatever its machine does. */
const OPENING = 3000

async function overSerial(
  { serial, baudRate, parity, unit }: Extract<SealEndpoint, { serial: string }>,
  patience: number,
  signal: AbortSignal,
): Promise<ModbusLine> {
  const paths = serial.startsWith('/') ? [serial] : []
  const { signal: limited, end } = deadline(signal, OPENING)
  try {
    const port = await serialPorts({ baudRate, paths, only: [serial], ...(parity && { parity }) }).open(serial, limited)
    return modbusRtu(port, unit, patience)
  } catch (error) {
    if (!limited.aborted || signal.aborted) throw error
    throw new DeviceError('absent', `the serial line did not open within ${OPENING} ms`)
  } finally {
    end()
  }
}

function stateOf(registers: readonly (number | undefined)[]): { state: number; error: number; count: number } {
  const [state, error, high, low] = [SEAL_INPUT.state, SEAL_INPUT.error, SEAL_INPUT.countHigh, SEAL_INPUT.countLow].map(
    at => registers[at],
  )
  const known = Object.values<number | undefined>(SEAL_STATE).includes(state)
  if (!known || state === undefined || error === undefined || high === undefined || low === undefined) {
    throw new DeviceError('protocol', `state ${state} in ${registers.length} registers`)
  }
  return { state, error, count: high * 0x10000 + low }
}
