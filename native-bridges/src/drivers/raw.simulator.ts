import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { BytePorts } from '../ports/byte-port.ts'
import { tcpPorts } from '../ports/tcp.ts'
import { simulatedCable } from '../simulated-cable.ts'
import { escposParser, type Heard, type Parser, parseZpl, tsplParser } from './raw.parsers.ts'

export type RawFault = 'paper' | 'head' | 'ribbon' | 'pause' | 'silent' | 'paper-midway'

export interface RawSimulator {
  ports: BytePorts
  /** Where it listens, on the loopback address. */
  port: number
  /** Every job that was printed to its end or begun, as its bytes came. */
  jobs(): readonly Buffer[]
  fault(fault: RawFault | undefined): void
  /** Answers every question with these bytes; undefined heals. */
  lie(bytes: Uint8Array | undefined): void
  unplug(): void
  plugIn(): void
  close(): Promise<void>
}

export interface RawSimulatorOptions {
  speaks: 'zpl' | 'tspl' | 'escpos'
  id: string
  name: string
  /** Milliseconds a copy takes. */
  copyMs?: number
  /** Each question that comes in. */
  onAsked?: () => void
}

interface Machine {
  options: RawSimulatorOptions
  jobs: Buffer[]
  left: number
  fault: RawFault | undefined
  lie: Uint8Array | undefined
  /** Who waits to hear that all was printed. */
  waiting: (() => void)[]
}

/** A printer of stickers or tickets on a port of the loopback address, that takes its commands apart as a real one does. */
export async function simulatedRaw(options: RawSimulatorOptions): Promise<RawSimulator> {
  const machine: Machine = { options, jobs: [], left: 0, fault: undefined, lie: undefined, waiting: [] }
  const sockets = new Set<Socket>()
  const open = async (port: number) => {
    const server = createServer(socket => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
      serve(machine, socket)
    })
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    return server
  }
  let server: Server | undefined = await open(0)
  const { port } = server.address() as AddressInfo
  const { id, name } = options
  const cable = simulatedCable({ id, name, kind: 'document-printer', simulated: true })
  const shut = () => {
    server?.close()
    server = undefined
    for (const socket of sockets) socket.destroy()
  }
  return {
    ports: {
      list: async () => (await cable.list()).map(() => ({ id, name })),
      open: tcpPorts([{ id, name, host: '127.0.0.1', port }]).open,
      watch: listener =>
        cable.watch(({ state }) => {
          if (state === 'attached' || state === 'removed') listener({ port: { id, name }, state })
        }),
    },
    port,
    jobs: () => machine.jobs,
    fault(fault) {
      machine.fault = fault
      if (!fault) machine.left = 0
    },
    lie(bytes) {
      machine.lie = bytes
    },
    unplug() {
      cable.unplug()
      shut()
      machine.left = 0
    },
    plugIn: () =>
      void open(port).then(opened => {
        server = opened
        cable.plugIn()
      }),
    close: async () => shut(),
  }
}

const PARSERS: Record<RawSimulatorOptions['speaks'], () => Parser> = {
  zpl: () => parseZpl,
  tspl: tsplParser,
  escpos: escposParser,
}

function serve(machine: Machine, socket: Socket): void {
  const parse = PARSERS[machine.options.speaks]()
  let waiting: Buffer = Buffer.alloc(0)
  socket.on('data', part => {
    const { heard, rest } = parse(Buffer.concat([waiting, part as Buffer]))
    waiting = rest
    for (const each of heard) answer(machine, socket, each)
  })
}

function answer(machine: Machine, socket: Socket, heard: Heard): void {
  if (heard.say === 'status') {
    machine.options.onAsked?.()
    const bytes = machine.lie ?? statusOf(machine, heard.which)
    if (bytes) socket.write(bytes)
  }
  if (heard.say === 'cancel') machine.left = 0
  if (heard.say === 'last') {
    const say = () => void socket.write(Uint8Array.of(0))
    if (machine.left === 0 && machine.fault !== 'silent') say()
    else machine.waiting.push(say)
  }
  if (heard.say !== 'job') return
  machine.jobs.push(heard.bytes)
  machine.left += heard.copies
  copy(machine)
}

function copy(machine: Machine): void {
  setTimeout(() => {
    if (machine.fault === 'paper-midway') machine.fault = 'paper'
    if (machine.left === 0 || machine.fault) return
    machine.left--
    if (machine.left > 0) return copy(machine)
    for (const say of machine.waiting.splice(0)) say()
  }, machine.options.copyMs ?? 0)
}

function statusOf(machine: Machine, which: number): Uint8Array | undefined {
  const { fault, left, options } = machine
  if (fault === 'silent' && machine.jobs.length) return undefined
  if (options.speaks === 'zpl') return fault === 'paper' ? undefined : Buffer.from(hostStatus(fault, left))
  if (options.speaks === 'tspl') {
    const bits = { paper: 0x04, head: 0x01, ribbon: 0x08, pause: 0x10 } as Partial<Record<RawFault, number>>
    return Uint8Array.of((left ? 0x20 : 0) | ((fault && bits[fault]) ?? 0))
  }
  const byte = { 2: fault === 'head' ? 0x04 : 0, 3: fault === 'ribbon' ? 0x08 : fault === 'pause' ? 0x20 : 0 }
  const paper = which === 4 && fault === 'paper' ? 0x60 : 0
  return Uint8Array.of(0x12 | ((byte as Record<number, number>)[which] ?? 0) | paper)
}

/** The three strings of ~HS. */
function hostStatus(fault: RawFault | undefined, left: number): string {
  const flag = (is: boolean) => (is ? 1 : 0)
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0')
  const lines = [
    `030,0,${flag(fault === 'pause')},0480,${pad(0, 3)},0,0,0,000,0,0,0`,
    `000,0,${flag(fault === 'head')},${flag(fault === 'ribbon')},0,2,6,0,${pad(left, 8)},1,000`,
    '1234,0',
  ]
  return lines.map(line => `\u0002${line}\u0003\r\n`).join('')
}
