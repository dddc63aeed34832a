import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Core } from '../../desktop/src/core/core.ts'
import { installUpdate, tidyVersions, type UpdateMachine } from '../../desktop/src/core/update-install.ts'
import { openUpdate } from '../../desktop/src/core/update-open.ts'
import { launcherState, nextVersion, updatePlace } from '../../desktop/src/core/update-place.ts'
import { reportUp } from '../../desktop/src/shells/report-up.ts'
import { ROOT } from '../../scripts/run.ts'
import { makeKey, makeUpdate, showUpdate } from '../../scripts/sign-update/commands.ts'
import { killedInstalls } from './update-kill.ts'
import { newKey, type UpdateWorld, updateWorld } from './update-world.ts'

let world: UpdateWorld
const machine = (change: Partial<UpdateMachine> = {}): UpdateMachine => ({
  keys: [world.key],
  platform: 'linux-x64',
  shell: 'web',
  version: '0.1.0',
  ...change,
})
const install = (path: string, change?: Partial<UpdateMachine>) => installUpdate(world.base, path, machine(change))
const refused = (path: string, change?: Partial<UpdateMachine>) =>
  install(path, change).then(
    () => 'taken',
    error => error.code ?? String(error),
  )
/** As the launcher leaves it once that version has come up. */
async function settle(version: string): Promise<void> {
  const { current } = await launcherState(world.base)
  await rm(join(world.base, 'next.json'), { force: true })
  await writeFile(join(world.base, 'state.json'), JSON.stringify({ current: version, previous: current, failed: [] }))
}
const versions = async () => (await readdir(join(world.base, 'versions'))).sort()

beforeEach(async () => {
  world = await updateWorld()
})
afterEach(() => world.close())

