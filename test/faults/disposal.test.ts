import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test, vi } from 'vitest'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets } from '../../desktop/src/core/keys/secrets.ts'
import { openSqlite } from '../../desktop/src/core/store/sqlite.ts'
import { createPeople } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { APPLICATION, address, blankId, done, photo, RESIDENT, STATION } from '../journeys/permit.ts'

const MORE = 4
const YEAR = 366 * 86_400_000
const MONTH = 30 * 86_400_000
const shift = { ms: 0 }
const now = () => new Date(Date.now() + shift.ms).toISOString()

const closing: (() => unknown)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

const gone = createPeople(createRandom(77), '2026-06-15')([20, 60])
const stays = createPeople(createRandom(78), '2026-06-15')([20, 60])
/** Said at a window without a line, of a case that was erased before it came. */
const LATE = '13907776666'
const PLANTED = [gone.citizenId, gone.name, '13905718888', '草稿里的话13905719999']

/**
 * What of the planted words can be read in the window's databases page by page, free places too, and how many files lie
 * there. Not in a copy with another key, which would be written anew.
 */
async function left({ folder }: TestWindow, planted = PLANTED): Promise<{ words: string[]; pages: number }> {
  const copy = mkdtempSync(join(tmpdir(), 'chuangtai-copy-'))
  try {
    cpSync(folder, copy, { recursive: true })
    const secrets = await openSecrets(copy, fileKeys(copy))
    const texts = [['window.sqlite', secrets.database] as const, ['cases.sqlite', secrets.cases] as const].map(
      ([name, key]) => {
        const db = openSqlite(join(copy, name), { key, timeout: 1000 })
        const pages = db.serialize()
        db.close()
        return pages
      },
    )
    const pages = readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true }).filter(e => e.isFile())
    return { words: planted.filter(word => texts.some(text => text.includes(word))), pages: pages.length }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Clearing goes on behind; then nothing can be read here, and both chains hold. The audit officer sits at the window. */
async function nothingLeft(window: TestWindow, planted = PLANTED, pages = 0): Promise<void> {
  await vi.waitFor(async () => expect(await left(window, planted)).toEqual({ words: [], pages }), {
    timeout: 60_000,
    interval: 500,
  })
  expect(await window.call('audit.verify', {})).toMatchObject({ own: { count: 0 }, centre: { count: 0 } })
}

async function opened(at: Centre): Promise<TestWindow> {
  const window = await testWindow({ centre: at, unit: STATION, now })
  closing.push(
    () => rmSync(window.folder, { recursive: true, force: true }),
    () => window.close(),
  )
  return window
}

