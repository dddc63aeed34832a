import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../../scripts/run.ts'

/** A program of the product as a process of its own, as an office runs it. */
export interface Program {
  /** Where it serves: the centre's address, or the one-time address of a window's screen. */
  address: string
  /** `kill -9`: no handler runs, nothing is written any more. */
  kill(): Promise<void>
}

/** Starts the centre on a data folder; `port` is 0 the first time, and later the one that its windows know. */
export function startCentre(data: string, port: number): Promise<Program> {
  return begin('sync-server/src/main.ts', [], { CHUANGTAI_DATA: data, CHUANGTAI_PORT: String(port) }, line => {
    const { address } = JSON.parse(line) as { address?: string }
    return address
  })
}

/** Starts a window with the browser shell on a data folder. */
export function startWindow(data: string): Promise<Program> {
  const args = ['--data', data, '--port', '0', '--keys', 'file']
  return begin(
    'desktop/src/cli.ts',
    args,
    { LC_ALL: '', LANG: 'zh_CN.UTF-8' },
    line => /http:\S+#token=\S+/.exec(line)?.[0],
  )
}

async function begin(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  addressIn: (line: string) => string | undefined,
): Promise<Program> {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const address = await addressOf(child, addressIn)
  return {
    address,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

async function addressOf(child: ChildProcess, addressIn: (line: string) => string | undefined): Promise<string> {
  const said: string[] = []
  const lines = createInterface({ input: child.stdout! })
  for await (const line of lines) {
    said.push(line)
    const address = addressIn(line)
    if (!address) continue
    // Whatever else it says goes by unread, but must not fill the pipe.
    child.stdout!.resume()
    return address
  }
  throw new Error(`It did not start, and said: ${said.join('\n')}`)
}

/** Runs a command of the centre's command line, and answers what it said. */
export async function centreCommand(data: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'sync-server/src/cli.ts'), ...args], {
    env: { ...process.env, CHUANGTAI_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', part => (said += part))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${said}`)
  return said.trim()
}
