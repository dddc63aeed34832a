import modbus from 'modbus-serial'
import { DeviceError } from '../driver.ts'
import { unless } from '../waiting.ts'
import { SEAL_COIL, SEAL_HOLDING, SEAL_INPUT, SEAL_SENSOR, SEAL_STATE } from './seal-registers.ts'

/**
 * An open line to one seal machine; every call is one exchange, and none is repeated. They throw
 * DeviceErrors: `absent` after silence, `cancelled`, `protocol` for nonsense, and `protocol` with the
 * fact `exception` (a Modbus exception code) when the machine refused.
 */
export interface SealLine {
  state(signal: AbortSignal): Promise<{ state: number; error: number; count: number }>
  sensors(signal: AbortSignal): Promise<{ lid: boolean; door: boolean; paper: boolean }>
  authorise(on: boolean, signal: AbortSignal): Promise<void>
  trigger(signal: AbortSignal): Promise<void>
  close(): void
}

export interface SealEndpoint {
  host: string
  port: number
  /** The Modbus unit, 1 to 247. */
  unit: number
}

/** @throws {DeviceError} `absent` when nothing answers there within `patience` milliseconds, `cancelled`. */
export async function openSeal(at: SealEndpoint, patience: number, signal: AbortSignal): Promise<SealLine> {
  const client = new modbus.default()
  // Without a listener an error of the socket would end the process.
  client.on('error', () => {})
  const close = () => client.destroy(() => {})
  await unless(signal, client.connectTCP(at.host, { port: at.port, timeout: patience })).catch(error => {
    close()
    throw error instanceof DeviceError ? error : new DeviceError('absent', messageOf(error))
  })
  client.setID(at.unit)
  client.setTimeout(patience)
  const gone = new Promise<never>((_resolve, reject) =>
    client.on('close', () => reject(new DeviceError('absent', 'the machine closed the line'))),
  )
  gone.catch(() => {})
  const exchange = <T>(asking: AbortSignal, asked: Promise<T>) =>
    unless(asking, Promise.race([asked, gone])).catch((error: unknown) => {
      throw error instanceof DeviceError ? error : lineFault(error, client.isOpen)
    })
  return {
    async state(asking) {
      const { data } = await exchange(asking, client.readInputRegisters(SEAL_INPUT.state, 4))
      return stateOf(data)
    },
    async sensors(asking) {
      const { data } = await exchange(asking, client.readDiscreteInputs(SEAL_SENSOR.lid, 3))
      return { lid: !!data[SEAL_SENSOR.lid], door: !!data[SEAL_SENSOR.door], paper: !!data[SEAL_SENSOR.paper] }
    },
    async authorise(on, asking) {
      await exchange(asking, client.writeRegister(SEAL_HOLDING.authorised, on ? 1 : 0))
    },
    async trigger(asking) {
      await exchange(asking, client.writeCoil(SEAL_COIL.stamp, true))
    },
    close,
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

/** A Modbus exception is the machine refusing; a timeout or a closed socket is the machine gone. */
function lineFault(error: unknown, open: boolean): DeviceError {
  const { modbusCode, errno } = error as { modbusCode?: number; errno?: string }
  if (modbusCode !== undefined) {
    return new DeviceError('protocol', `Modbus exception ${modbusCode}`, { exception: modbusCode })
  }
  return new DeviceError(!open || errno === 'ETIMEDOUT' ? 'absent' : 'protocol', messageOf(error))
}

/** The library's own errors are no Error objects. */
const messageOf = (error: unknown) => (error as { message?: string }).message ?? String(error)
