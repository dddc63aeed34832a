import modbus from 'modbus-serial'
import { DeviceError } from '../driver.ts'
import { unless } from '../waiting.ts'
import type { ModbusLine } from './modbus-line.ts'

/**
 * Modbus TCP by the library modbus-serial; one request at a time, none repeated. `patience` is in milliseconds, for the
 * connection and for one exchange.
 * @throws {DeviceError} `absent` when nothing answers there, `cancelled`.
 */
export async function modbusTcp(
  at: { host: string; port: number; unit: number },
  patience: number,
  signal: AbortSignal,
): Promise<ModbusLine> {
  const client = new modbus.default()
  // Without a listener an error of the socket would end the process.
  client.on('error', () => {})
  const close = async () => client.destroy(() => {})
  await unless(signal, client.connectTCP(at.host, { port: at.port, timeout: patience })).catch(error => {
    void close()
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
    inputRegisters: async (from, count, asking) =>
      (await exchange(asking, client.readInputRegisters(from, count))).data,
    discreteInputs: async (from, count, asking) =>
      (await exchange(asking, client.readDiscreteInputs(from, count))).data,
    writeRegister: async (register, value, asking) =>
      void (await exchange(asking, client.writeRegister(register, value))),
    writeCoil: async (coil, on, asking) => void (await exchange(asking, client.writeCoil(coil, on))),
    close,
  }
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