describe('what is taken', () => {
  test('a released version is laid beside the one that runs, file by file, and nothing of it runs before the next start', async () => {
    const path = await world.make('0.2.0', 'good')
    await install(path)
    expect(await versions()).toEqual(['0.1.0', '0.1.0.json', '0.2.0', '0.2.0.json'])
    const folder = join(world.base, 'versions/0.2.0')
    expect(await readFile(join(folder, 'large.bin'), 'utf8')).toBe('0.2.0'.repeat(50_000))
    expect((await stat(join(folder, 'empty.txt'))).size).toBe(0)
    expect((await stat(join(folder, 'bin/helper.sh'))).mode & 0o111).toBe(0o111)
    expect((await stat(join(folder, 'bin/start.mjs'))).mode & 0o111).toBe(0)
    expect(await nextVersion(world.base)).toMatchObject({ version: '0.2.0' })
    expect(await world.launch()).toMatchObject({ code: 0, ran: ['0.2.0'] })
    expect(await launcherState(world.base)).toMatchObject({ current: '0.2.0', previous: '0.1.0', failed: [] })
  })

  test('nobody else’s package, no older one, none for another machine, and not the same again', async () => {
    const stranger = newKey()
    expect(await refused(await world.make('0.2.0', 'good', { signer: stranger.private }))).toBe('signature')
    expect(await refused(await world.make('0.2.0', 'good'), { keys: [] })).toBe('no-key')
    expect(await refused(await world.make('0.1.0', 'good'))).toBe('same')
    expect(await refused(await world.make('0.0.9', 'good'))).toBe('older')
    expect(await refused(await world.make('0.2.0', 'good', { platform: 'win32-x64' }))).toBe('platform')
    expect(await refused(await world.make('0.2.0', 'good', { shell: 'electron' }))).toBe('platform')
    expect(await versions()).toEqual(['0.1.0', '0.1.0.json'])
    expect(await nextVersion(world.base)).toBeUndefined()
  })

  test('an older version is refused also while the newer one is on trial or the launcher alone knows of it', async () => {
    await install(await world.make('0.3.0', 'good'))
    await settle('0.3.0')
    // A program that says it is 0.1.0 cannot take the place of 0.3.0 with 0.2.0.
    expect(await refused(await world.make('0.2.0', 'good'))).toBe('older')
    expect(await refused(await world.make('0.2.0', 'good', { over: ['0.3.0'] }))).toBe('taken')
    expect((await world.launch()).ran).toEqual(['0.2.0'])
    expect((await launcherState(world.base)).current).toBe('0.2.0')
  })

  test('a package that ends early, goes on, or was changed in its payload is refused and leaves nothing', async () => {
    const path = await world.make('0.2.0', 'good')
    const bytes = await readFile(path)
    const { at } = await openUpdate(path, [world.key])
    const changed = (make: (copy: Buffer) => Buffer) => writeFile(path, make(Buffer.from(bytes)))
    const flip = (where: number) => (copy: Buffer) => {
      copy[where]! ^= 1
      return copy
    }
    for (const [make, code] of [
      [(copy: Buffer) => copy.subarray(0, -1), 'altered'],
      [(copy: Buffer) => Buffer.concat([copy, Buffer.from('x')]), 'altered'],
      [flip(at), 'altered'],
      [flip(bytes.length - 1), 'altered'],
      [flip(at - 1), 'signature'],
      [flip(30), 'no-package|signature'],
      [flip(0), 'no-package'],
      [(copy: Buffer) => copy.subarray(0, at - 1), 'no-package'],
      [(copy: Buffer) => copy.subarray(0, 5), 'no-package'],
    ] as const) {
      await changed(make)
      expect(await refused(path)).toMatch(new RegExp(`^(${code})$`))
    }
    expect(await versions()).toEqual(['0.1.0', '0.1.0.json'])
  })

  test('a signed list that its payload does not keep is found while it is laid, and nothing stays', async () => {
    // Only whoever has the release key can make such a one: two files have changed places.
    const path = await world.make('0.2.0', 'good')
    const opened = await openUpdate(path, [world.key])
    opened.manifest.files.reverse()
    const { unpack } = await import('../../desktop/src/core/update-unpack.ts')
    await expect(unpack(path, opened, join(world.folder, 'elsewhere'))).rejects.toMatchObject({ code: 'altered' })
  })

  test('a version that lies there damaged is laid anew; one that lies there whole is left', async () => {
    const path = await world.make('0.2.0', 'good')
    await install(path)
    const helper = join(world.base, 'versions/0.2.0/bin/helper.sh')
    const before = (await stat(helper)).ino
    await install(path)
    expect((await stat(helper)).ino).toBe(before)
    await writeFile(join(world.base, 'versions/0.2.0/bin/start.mjs'), 'damaged')
    await install(path)
    expect((await world.launch()).ran).toEqual(['0.2.0'])
  })

  test('versions that nobody goes back to are removed, and halves', async () => {
    for (const version of ['0.2.0', '0.3.0', '0.4.0']) {
      await install(await world.make(version, 'good'))
      await settle(version)
    }
    await mkdir(join(world.base, 'versions/.making-1'))
    await tidyVersions(world.base, '0.4.0')
    expect(await versions()).toEqual(['0.3.0', '0.3.0.json', '0.4.0', '0.4.0.json'])
  })
})

describe('what stays', () => {
  test('a version that ends twice before it is up goes, the one before runs in the same start, and it is not taken again', async () => {
    const path = await world.make('0.2.0', 'broken')
    await install(path)
    const { code, ran, output } = await world.launch()
    expect({ code, ran }).toEqual({ code: 0, ran: ['0.2.0', '0.2.0', '0.1.0'] })
    expect(output).toContain('0.2.0 did not come up')
    expect(await launcherState(world.base)).toMatchObject({ current: '0.1.0', failed: [{ version: '0.2.0' }] })
    expect((await world.launch()).ran).toEqual(['0.1.0'])
    expect(await refused(path)).toBe('failed-before')
    // The mended one is another package.
    await install(await world.make('0.2.0', 'good'))
    expect((await world.launch()).ran).toEqual(['0.2.0'])
  })

  test('one that never comes up is ended and goes', async () => {
    await install(await world.make('0.2.0', 'hanging'))
    expect(await world.launch(2500)).toMatchObject({ code: 0, ran: ['0.2.0', '0.2.0', '0.1.0'] })
  })

  test('one that cannot read the data goes after its second start, also when somebody closed it', async () => {
    await install(await world.make('0.2.0', 'trouble'))
    expect((await world.launch()).ran).toEqual(['0.2.0'])
    expect((await world.launch()).ran).toEqual(['0.2.0'])
    expect((await world.launch()).ran).toEqual(['0.1.0'])
  })

  test('what cannot be written down is not tried, and the window starts all the same', async () => {
    await install(await world.make('0.2.0', 'broken'))
    // As on a full disk: nothing new can be written.
    await mkdir(join(world.base, 'state.json.part'))
    expect(await world.launch()).toMatchObject({
      code: 0,
      ran: ['0.1.0'],
      output: expect.stringContaining('cannot be written'),
    })
    await rm(join(world.base, 'state.json.part'), { recursive: true })
    expect((await world.launch()).ran).toEqual(['0.2.0', '0.2.0', '0.1.0'])
  })

  test.each(['waiting', 'taken'] as const)('one that is %s is not to blame and stays on trial', async behaviour => {
    await install(await world.make('0.2.0', behaviour))
    for (let i = 0; i < 2; i++) expect((await world.launch()).ran).toEqual(['0.2.0'])
    expect((await launcherState(world.base)).trying).toMatchObject({ version: '0.2.0', starts: 0 })
  })

  test('without a state, or with one that is torn, the newest whole version runs; one without its note is none', async () => {
    await install(await world.make('0.2.0', 'good'))
    await world.launch()
    await rm(join(world.base, 'versions/0.2.0.json'))
    expect((await world.launch()).ran).toEqual(['0.1.0'])
    await writeFile(join(world.base, 'state.json'), '{"current":')
    expect((await world.launch()).ran).toEqual(['0.1.0'])
    // What waits to be tried is tried all the same, and not taken for what runs.
    await writeFile(join(world.base, 'state.json'), '')
    await install(await world.make('0.3.0', 'broken'))
    expect((await world.launch()).ran).toEqual(['0.3.0', '0.3.0', '0.1.0'])
  })
})

