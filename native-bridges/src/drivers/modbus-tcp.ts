import { DeviceError } from '../driver.ts'
import type { BytePort } from '../ports/byte-port.ts'
import { concat } from '../ports/byte-queue.ts'
import { tcpPorts } from '../ports/tcp.ts'
import { cancelled, deadline } from '../waiting.ts'
import type { ModbusLine } from './modbus-line.ts'
import { demandOurs, granted, modbusRequests } from './modbus-requests.ts'

/** Transaction, protocol (0) and length, two bytes each; the length counts the unit and what follows it. */
const HEAD = 6
/** A unit and a function of two bytes at least; the specification's 253 bytes and the unit at most. */
const SHORTEST = 3
const LONGEST = 254

/**
 * Modbus TCP ("MODBUS Messaging on TCP/IP Implementation Guide", V1.0b): one request, one answer, nothing repeated. An
 * answer belongs to its request by its number; one that comes late is let go by. `patience` is in milliseconds, for the
 * connection and for one exchange.
 * @throws {DeviceError} `absent` when nothing answers there, `protocol` for what is no answer to what was asked, with the
 * fact `exception` when the machine refused, `cancelled`.
 */
export async function modbusTcp(
  at: { host: string; port: number; unit: number },
  patience: number,
  signal: AbortSignal,
): Promise<ModbusLine> {
  const port = await opened(at, patience, signal)
  return modbusOverTcp(port, at.unit, patience)
}

async function opened(
  { host, port }: { host: string; port: number },
  patience: number,
  signal: AbortSignal,
): Promise<BytePort> {
  const id = `${host}:${port}`
  const { signal: limited, end } = deadline(signal, patience)
  try {
    return await tcpPorts([{ id, name: id, host, port }]).open(id, limited)
  } catch (error) {
    if (!limited.aborted || signal.aborted) throw error
    throw new DeviceError('absent', `no connection in ${patience} ms`)
  } finally {
    end()
  }
}

/** The same over a connection that is there. */
export function modbusOverTcp(port: BytePort, unit: number, patience: number): ModbusLine {
  const line: Line = { port, number: 0, rest: new Uint8Array() }
  return modbusRequests(
    async (request, length, signal) => granted(await exchange(line, unit, request, length, patience, signal)),
    () => port.close(),
  )
}

interface Line {
  port: BytePort
  /** Of the last request. */
  number: number
  /** What came behind the last answer. */
  rest: Uint8Array
}

async function exchange(
  line: Line,
  unit: number,
  request: readonly number[],
  length: number,
  patience: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { signal: limited, end } = deadline(signal, patience)
  line.number = (line.number + 1) & 0xffff
  const asked = [unit, ...request]
  try {
    await line.port.write(Uint8Array.from([...word(line.number), 0, 0, ...word(asked.length), ...asked]), limited)
    for (;;) {
      const answer = taken(line)
      if (answer) return demanded(answer, unit, request[0]!, length)
      line.rest = concat([line.rest, await line.port.read(limited)])
    }
  } catch (error) {
    const begun = line.rest.length
    // Where the next answer begins is not known any more.
    line.rest = new Uint8Array()
    if (signal.aborted) throw cancelled()
    if (!limited.aborted) throw error
    if (begun) throw new DeviceError('protocol', `the answer ended after ${begun} bytes`)
    throw new DeviceError('absent', `no answer within ${patience} ms`)
  } finally {
    end()
  }
}

/** The answer to the last request, from its unit on, once it is there. @throws {DeviceError} `protocol` */
function taken(line: Line): Uint8Array | undefined {
  while (line.rest.length >= HEAD) {
    const [number, protocol, length] = [0, 2, 4].map(at => line.rest[at]! * 0x100 + line.rest[at + 1]!)
    if (protocol !== 0 || length! < SHORTEST || length! > LONGEST) throw new DeviceError('protocol', 'no Modbus header')
    if (line.rest.length < HEAD + length!) return undefined
    const answer = line.rest.slice(HEAD, HEAD + length!)
    line.rest = line.rest.slice(HEAD + length!)
    if (number === line.number) return answer
  }
  return undefined
}

/** From the function code on. A refusal has two bytes. @throws {DeviceError} `protocol` for anything else */
function demanded(answer: Uint8Array, unit: number, code: number, length: number): Uint8Array {
  demandOurs(answer, unit, code)
  const whole = answer[1] === code ? length : 2
  if (answer.length !== 1 + whole) throw new DeviceError('protocol', `an answer of ${answer.length} bytes`)
  return answer.slice(1)
}

const word = (value: number): [number, number] => [value >>> 8, value & 0xff]