test('a case that was disposed of is nowhere at its windows, also at one that was away for 30 days', async () => {
  const at = await centre({ now })
  closing.push(() => at.stop())
  const clerk = await opened(at)
  await clerk.signIn('zhangwei')
  const registered = (person: typeof stays, more: object) => ({
    citizenId: person.citizenId,
    name: person.name,
    sex: person.sex,
    birth: person.birth,
    address,
    dwelling: 'rented',
    purpose: 'work',
    livedSince: '2026-01-05',
    registeredOn: '2026-01-05',
    source: 'window',
    ...more,
  })
  const file = await clerk.call('files.add', { name: 'a.jpg', mime: 'image/jpeg', bytes: photo() })
  await clerk.call('files.get', { hash: file.hash, thumbnail: true })
  const application = await blankId(clerk, APPLICATION)
  const patch = { citizenId: gone.citizenId, name: gone.name, phone: PLANTED[2]!, photo: [file.hash] }
  await done(clerk, APPLICATION, application, 'edit', patch)
  await clerk.call('cases.reveal', { id: application, field: 'citizenId', purpose: 'identity' })
  await clerk.call('drafts.save', { id: application, type: APPLICATION, patch: { note: PLANTED[3]! } })
  await clerk.call('drafts.drop', { id: application })
  await clerk.call('drafts.save', { id: application, type: APPLICATION, patch: { note: PLANTED[3]! } })
  await done(clerk, APPLICATION, application, 'discard')
  // Many more, so that something is left over in the files of the databases.
  for (let n = 0; n < MORE; n++) {
    const id = await blankId(clerk, APPLICATION)
    await done(clerk, APPLICATION, id, 'edit', { ...patch, photo: [] })
    await done(clerk, APPLICATION, id, 'discard')
  }
  const open = await blankId(clerk, APPLICATION)
  await done(clerk, APPLICATION, open, 'edit', { ...patch, photo: [] })
  const resident = await blankId(clerk, RESIDENT)
  await done(clerk, RESIDENT, resident, 'register', registered(stays, {}))
  await clerk.sync()

  const away = await opened(at)
  await away.signIn('lijing')
  await away.sync()
  await away.call('files.get', { hash: file.hash, thumbnail: true })
  expect((await away.call('cases.search', { text: gone.name, limit: 50 })).map(r => r.id)).toContain(application)
  expect(await left(clerk)).toEqual({ words: PLANTED, pages: 2 })
  expect((await left(away)).words).toEqual(PLANTED.slice(0, 3))
  await away.plug(false)
  const plain = { width: 90, height: 120, channels: 3, background: '#88a' } as const
  const bytes = new Uint8Array(await sharp({ create: plain }).jpeg().toBuffer())
  const page = await away.call('files.add', { name: 'b.jpg', mime: 'image/jpeg', bytes })
  await done(away, APPLICATION, open, 'edit', { phone: LATE, photo: [page.hash] })
  await done(clerk, APPLICATION, open, 'discard')
  await clerk.sync()

  shift.ms += 11 * YEAR
  await clerk.call('session.signOut', {})
  await clerk.signIn('hejing')
  const { due } = await clerk.call('disposal.view', {})
  expect(due).toMatchObject([{ type: APPLICATION, label: '居住证办件', count: 2 + MORE, years: 10 }])
  const { disposals } = await clerk.call('disposal.propose', { type: APPLICATION, note: '保存期满' })
  await expect(clerk.call('disposal.approve', { id: disposals[0]!.id })).rejects.toMatchObject({ code: 'forbidden' })
  await clerk.call('session.signOut', {})
  await clerk.signIn('lintao')
  const approved = await clerk.call('disposal.approve', { id: disposals[0]!.id })
  expect(approved.disposals).toMatchObject([{ state: 'done', erased: 2 + MORE, kept: 0, settledBy: '林涛' }])
  await clerk.sync()
  await nothingLeft(clerk)

  shift.ms += MONTH
  await away.plug(true)
  await away.call('session.signOut', {})
  await away.signIn('lintao')
  await nothingLeft(away, PLANTED, 1)
  // What was said too late sits in its author's inbox with the reason; nothing of the case comes back with it.
  await away.call('session.signOut', {})
  await away.signIn('lijing')
  const [late, ...more] = await away.call('inbox.list', {})
  expect(more).toEqual([])
  expect(late).toMatchObject({ caseId: open, act: 'edit', problems: [{ code: 'unknown', with: { why: 'erased' } }] })
  expect(late!.problems[0]!.text).toContain('已经销毁')
  expect(late).toMatchObject({ erased: true, cells: [{ editable: false }, { editable: false }] })
  expect(late!.cells.map(cell => [cell.name, cell.value, cell.now])).toEqual([
    ['phone', LATE, ''],
    ['photo', [page.hash], ''],
  ])
  expect(await away.call('status', {})).toMatchObject({ unsent: 0, refused: 1 })
  await expect(away.call('inbox.mend', { event: late!.event, patch: {} })).rejects.toMatchObject({ code: 'not-found' })
  expect(await away.call('cases.search', { text: LATE, limit: 10 })).toEqual([])
  await away.sync()
  expect(await away.call('inbox.list', {})).toHaveLength(1)
  await away.call('inbox.withdraw', { event: late!.event, reason: '已另行登记' })
  expect(await away.call('inbox.list', {})).toEqual([])
  await away.call('session.signOut', {})
  await away.signIn('lintao')
  await nothingLeft(away, [...PLANTED, LATE])
  // What is not disposed of is as it was.
  await clerk.call('session.signOut', {})
  await clerk.signIn('zhangwei')
  expect((await clerk.call('cases.search', { text: stays.name, limit: 10 })).map(r => r.id)).toEqual([resident])
  expect(await clerk.call('cases.search', { text: gone.name, limit: 10 })).toEqual([])
}, 120_000)
