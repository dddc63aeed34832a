import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installUpdate } from '../../desktop/src/core/update-install.ts'
import { launcherState } from '../../desktop/src/core/update-place.ts'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { ROOT } from '../../scripts/run.ts'
import { layProgram } from '../../scripts/sign-update/commands.ts'
import { packUpdate } from '../../scripts/sign-update/pack.ts'
import { newKey } from '../shells/update-world.ts'

// The real window under the launcher, whose versions differ in the file that is started alone.

const release = newKey()
const at = { folder: '', base: '' }
const running: { child?: ChildProcess } = {}

beforeAll(async () => {
  await buildIfStale(SCREEN)
  at.folder = await mkdtemp(join(tmpdir(), 'chuangtai-update-window-'))
  at.base = join(at.folder, 'program')
  await layProgram({ file: await made('0.1.0', REAL), base: at.base, public: release.public })
}, 120_000)
afterAll(async () => {
  running.child?.kill('SIGKILL')
  await rm(at.folder, { recursive: true, force: true })
})

const REAL = `await import(${JSON.stringify(join(ROOT, 'desktop/src/cli.ts'))})`

async function made(version: string, start: string): Promise<string> {
  const from = join(at.folder, `from-${version}`)
  await mkdir(from, { recursive: true })
  await writeFile(join(from, 'start.mjs'), start)
  const out = join(at.folder, `${version}.ctupdate`)
  const about = { version, run: 'start.mjs', platform: 'any', shell: 'web' as const, made: new Date().toISOString() }
  await packUpdate({ from, out, key: release.private, about })
  return out
}

const install = async (version: string, start: string) =>
  installUpdate(at.base, await made(version, start), {
    keys: [release.public],
    platform: 'linux-x64',
    shell: 'web',
    version: (await launcherState(at.base)).current ?? '0.1.0',
  })

/** Starts the window and waits until it serves; answers where. */
async function start(): Promise<{ url: string; stop(): Promise<void> }> {
  const args = [join(at.base, 'launcher.mjs'), '--data', join(at.folder, 'data'), '--port', '0', '--keys', 'file']
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  running.child = child
  const said: string[] = []
  child.stdout.on('data', part => said.push(String(part)))
  child.stderr.on('data', part => said.push(String(part)))
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  await vi
    .waitUntil(() => said.join('').includes('/#token='), { timeout: 90_000 })
    .catch(() => {
      throw new Error(said.join(''))
    })
  return {
    url: /http:\/\/127\.0\.0\.1:\d+\//.exec(said.join(''))![0],
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const settled = (version: string) =>
  vi.waitUntil(async () => (await launcherState(at.base)).current === version, { timeout: 60_000, interval: 200 })

test('a real window comes up under its launcher and stays; one that cannot start leaves the window as it was', async () => {
  await install('0.2.0', REAL)
  const second = await start()
  await settled('0.2.0')
  expect((await fetch(second.url)).status).toBe(200)
  await second.stop()

  await install('0.3.0', `await import('no-such-package')`)
  const third = await start()
  expect((await fetch(third.url)).status).toBe(200)
  expect(await launcherState(at.base)).toMatchObject({ current: '0.2.0', failed: [{ version: '0.3.0' }] })
  await third.stop()

  // Stopped before it was up: nothing is counted against it, and the next start settles it.
  await install('0.4.0', REAL)
  await (await start()).stop()
  expect(JSON.parse(await readFile(join(at.base, 'state.json'), 'utf8'))).toMatchObject({
    current: '0.2.0',
    trying: { version: '0.4.0', starts: 0 },
  })
  const fourth = await start()
  await settled('0.4.0')
  await fourth.stop()
})
