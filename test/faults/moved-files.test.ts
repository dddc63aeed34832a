import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { type Centre, centre } from '../harness.ts'
import { photo, STATION } from '../journeys/permit.ts'
import { dayAt } from './restore.day.ts'

// Files that are moved, deleted or damaged under a running window.

const here = {} as { centre: Centre; folder: string }
const database = () => join(here.folder, 'window.sqlite')
const moved = { code: 'storage', text: expect.stringMatching(/不在原处.*没有保存/) }

beforeAll(async () => {
  here.centre = await centre({ domains: [libraryLoans] })
  here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-moved-'))
  const day = await dayAt(here.folder)
  await day.call('session.enrol', { server: here.centre.address, code: await here.centre.code(STATION), name: '窗口' })
  await day.signIn('zhangwei')
  await day.sync()
  await day.shelve()
  await day.close()
})
afterAll(async () => {
  await here.centre?.stop()
  await rm(here.folder, { recursive: true, force: true })
})

async function signedIn() {
  const day = await dayAt(here.folder)
  await day.signIn('zhangwei')
  return day
}

test('the database, its log or the whole folder is moved away: nothing is said to be saved, and work goes on when it is back', async () => {
  const day = await signedIn()
  for (const path of [database(), `${database()}-wal`, here.folder]) {
    renameSync(path, `${path}.away`)
    await expect(day.shelve()).rejects.toMatchObject(moved)
    await expect(
      day.call('drafts.save', { id: 'draft-1', type: 'library-loans.book', patch: { title: '书' } }),
    ).rejects.toMatchObject(moved)
    renameSync(`${path}.away`, path)
  }
  const before = await day.titles()
  await day.shelve()
  expect((await day.titles()).length).toBe(before.length + 1)
  await day.close()
})

test('the log is deleted: what follows is not said to be saved', async () => {
  const day = await signedIn()
  await day.shelve()
  const titles = await day.titles()
  rmSync(`${database()}-wal`)
  await expect(day.shelve()).rejects.toMatchObject(moved)
  await day.close()
  const again = await signedIn()
  expect(await again.titles()).toEqual(titles)
  await again.close()
})

test('the file for lists is damaged: nothing is lost, and the next start makes it anew', async () => {
  const day = await signedIn()
  const titles = await day.titles()
  await day.close()
  const cases = join(here.folder, 'cases.sqlite')
  for (const from of [0, 8192]) {
    const handle = openSync(cases, 'r+')
    const size = statSync(cases).size - from
    writeSync(handle, Buffer.alloc(size, 0x5a), 0, size, from)
    closeSync(handle)
    // Where the damage lies deep, it is only found by whoever reads there.
    const found = await dayAt(here.folder)
    const failure = await found
      .signIn('zhangwei')
      .then(() => found.titles())
      .then(
        () => undefined,
        thrown => thrown,
      )
    if (failure)
      expect(failure).toMatchObject({ code: 'storage', text: expect.stringMatching(/查询文件已损坏.*重新启动/) })
    await found.close().catch(() => undefined)
    const again = await signedIn()
    expect(await again.titles()).toEqual(titles)
    await again.close()
  }
})

test('a page that is not sent yet is deleted: it keeps nothing else from being sent', async () => {
  const day = await signedIn()
  const { data, address } = here.centre
  await here.centre.stop(true)
  await day.call('files.add', { name: 'a.jpg', mime: 'image/jpeg', bytes: photo() })
  for (const name of await readdir(join(here.folder, 'blobs')))
    rmSync(join(here.folder, 'blobs', name), { recursive: true })
  await day.shelve()
  here.centre = await centre({ domains: [libraryLoans], again: { data, address } })
  await day.sync()
  expect(await day.call('status', {})).toMatchObject({ unsent: 0, network: 'online' })
  await day.close()
})
