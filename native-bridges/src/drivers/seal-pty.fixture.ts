import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BytePort } from '../ports/byte-port.ts'
import { ptyPair } from '../ports/pty-pair.fixture.ts'
import { serialPorts } from '../ports/serial.ts'
import { serveRtu } from './modbus-rtu.simulator.ts'
import type { ServeMachine } from './seal.simulator.ts'

interface SerialCable {
  near: string
  /** `lie` gives the bytes that are said instead of an answer. */
  serve(registers: Parameters<ServeMachine>[0], lie?: () => Uint8Array | undefined): ReturnType<ServeMachine>
  remove(): Promise<void>
}

/** A seal machine's serial cable: a pair of pseudo terminals whose near end always has the same name. */
export async function serialCable(): Promise<SerialCable> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-seal-'))
  const near = join(folder, 'tty')
  const at = { serial: near, baudRate: 115_200, unit: 1 }
  return {
    near,
    async serve(registers, lie = () => undefined) {
      const pair = await ptyPair()
      const far = await serialPorts({ baudRate: at.baudRate, paths: [pair.far] }).open(pair.far, never())
      void serveRtu(lying(far, lie), at.unit, registers)
      await symlink(pair.near, near)
      return {
        at,
        async close() {
          await rm(near, { force: true })
          await pair.pull()
          await far.close()
        },
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const lying = (port: BytePort, lie: () => Uint8Array | undefined): BytePort => ({
  ...port,
  write: (bytes, signal) => port.write(lie() ?? bytes, signal),
})

const never = () => new AbortController().signal
