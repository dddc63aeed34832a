import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyDatabase } from '../../desktop/src/core/backup-file.ts'
import { listBackups } from '../../desktop/src/core/backup-list.ts'
import type { Desk } from '../../desktop/src/core/desk.ts'
import { beforeMigration } from '../../desktop/src/core/migration-backup.ts'
import { openDesk } from '../../desktop/src/core/open-desk.ts'
import { statusOf } from '../../desktop/src/core/status.ts'
import { SCHEMAS } from '../../desktop/src/core/store/schemas.ts'

const HOUR = 3_600_000
const here = {} as { folder: string; desk: Desk; close: () => Promise<void>; time: number }
const now = () => new Date(here.time).toISOString()
const warnings = async () => (await statusOf(here.desk, 'zh-CN')).warnings
const names = () => readdirSync(join(here.folder, 'backups')).sort()

beforeAll(async () => {
  here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-backup-'))
  // Ten in the morning in China.
  here.time = Date.parse('2026-11-23T02:00:00.000Z')
  Object.assign(here, await openDesk({ folder: here.folder, shell: 'web', version: 'test', now }, () => undefined))
})
afterAll(async () => {
  await here.close()
  await rm(here.folder, { recursive: true, force: true })
})

test('a backup is made when there is none, after the working day, and a day later; each opens and is encrypted', async () => {
  await here.desk.drafts.save({
    id: 'd1',
    type: 'population.resident',
    patch: { name: '测试甲' },
    by: 'p',
    savedAt: now(),
  })
  await here.desk.backups.look()
  await here.desk.backups.look()
  expect(names()).toEqual(['20261123T020000-day'])
  here.time += 8.5 * HOUR
  await here.desk.backups.look()
  here.time += 10 * HOUR
  await here.desk.backups.look()
  expect(names()).toEqual(['20261123T103000-day'])
  here.time += 14 * HOUR
  await here.desk.backups.look()
  expect(names()).toEqual(['20261123T103000-day', '20261124T103000-day'])
  for (const { name } of await listBackups(here.folder)) {
    const file = join(here.folder, 'backups', name, 'window.sqlite')
    verifyDatabase(file, here.desk.secrets.database)
    expect(() => verifyDatabase(file, new Uint8Array(32))).toThrow()
    expect(readFileSync(file).includes('测试甲')).toBe(false)
  }
  expect(await warnings()).toEqual([])
})

test('one that fails is told in the status bar with its reason, leaves nothing half, and is tried again later', async () => {
  const place = join(here.folder, 'backups')
  renameSync(place, `${place}.away`)
  writeFileSync(place, '')
  here.time += 24 * HOUR
  await expect(here.desk.backups.look()).rejects.toMatchObject({ name: 'StorageFault' })
  expect(await warnings()).toEqual([expect.stringMatching(/备份没有成功：.*磁盘/)])
  rmSync(place)
  renameSync(`${place}.away`, place)
  here.time += HOUR / 2
  const before = names()
  await here.desk.backups.look()
  expect(names()).toEqual(before)
  here.time += HOUR
  await here.desk.backups.look()
  expect(names().length).toBe(before.length + 1)
  expect(await warnings()).toEqual([])
})

test('before documents are brought into a newer form there is a backup; without one needed there is none', async () => {
  const before = names().length
  const options = { folder: here.folder, version: 'test' }
  await beforeMigration(options, here.desk.secrets, now)
  expect(names().length).toBe(before)
  const next = { ...SCHEMAS, events: { version: SCHEMAS.events.version + 1 } }
  await beforeMigration(options, here.desk.secrets, now, next)
  expect(names().filter(n => n.endsWith('-migration')).length).toBe(1)
})

test('a database that is found damaged while it is copied is told as that', async () => {
  const file = join(here.folder, 'window.sqlite')
  // What lies in the log yet must be in the file, where the damage is.
  await here.close()
  Object.assign(here, await openDesk({ folder: here.folder, shell: 'web', version: 'test', now }, () => undefined))
  const size = statSync(file).size
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, size - 4096)
  closeSync(handle)
  const before = names()
  await expect(here.desk.backups.make()).rejects.toMatchObject({ code: 'corrupt' })
  expect(await warnings()).toEqual([expect.stringMatching(/备份时发现数据文件已损坏/)])
  expect(names()).toEqual(before)
})
