/**
 * The part of Modbus that a seal machine speaks, over whatever carries it. Every call is one exchange, and none is
 * repeated. They throw DeviceErrors: `absent` after silence, `cancelled`, `protocol` for nonsense, and `protocol` with
 * the fact `exception` (a Modbus exception code) when the machine refused.
 */
export interface ModbusLine {
  inputRegisters(from: number, count: number, signal: AbortSignal): Promise<readonly (number | undefined)[]>
  discreteInputs(from: number, count: number, signal: AbortSignal): Promise<readonly (boolean | undefined)[]>
  writeRegister(at: number, value: number, signal: AbortSignal): Promise<void>
  writeCoil(at: number, on: boolean, signal: AbortSignal): Promise<void>
  /** Frees the line; harmless when it is gone. */
  close(): Promise<void>
}
