import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeviceError } from './driver.ts'

export interface Claim {
  release(): Promise<void>
}

/** Milliseconds in which the other program may say who it is. */
const PATIENCE = 300

/**
 * Holds something of this machine that only one program may have at a time, by its name. The system itself takes it back
 * when the program ends, however it ends: it is a local socket's name, not a file.
 * @throws {DeviceError} `busy` with the facts `pid` and `since` (ISO 8601) of who holds it
 */
export async function claim(name: string): Promise<Claim> {
  const path = pathOf(name)
  const mine = JSON.stringify({ pid: process.pid, since: new Date().toISOString() })
  for (let tried = 0; tried < 2; tried++) {
    const server = createServer(socket => socket.on('error', () => undefined).end(mine))
    if (await listening(server, path)) return { release: () => closed(server) }
    const holder = await holderOf(path)
    if (holder) throw new DeviceError('busy', `${name} is held by process ${holder.pid}`, holder)
    // Where names are files, one may lie there of a program that was killed.
    if (!path.startsWith('\0')) await rm(path, { force: true })
  }
  throw new DeviceError('busy', `${name} is held by a program that does not say who it is`)
}

/** Linux has names without files, Windows pipes; elsewhere it is a file of the temporary folder. */
function pathOf(name: string): string {
  const short = `chuangtai-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
  if (process.platform === 'linux') return `\0${short}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${short}` : join(tmpdir(), `${short}.sock`)
}

async function listening(server: Server, path: string): Promise<boolean> {
  server.listen(path)
  try {
    await once(server, 'listening')
    server.unref()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return false
  }
}

async function holderOf(path: string): Promise<{ pid: number; since: string } | undefined> {
  const socket = connect(path)
  const signal = AbortSignal.timeout(PATIENCE)
  try {
    let said = ''
    socket.setEncoding('utf8').on('data', part => (said += part))
    await once(socket, 'end', { signal })
    return JSON.parse(said) as { pid: number; since: string }
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}
