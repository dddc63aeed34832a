import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { addCode } from '../../sync-server/src/found.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { type Centre, centre } from '../harness.ts'
import { photo, STATION } from '../journeys/permit.ts'
import { type Day, dayAt } from './restore.day.ts'

const ADMIN = 'guofeng'
const CLERK = 'zhangwei'
const here = {} as { centre: Centre; folders: string[] }

beforeAll(async () => {
  here.folders = []
  here.centre = await centre({ domains: [libraryLoans] })
})
afterAll(async () => {
  await here.centre?.stop()
  for (const folder of here.folders) await rm(folder, { recursive: true, force: true })
})

/** Closed also when the test fails: a process can only have so many windows open. */
async function opened(folder: string) {
  const day = await dayAt(folder)
  onTestFinished(() => day.close().catch(() => undefined))
  return day
}

/** A window of its own that is enrolled, has a book on the shelf and one lent, all of it sent. */
async function begun() {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-restore-'))
  here.folders.push(folder)
  const day = await opened(folder)
  const { code } = await addCode(here.centre.running.parts, STATION, String(here.folders.length).padStart(2, '0'))
  await day.call('session.enrol', { server: here.centre.address, code, name: '窗口' })
  // Both are known here afterwards, also without the centre.
  await day.signIn(ADMIN)
  await day.signIn(CLERK)
  await day.sync()
  const first = await day.lend(await day.shelve())
  await day.shelve()
  await day.sync()
  return { folder, day, first }
}

async function backedUp(day: Day): Promise<string> {
  await day.signIn(ADMIN)
  const { backups } = await day.call('backups.make', {})
  await day.signIn(CLERK)
  return backups[0]!.name
}

async function restoredBy(day: Day, login: string, name: string) {
  await day.signIn(login)
  return day.call('backups.restore', { name })
}

/** The line to the centre is cut by moving the centre away from its port. */
async function withoutCentre<T>(work: () => Promise<T>): Promise<T> {
  const { data, address } = here.centre
  await here.centre.stop(true)
  try {
    return await work()
  } finally {
    here.centre = await centre({ domains: [libraryLoans], again: { data, address } })
  }
}

const file = (folder: string) => join(folder, 'window.sqlite')

function damage(path: string, at: number, bytes: number): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.alloc(bytes, 0x5a), 0, bytes, at)
  closeSync(handle)
}

