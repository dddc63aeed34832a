import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerUnreachable } from '../../desktop/src/core/server-fault.ts'
import type { UpdateMachine } from '../../desktop/src/core/update-install.ts'
import { type UpdateParts, updateKeeper } from '../../desktop/src/core/update-keeper.ts'
import { nextVersion } from '../../desktop/src/core/update-place.ts'
import type { UpdateAsk, UpdateOffer } from '../../shared-types/src/protocol-updates.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { newKey, type UpdateWorld, updateWorld } from './update-world.ts'

const CITY = '330400000000'
const STATION = '330402510000'
const sha256 = async (path: string) => {
  const { createHash } = await import('node:crypto')
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

describe('the line', () => {
  let world: UpdateWorld
  beforeAll(async () => {
    world = await updateWorld()
  })
  afterAll(() => world.close())

  /** A centre that offers this file in small pieces, and notes from where it was asked and what it was told. */
  async function offering(path: string, fail: (at: number) => void = () => undefined) {
    const bytes = await readFile(path)
    const offer: UpdateOffer = { hash: await sha256(path), version: '0.2.0', size: bytes.length }
    const asked: number[] = []
    const told: UpdateAsk['progress'][] = []
    const server: UpdateParts['server'] = {
      async askUpdate({ progress }) {
        told.push(progress)
        return { offer, time: '' }
      },
      async updatePiece(_, at) {
        asked.push(at)
        fail(at)
        return new Uint8Array(bytes.subarray(at, at + 300))
      },
    }
    const machine: UpdateMachine = { keys: [world.key], platform: 'linux-x64', shell: 'web', version: '0.1.0' }
    const keeper = updateKeeper({
      place: { base: world.base, start: 'x' },
      machine,
      server,
      enrolled: () => true,
      changed: () => undefined,
    })
    return { keeper, asked, told, size: bytes.length }
  }

  test('a package that the line broke goes on where it ended, also after the window was started anew', async () => {
    const path = await world.make('0.2.0', 'good')
    let cut = true
    const fail = (at: number) => {
      if (at >= 600 && cut) throw new ServerUnreachable(new Error('cut'))
    }
    const before = await offering(path, fail)
    await expect(before.keeper.look()).rejects.toThrow(ServerUnreachable)
    await before.keeper.stop()
    expect(before.asked).toEqual([0, 300, 600])
    expect(await nextVersion(world.base)).toBeUndefined()
    cut = false
    const after = await offering(path, fail)
    await after.keeper.look()
    expect(after.asked[0]).toBe(600)
    expect(after.told).toEqual([{ how: 'current' }, { how: 'ready', version: '0.2.0' }])
    expect(await readdir(join(world.base, 'downloads'))).toEqual([])
    // What is ready is not fetched again.
    const [count] = [after.asked.length]
    await after.keeper.look()
    expect(after.asked).toHaveLength(count)
    await after.keeper.stop()
    expect((await world.launch()).ran).toEqual(['0.2.0'])
  })

  test.each<[string, (path: string) => Promise<void>]>([
    [
      'altered',
      async path => {
        const bytes = await readFile(path)
        bytes[bytes.length - 1]! ^= 1
        const { writeFile } = await import('node:fs/promises')
        await writeFile(path, bytes)
      },
    ],
    ['signature', async () => undefined],
  ])(
    'a centre that gives out what is not released (%s) gets nothing installed, and is not asked for it twice',
    async (why, spoil) => {
      const signer = why === 'signature' ? { signer: newKey().private } : {}
      const path = await world.make('0.3.0', 'good', signer)
      await spoil(path)
      const { keeper, asked, told, size } = await offering(path)
      await expect(keeper.look()).rejects.toMatchObject({ code: why })
      // A head that nobody signed is enough to know.
      if (why === 'signature') expect(asked.length * 300).toBeLessThan(size)
      expect(told.at(-1)).toEqual({ how: 'failed', version: '0.2.0', why })
      const before = asked.length
      await keeper.look()
      expect(asked).toHaveLength(before)
      expect(await readdir(join(world.base, 'versions'))).not.toContain('0.3.0')
      expect(await readdir(join(world.base, 'downloads'))).toEqual([])
      await keeper.stop()
    },
  )
})

describe('window and centre', () => {
  const here = {} as { centre: Centre; world: UpdateWorld; office: TestWindow; desk: TestWindow }
  const atDesk = (version: string, folder?: string) =>
    testWindow({
      ...(folder ? { folder } : { centre: here.centre, unit: STATION }),
      version,
      updates: { place: { base: here.world.base, start: 'x' }, keys: [here.world.key] },
    })
  beforeAll(async () => {
    here.world = await updateWorld()
    here.centre = await centre()
    here.centre.running.parts.updates.keys = [here.world.key]
    here.office = await testWindow({ centre: here.centre, unit: CITY, updates: { keys: [here.world.key] } })
    here.desk = await atDesk('0.1.0')
    await here.office.signIn('guofeng')
    await here.office.sync()
  })
  afterAll(async () => {
    await here.desk?.close()
    await here.office?.close()
    await here.centre?.stop()
    await here.world?.close()
  })

  /** A file as the screen hands it over. */
  async function handed({ call }: TestWindow, path: string): Promise<string> {
    const { upload } = await call('carry.begin', {})
    await call('carry.write', { upload, at: 0, bytes: new Uint8Array(await readFile(path)) })
    return upload
  }

  test('an administrator brings a version, gives it to a unit, and sees that its window has it', async () => {
    const { office, desk, world } = here
    const path = await world.make('0.2.0', 'good')
    const brought = await office.call('updates.bring', { upload: await handed(office, path) })
    expect(brought.packages).toMatchObject([{ version: '0.2.0', hash: await sha256(path) }])
    const hash = brought.packages[0]!.hash
    const rolled = await office.call('updates.roll', { package: hash, target: STATION, percent: 100 })
    expect(rolled.rollouts).toMatchObject([{ target: STATION, percent: 100, name: expect.stringMatching(/./) }])
    await desk.signIn('zhangwei')
    await expect(desk.call('updates.look', {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(desk.call('updates.take', { upload: await handed(desk, path) })).rejects.toMatchObject({
      code: 'forbidden',
    })
    // At the window it happens by itself, every quarter of an hour; here somebody does not wait for it.
    await desk.signIn('guofeng')
    expect(await desk.call('updates.look', {})).toMatchObject({
      version: '0.1.0',
      managed: true,
      progress: { how: 'ready', version: '0.2.0' },
    })
    expect((await office.call('updates.plan', {})).stations).toMatchObject([
      { version: '0.1.0', progress: { how: 'ready', version: '0.2.0' } },
    ])
    const { folder } = desk
    await desk.close()
    expect((await world.launch()).ran).toEqual(['0.2.0'])
    here.desk = await atDesk('0.2.0', folder)
    await here.desk.signIn('guofeng')
    expect(await here.desk.call('updates.look', {})).toMatchObject({ progress: { how: 'current' } })
    expect((await office.call('updates.plan', {})).stations).toMatchObject([
      { version: '0.2.0', progress: { how: 'current' } },
    ])
  })

  test('a file from a stick is taken by an administrator, and the window’s log says so', async () => {
    const { desk, office, world } = here
    expect(await desk.call('updates.state', {})).toMatchObject({ progress: { how: 'current' } })
    const old = await world.make('0.1.5', 'good')
    await expect(desk.call('updates.take', { upload: await handed(desk, old) })).rejects.toMatchObject({
      code: 'format',
      text: expect.stringContaining('旧'),
    })
    const path = await world.make('0.4.0', 'good')
    expect(await desk.call('updates.take', { upload: await handed(desk, path) })).toMatchObject({
      progress: { how: 'ready', version: '0.4.0' },
    })
    await desk.sync()
    const rows = await here.centre.running.parts.store.db
      .selectFrom('events')
      .select(['act', 'person', 'body'])
      .orderBy('seq')
      .execute()
    expect(rows.filter(row => row.act.startsWith('update-')).map(row => row.act)).toEqual([
      'update-package',
      'update-rollout',
      'update-installed',
      'update-taken',
    ])
    const taken = rows.find(row => row.act === 'update-taken')!
    expect(JSON.parse(taken.body)).toMatchObject({ patch: { version: '0.4.0' }, by: { role: 'administrator' } })
    // A window that no launcher started says so and takes nothing.
    expect(await office.call('updates.state', {})).toMatchObject({
      managed: false,
      text: expect.stringContaining('启动器'),
    })
    await expect(office.call('updates.take', { upload: await handed(office, path) })).rejects.toMatchObject({
      code: 'format',
    })
  })
})