test('killed while it is laid, the old version or the whole new one runs, and the same again succeeds', async () => {
  const first = await killedInstalls(world, [18])
  expect([...first.values()]).toEqual(['0.1.0'])
})

describe('the tool', () => {
  test('makes a key outside the repository only, packs with it, and shows what is signed', async () => {
    await expect(makeKey({ out: join(ROOT, 'release.pem') })).rejects.toThrow('never lies in the repository')
    const pem = join(world.folder, 'release.pem')
    const said = await makeKey({ out: pem })
    const key = said.split(': ')[1]!
    expect((await stat(pem)).mode & 0o077).toBe(0)
    await expect(makeKey({ out: pem })).rejects.toThrow('EEXIST')
    const from = join(world.folder, 'from-1')
    const out = join(world.folder, 'made.ctupdate')
    await makeUpdate({ from, out, key: pem, version: '0.2.0', run: 'bin/start.mjs', platform: 'any' })
    expect(JSON.parse(await showUpdate({ file: out, public: key }))).toMatchObject({ version: '0.2.0', files: 4 })
    await expect(showUpdate({ file: out, public: world.key })).rejects.toThrow('signature')
    await expect(makeUpdate({ from, out, key: pem, version: '2', run: 'bin/start.mjs' })).rejects.toThrow('no window')
    expect(await refused(out, { keys: [key] })).toBe('taken')
  })
})

describe('when a window says that it is up', () => {
  /** A window whose answers the test sets, watched quickly. */
  function watched() {
    const at = { failure: undefined as string | undefined, served: true }
    const core = {
      call: async () => {
        if (at.failure) throw { code: at.failure, text: '' }
        return {} as never
      },
    } as unknown as Core
    const place = { base: world.base, start: 'this-start' }
    const reporting = reportUp(core, async () => at.served, { place, look: 10, steady: 100 })
    const said = () => readFile(join(world.base, 'up.json'), 'utf8').then(JSON.parse, () => undefined)
    return { at, said, reporting }
  }

  test('not before its data is open and its screen is served, for a while', async () => {
    const { at, said, reporting } = watched()
    at.failure = 'keys'
    await vi.waitUntil(async () => (await said())?.how === 'waiting')
    expect(await said()).toEqual({ start: 'this-start', how: 'waiting' })
    at.failure = 'storage'
    await vi.waitUntil(async () => (await said())?.how === 'trouble')
    at.served = false
    at.failure = undefined
    await sleep(200)
    expect((await said()).how).toBe('trouble')
    at.served = true
    await vi.waitUntil(async () => (await said())?.how === 'up')
    reporting.stop()
  })

  test('a program that nobody launched says nothing', async () => {
    expect(updatePlace({})).toBeUndefined()
    expect(updatePlace({ CHUANGTAI_PROGRAM: world.base, CHUANGTAI_START: 'x' })).toEqual({
      base: world.base,
      start: 'x',
    })
  })
})
