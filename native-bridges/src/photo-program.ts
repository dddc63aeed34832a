import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeviceError } from './driver.ts'
import { ownFolder } from './own-folder.ts'

/**
 * A program that makes a picture of a card's WLT bytes: a vendor's own, or one around a vendor's library. In its arguments
 * `{wlt}` stands for a file of the bytes and `{picture}` for the file that it is to write; without them it reads its input
 * and writes its output.
 */
export interface PhotoProgram {
  /** Its whole path. It is started as it is, by no shell. */
  program: string
  args: readonly string[]
}

/** Milliseconds; such a program decodes a kilobyte. */
const PATIENCE = 5000
/** Bytes: the picture of a card is a bitmap of 38,862. */
const LARGEST = 2 * 1024 * 1024

/**
 * What the program makes of a card's photo; not yet looked at.
 * @throws {DeviceError} `absent` when it does not start, `broken` when it fails or takes longer than `patience` ms,
 * `protocol` when it gives nothing, or more than a picture has
 */
export async function decodedPhoto(
  { program, args }: PhotoProgram,
  wlt: Uint8Array,
  patience = PATIENCE,
): Promise<Uint8Array> {
  const byFile = args.some(arg => arg.includes('{wlt}') || arg.includes('{picture}'))
  const folder = byFile ? await ownFolder('photo') : undefined
  try {
    const at = (name: string) => (folder ? join(folder.path, name) : name)
    if (folder) await writeFile(at('photo.wlt'), wlt, { mode: 0o600 })
    const filled = args.map(arg => arg.replaceAll('{wlt}', at('photo.wlt')).replaceAll('{picture}', at('picture')))
    const said = await output(program, filled, wlt, patience)
    const picture = args.some(arg => arg.includes('{picture}')) ? await written(at('picture')) : said
    if (!picture.length || picture.length > LARGEST) throw new DeviceError('protocol', `${picture.length} bytes came`)
    return picture
  } finally {
    await folder?.remove()
  }
}

async function written(path: string): Promise<Uint8Array> {
  const size = await stat(path).then(
    found => found.size,
    () => 0,
  )
  // What is larger is not read at all.
  return size && size <= LARGEST ? new Uint8Array(await readFile(path)) : new Uint8Array()
}

async function output(program: string, args: readonly string[], input: Uint8Array, ms: number): Promise<Uint8Array> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true, shell: false })
  const parts: Buffer[] = []
  const ended = once(child, 'close') as Promise<[code: number | null]>
  ended.catch(() => undefined)
  child.stdin.on('error', () => undefined).end(input)
  child.stdout.on('data', (part: Buffer) => {
    parts.push(part)
    if (parts.reduce((sum, { length }) => sum + length, 0) > LARGEST) end(child)
  })
  const late = { is: false }
  const timer = setTimeout(() => {
    late.is = true
    end(child)
  }, ms)
  try {
    const [code] = await ended
    if (late.is) throw new DeviceError('broken', `the program took longer than ${ms} ms`)
    const bytes = new Uint8Array(Buffer.concat(parts))
    if (code !== 0 && bytes.length <= LARGEST) throw new DeviceError('broken', `the program ended with ${code}`)
    return bytes
  } catch (cause) {
    if (cause instanceof DeviceError) throw cause
    throw new DeviceError('absent', `the program does not start: ${(cause as Error).message}`, {}, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** What it started itself may hold its output open and live on; nobody waits for that. */
function end(child: ChildProcess): void {
  child.kill('SIGKILL')
  child.stdin?.destroy()
  child.stdout?.destroy()
}
