import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { API_PATH, encode, SUBPROTOCOL } from '../../desktop/src/wire.ts'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { ROOT } from '../../scripts/run.ts'

let folder: string
const started: ChildProcess[] = []

beforeAll(() => buildIfStale(SCREEN), 120_000)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-cli-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

interface Started {
  child: ChildProcess
  output(): string
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string | null>
  /** Waits until the output holds this. */
  says(pattern: RegExp): Promise<RegExpExecArray>
}

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [join(ROOT, 'desktop/src/cli.ts'), ...args], {
    env: { ...process.env, LC_ALL: '', LANG: 'en_US.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  started.push(child)
  let output = ''
  child.stdout!.on('data', part => (output += part))
  child.stderr!.on('data', part => (output += part))
  return {
    child,
    output: () => output,
    ended: new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? signal))),
    says: async pattern => {
      await expect.poll(() => pattern.test(output) || child.exitCode !== null, { timeout: 60_000 }).toBe(true)
      const found = pattern.exec(output)
      if (!found) throw new Error(`It ended with ${child.exitCode} and said: ${output}`)
      return found
    },
  }
}

const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]+)/

/** What the api answers to one call over a connection of that token. */
function ask(port: string, token: string, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${API_PATH}`, [SUBPROTOCOL, token], {
      headers: { origin: `http://127.0.0.1:${port}` },
    })
    socket.on('open', () => socket.send(encode({ id: 1, name, args: {} })))
    socket.on('message', data => {
      if (!String(data).includes('"id":1')) return
      resolve(String(data))
      socket.close()
    })
    socket.on('close', code => reject(new Error(`closed: ${code}`)))
    socket.on('error', reject)
  })
}

test('a window opens on a folder, answers its screen, gives another address, and ends when it is told', async () => {
  const window = start('--data', folder, '--keys', 'file', '--port', '0')
  const [, port, token] = await window.says(ADDRESS)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  expect(JSON.parse(await ask(port!, token!, 'session.state'))).toMatchObject({ answer: { shell: 'web', demo: false } })
  window.child.stdin!.write('\n')
  const again = await window.says(new RegExp(`${ADDRESS.source}[^]*${ADDRESS.source}`))
  expect(again[4]).not.toBe(token)
  window.child.kill('SIGTERM')
  expect(await window.ended).toBe(0)
})

test('a second core on the folder says which process has it', async () => {
  const first = start('--data', folder, '--keys', 'file', '--port', '0')
  await first.says(ADDRESS)
  const second = start('--data', folder, '--keys', 'file', '--port', '0')
  expect(await second.ended).toBe(75)
  expect(second.output()).toMatch(new RegExp(`^[^\\n]*\\b${first.child.pid}\\b[^\\n]*\\n$`))
})

test('a taken port is named, with what to do, and the folder is let go', async () => {
  const taken = createServer()
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const window = start('--data', folder, '--keys', 'file', '--port', String(port))
  expect(await window.ended).toBe(75)
  expect(window.output()).toBe(
    `Port ${port} is taken by another program. Name another with --port, or let the system choose: --port 0.\n`,
  )
  taken.close()
  const next = start('--data', folder, '--keys', 'file', '--port', '0')
  await next.says(ADDRESS)
})

test('a folder that cannot be one is refused in one sentence', async () => {
  await writeFile(join(folder, 'file'), '')
  const window = start('--data', join(folder, 'file', 'data'), '--port', '0')
  expect(await window.ended).toBe(1)
  expect(window.output()).toMatch(/^Reading or writing the disk failed \(.*file.*\)[^\n]*\n$/)
})

test('wrong options are named and the usage is said', async () => {
  for (const args of [
    [],
    ['--data', folder, '--port', 'x'],
    ['--data', folder, '--port', '70000'],
    ['--dta', folder],
  ]) {
    const window = start(...args)
    expect(await window.ended).toBe(2)
    expect(window.output()).toMatch(/^Wrong option: .*\nUsage: node desktop\/src\/cli\.ts/)
  }
})

test('an end by kill -9 leaves the folder free', async () => {
  const first = start('--data', folder, '--keys', 'file', '--port', '0')
  await first.says(ADDRESS)
  first.child.kill('SIGKILL')
  await first.ended
  expect(JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8'))).toMatchObject({ pid: first.child.pid })
  await start('--data', folder, '--keys', 'file', '--port', '0').says(ADDRESS)
})