test('set back to an older state: what was sent comes back once, what was not is kept, no number is given twice', async () => {
  const { day, first } = await begun()
  const name = await backedUp(day)
  const sent = await day.lend(await day.shelve())
  await day.sync()
  const before = await withoutCentre(async () => {
    const unsent = await day.lend(await day.shelve())
    const titles = await day.titles()
    await day.signIn(CLERK)
    expect(await day.call('carry.out', {})).toMatchObject({ sequence: 1 })
    await expect(day.call('backups.restore', { name })).rejects.toMatchObject({ code: 'forbidden' })
    await day.signIn(ADMIN)
    const { backups } = await day.call('backups.list', {})
    expect(backups[0]).toMatchObject({
      name,
      unsent: expect.any(Number),
      loses: false,
      since: expect.stringMatching(/保留/),
    })
    const said = await day.call('backups.restore', { name })
    expect(said.text).toMatch(/已从备份恢复/)
    expect(day.notices.at(-1)).toEqual({ topic: 'session' })

    // Before the centre is heard: nobody is signed in, drafts and acts without a number go, numbers do not.
    expect((await day.call('session.state', {})).person).toBeUndefined()
    await day.signIn(CLERK)
    const book = await day.shelve()
    await expect(day.lend(book)).rejects.toMatchObject({
      code: 'offline',
      text: expect.stringMatching(/刚从备份恢复.*号码重复/),
    })
    await expect(day.call('print.form', { id: book.id, template: 'slip' })).rejects.toMatchObject({ code: 'offline' })
    // The centre may have heard of the first package.
    expect(await day.call('carry.out', {})).toMatchObject({ sequence: 2 })
    await day.call('drafts.save', { id: book.id, type: 'library-loans.book', patch: { title: '草稿' } })
    return { titles, unsent, book }
  })
  await day.sync()
  const next = await day.lend(before.book)
  await day.sync()
  const numbers = [first, sent, before.unsent, next].map(l => l.number)
  expect(new Set(numbers).size).toBe(4)
  expect(numbers).toEqual([...numbers].sort())
  const titles = await day.titles()
  expect(titles.filter(t => before.titles.includes(t))).toEqual(before.titles)
  expect(titles.length).toBe(before.titles.length + 2)
  expect(await day.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
  await day.close()
})

test('a database that cannot be read: the start says so, offers the backups, and keeps what is readable', async () => {
  const { folder, day } = await begun()
  const name = await backedUp(day)
  const book = await day.shelve()
  await day.sync()
  await withoutCentre(() => day.lend(book))
  const titles = await day.titles()
  await day.close()
  // All but the first pages: the schema can be read, most rows cannot.
  damage(file(folder), 40 * 4096, statSync(file(folder)).size - 40 * 4096)
  const damaged = readFileSync(file(folder))

  const again = await opened(folder)
  const refused = await again.call('session.state', {}).catch((failure: unknown) => failure)
  expect(refused).toMatchObject({ code: 'storage', text: expect.stringMatching(/已损坏/) })
  const { fault, backups } = await again.call('backups.list', {})
  expect(fault).toMatch(/已损坏/)
  expect(backups).toMatchObject([{ name, loses: true, since: expect.stringMatching(/读不出的将丢失/) }])
  await again.call('backups.restore', { name })
  await again.signIn(CLERK)
  await again.sync()
  // What was sent is back; whatever of the unsent could be read is there too, and nothing else.
  const now = await again.titles()
  for (const title of titles.filter(t => !t.includes('lent')))
    expect(now.some(n => n.startsWith(title.split(' ')[0]!))).toBe(true)
  const next = await again.lend(await again.shelve())
  expect((await again.call('carry.out', {})).sequence).toBeGreaterThan(1000)
  await again.sync()
  expect(await again.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
  expect(next.number).toBeTruthy()
  const [aside] = readdirSync(join(folder, 'laid-aside'))
  expect(readFileSync(join(folder, 'laid-aside', aside!, 'window.sqlite')).equals(damaged)).toBe(true)
  await again.close()
})

test('a database that is gone is not quietly begun anew; without backups an empty window can be chosen', async () => {
  const { folder, day } = await begun()
  await day.close()
  renameSync(file(folder), `${file(folder)}.moved`)
  const again = await opened(folder)
  const failure = await again.call('session.state', {}).catch((thrown: unknown) => thrown)
  expect(failure).toMatchObject({ code: 'storage', text: expect.stringMatching(/找不到数据文件.*没有新建/) })
  expect(existsSync(file(folder))).toBe(false)
  expect((await again.call('backups.list', {})).backups).toEqual([])
  await again.call('backups.anew', {})
  expect((await again.call('session.state', {})).station).toBeUndefined()
  await again.close()
})

test('a damaged backup is refused before anything is changed', async () => {
  const { folder, day } = await begun()
  const name = await backedUp(day)
  const path = join(folder, 'backups', name, 'window.sqlite')
  damage(path, 20 * 4096 + 100, 1)
  const titles = await day.titles()
  await expect(restoredBy(day, ADMIN, name)).rejects.toMatchObject({
    code: 'storage',
    text: expect.stringMatching(/已损坏.*没有改动/),
  })
  await day.signIn(CLERK)
  expect(await day.titles()).toEqual(titles)
  expect(existsSync(join(folder, 'laid-aside'))).toBe(false)
  await day.close()
})

test('files that the centre does not have are in the backup, and come back with it', async () => {
  const { folder, day } = await begun()
  await withoutCentre(async () => {
    const paper = await day.call('files.add', { name: 'p.jpg', mime: 'image/jpeg', bytes: photo() })
    const name = await backedUp(day)
    rmSync(join(folder, 'blobs'), { recursive: true })
    await expect(day.call('files.get', { hash: paper.hash })).rejects.toMatchObject({ code: 'not-found' })
    await restoredBy(day, ADMIN, name)
    await day.signIn(CLERK)
    const back = await day.call('files.get', { hash: paper.hash })
    expect(back.bytes.length).toBe(paper.size)
  })
  await day.close()
})
