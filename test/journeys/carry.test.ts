import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ApiFailure } from '../../desktop/src/api.ts'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets } from '../../desktop/src/core/keys/secrets.ts'
import { openDatabase } from '../../desktop/src/core/store/database.ts'
import { kept } from '../../desktop/src/core/store/kept.ts'
import { addDays, addMonths } from '../../shared-types/src/engine/day.ts'
import type { Anchor } from '../../shared-types/src/model/anchor.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { setBack } from '../../sync-server/src/set-back.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { accept, done, layCard, photo, RESIDENT, register, STATION } from './permit.ts'
import { bring, carryOut, plugIn, readOut, take } from './sticks.ts'

const DAY = 86_400_000

describe('a window that has no line for a month', () => {
  let at: Centre
  let far: TestWindow
  let near: TestWindow
  const faults: unknown[] = []
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead).toISOString()
  let today: string
  const edit = (window: TestWindow, id: string, patch: Data) => done(window, RESIDENT, id, 'edit', patch)
  const people = async (window: TestWindow) =>
    (await window.call('cases.list', { type: RESIDENT, limit: 100 })).rows.map(row => row.id).sort()
  const unsent = async (window: TestWindow) => (await window.call('status', {})).unsent
  const dataOf = async (window: TestWindow, id: string) => {
    const { sections } = await window.call('cases.open', { id })
    return Object.fromEntries(sections.flatMap(s => s.cells).map(c => [c.name, c.text]))
  }
  const whyNot = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work
    } catch (failure) {
      return (failure as ApiFailure).text
    }
    return 'taken'
  }
  /** Sessions end by themselves meanwhile, and people sign in anew. */
  const later = async (days: number) => {
    clock.ahead = days * DAY
    await near.signIn('lijing')
    await far.signIn('zhangwei')
  }
  /** Who is on the reader of the far window, by what the card says. */
  const numberOnCard = async () => (await far.call('card.read', { type: RESIDENT }))!.number

  beforeAll(async () => {
    at = await centre({ faults, now })
    far = await testWindow({ centre: at, unit: STATION, now })
    near = await testWindow({ centre: at, unit: STATION, now })
    await far.signIn('zhangwei')
    await near.signIn('lijing')
    await far.sync()
    await far.plug(false)
    today = (await far.call('session.state', {})).today
  })
  afterAll(async () => {
    await far?.close()
    await near?.close()
    await at?.stop()
    for (const window of [far, near]) if (window) await rm(window.folder, { recursive: true, force: true })
  })

  test('its work travels sealed, is taken in, and the receipt brings what became of it and what others did', async () => {
    await layCard(far, 0)
    const number = await numberOnCard()
    const here = await register(far, addMonths(today, -7))
    const paper = await far.call('files.add', { name: 'lease.jpg', mime: 'image/jpeg', bytes: photo() })
    const asked = await accept(far)
    expect(asked.answer.problems).toEqual([])
    await layCard(near, 1)
    const there = await register(near, addMonths(today, -2))
    await near.sync()

    const { made, bytes } = await carryOut(far)
    expect(made).toMatchObject({ sequence: 1, size: bytes.length })
    expect(made.files).toBeGreaterThanOrEqual(2)
    // A lost stick tells nothing of anybody.
    for (const planted of [number, '13905710001', '桂花街道', 'zhangwei'])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(bytes.includes(Buffer.from(planted, encoding)), planted).toBe(false)
    expect(bytes.includes(Buffer.from(photo()).subarray(100, 150))).toBe(false)

    const look = await near.call('carry.look', { upload: await plugIn(near, bytes) })
    expect(look).toMatchObject({ kind: 'package', may: 'bring', sequence: 1, events: made.events, files: made.files })
    const { brought, receipt } = await bring(near, bytes)
    expect(brought).toMatchObject({ sequence: 1, events: made.events, refused: 0, again: false })
    expect(brought.name).toMatch(/回执.*1\.ctreceipt$/)
    await near.sync()
    expect(await people(near)).toEqual([here, there].sort())
    expect((await near.call('files.get', { hash: paper.hash })).bytes.length).toBe(paper.size)
    const scanned = (await near.call('cases.open', { id: asked.id })).sections.flatMap(s => s.cells)
    const photoHash = (scanned.find(c => c.name === 'photo')!.value as string[])[0]!
    expect((await near.call('files.get', { hash: photoHash })).bytes.length).toBeGreaterThan(1000)

    expect(await unsent(far)).toBeGreaterThan(0)
    const taken = await take(far, receipt)
    expect(taken).toMatchObject({ sequence: 1, accepted: made.events, refused: 0, behind: false })
    expect(taken.others).toBeGreaterThan(0)
    expect(await unsent(far)).toBe(0)
    expect(await people(far)).toEqual([here, there].sort())
    expect((await far.call('cases.open', { id: here })).sending).toBe('sent')
    expect((await far.call('carry.state', {})).files).toBe(0)
    expect((await far.call('carry.state', {})).packages[0]).toMatchObject({ sequence: 1, receipt: { refused: 0 } })

    // The same stick, and the same receipt, once more.
    const again = await bring(near, bytes)
    expect(again.brought.again).toBe(true)
    expect(again.receipt.equals(receipt)).toBe(true)
    expect(await take(far, receipt)).toMatchObject({ accepted: made.events, others: 0 })
    expect(await people(far)).toEqual([here, there].sort())
  })

  test('three sticks under way at once: in any order each is right, and an older receipt takes nothing back', async () => {
    await later(10)
    const ids = await people(far)
    const sticks = []
    for (let i = 1; i <= 3; i += 1) {
      await edit(far, ids[0]!, { note: `第${i}次` })
      sticks.push(await carryOut(far))
      await edit(near, ids[1]!, { note: `近${i}` })
    }
    await near.sync()
    const receipts: Buffer[] = []
    for (const i of [2, 0, 1]) receipts[i] = (await bring(near, sticks[i]!.bytes)).receipt
    await edit(near, ids[1]!, { officer: '乙警官' })
    await near.sync()
    const once = await bring(near, sticks[1]!.bytes)
    expect(once.brought.again).toBe(true)
    expect(await take(far, receipts[1]!)).toMatchObject({ sequence: 3, refused: 0 })
    expect(await take(far, receipts[0]!)).toMatchObject({ sequence: 2, refused: 0 })
    expect(await take(far, receipts[2]!)).toMatchObject({ sequence: 4, refused: 0 })
    expect(await take(far, receipts[0]!)).toMatchObject({ sequence: 2, others: 0 })
    expect(await dataOf(far, ids[0]!)).toMatchObject({ note: '第3次' })
    expect(await dataOf(far, ids[1]!)).toMatchObject({ note: '近3' })
    expect(await unsent(far)).toBe(0)
  })

  test('what cannot be true is refused with its reason, and nothing of it counts', async () => {
    const ids = await people(far)
    await edit(far, ids[0]!, { note: '还没送出' })
    const { bytes } = await carryOut(far)
    const { receipt } = await bring(near, bytes)
    const before = await far.call('carry.state', {})
    for (let i = 0; i < 60; i += 1) {
      const place = Math.floor(((i + 0.5) / 60) * receipt.length)
      const altered = Buffer.from(receipt)
      altered[place]! ^= 1 + ((i * 37) % 255)
      expect(await whyNot(take(far, altered)), `byte ${place}`).toMatch(/损坏|改动|没有读到结尾|另一个|更新版本/)
      const sent = Buffer.from(bytes)
      sent[Math.floor(((i + 0.5) / 60) * bytes.length)]! ^= 1 + ((i * 37) % 255)
      if (i % 6 === 0) expect(await whyNot(bring(near, sent))).toMatch(/损坏|改动|没有读到结尾|另一个|没有登记过/)
    }
    expect(await whyNot(take(far, receipt.subarray(0, receipt.length / 2)))).toContain('没有读到结尾')
    expect(await whyNot(take(far, bytes))).toContain('不是回执')
    expect(await whyNot(bring(near, receipt))).toContain('这是回执')
    expect(await whyNot(take(near, receipt))).toContain('另一个窗口')
    expect(await whyNot(take(far, Buffer.from('PK 工作簿')))).toContain('不是U盘传递的文件')
    expect(await far.call('carry.state', {})).toEqual(before)
    expect(await unsent(far)).toBe(1)
    expect(await take(far, receipt)).toMatchObject({ refused: 0 })
    expect(await unsent(far)).toBe(0)
  })

  test('what the centre refuses stands in the inbox of its author, with the reason', async () => {
    const ids = await people(far)
    await edit(far, ids[0]!, { phone: '13905710077' })
    await edit(near, ids[0]!, { phone: '13905710088' })
    await near.sync()
    const { receipt } = await bring(near, (await carryOut(far)).bytes)
    expect(await take(far, receipt)).toMatchObject({ refused: 1 })
    const [item, ...more] = await far.call('inbox.list', {})
    expect(more).toEqual([])
    expect(item!.problems).toMatchObject([{ code: 'stale', field: 'phone' }])
    expect((await dataOf(far, ids[0]!)).phone).toBe((await dataOf(near, ids[0]!)).phone)
    const mended = await far.call('inbox.mend', { event: item!.event, patch: { phone: '13905710077' } })
    expect(mended.problems).toEqual([])
  })

  test('a month later the line is there: nothing is doubled, nothing lost, both see the same', async () => {
    await later(29)
    const ids = await people(far)
    await edit(far, ids[1]!, { note: '三十天后' })
    const { bytes } = await carryOut(far)
    const { receipt } = await bring(near, bytes)
    await edit(far, ids[0]!, { note: '收据之后' })
    await take(far, receipt)
    expect(await unsent(far)).toBe(1)
    // Without a word from the centre nobody may sign in any more by now: the receipts were one.
    await later(31)
    await far.plug(true)
    expect(await far.call('status', {})).toMatchObject({ network: 'online', unsent: 0 })
    await near.sync()
    expect(await people(far)).toEqual(await people(near))
    for (const id of ids) {
      expect(await dataOf(far, id)).toEqual(await dataOf(near, id))
      const [here, there] = [await far.call('cases.open', { id }), await near.call('cases.open', { id })]
      const accepted = (view: typeof here) => view.history.filter(h => h.verdict === 'accepted').map(h => [h.id, h.seq])
      expect(accepted(here)).toEqual(accepted(there))
    }
    const { db } = at.running.parts.store
    const rows = await db.selectFrom('events').select(['id', 'body']).where('type', '=', RESIDENT).execute()
    expect(new Set(rows.map(r => r.id)).size).toBe(rows.length)
    // Late, when everything came by the line already, a receipt is harmless.
    expect(await take(far, receipt)).toMatchObject({ others: 0 })
    await far.sync()
    expect(await dataOf(far, ids[0]!)).toEqual(await dataOf(near, ids[0]!))
    expect(faults).toEqual([])
  })

  test('a centre that was set back is followed by stick too: what it lost is carried again, nothing is doubled', async () => {
    const ids = await people(far)
    await edit(far, ids[0]!, { note: '回退之前' })
    await far.sync()
    await near.sync()
    await far.plug(false)
    await edit(far, ids[1]!, { note: '回退之后' })
    const { db } = at.running.parts.store
    // The newest event is lost with all that the centre knew of it, as after a restore.
    const lost = await db
      .selectFrom('events')
      .select(['id', 'seq'])
      .where('type', '=', RESIDENT)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    await near.plug(false)
    await db.deleteFrom('events').where('seq', '>=', lost.seq).execute()
    await db
      .updateTable('counter')
      .set({ value: lost.seq - 1 })
      .execute()
    await setBack(db)
    // A try that sends learns of it and fails; what the window then pulls makes the next one good.
    await near.plug(true).catch(() => undefined)
    await vi.waitFor(() => near.sync(), { timeout: 60_000 })
    const first = await take(far, (await bring(near, (await carryOut(far)).bytes)).receipt)
    expect(first.waiting).toBeGreaterThan(1)
    const { made, bytes } = await carryOut(far)
    expect(made.events).toBe(first.waiting)
    expect(await take(far, (await bring(near, bytes)).receipt)).toMatchObject({ refused: 0, waiting: 0 })
    const rows = await db.selectFrom('events').select('id').where('type', '=', RESIDENT).execute()
    expect(rows.filter(r => r.id === lost.id)).toHaveLength(1)
    expect(new Set(rows.map(r => r.id)).size).toBe(rows.length)
    await far.plug(true)
    await near.sync()
    for (const id of ids) expect(await dataOf(far, id)).toEqual(await dataOf(near, id))
  })

  test('a file that is no longer here, and a window without its line, are said plainly', async () => {
    expect(await whyNot(readOut(far, '99.ctcarry'))).toContain('不在本机')
    await near.plug(false)
    expect(await whyNot(bring(near, (await carryOut(far)).bytes))).toContain('没有连上中心')
    await near.plug(true)
  })

  test('what the centre signed of the audit came with the receipts', async () => {
    await far.close()
    const { database } = await openSecrets(far.folder, fileKeys(far.folder))
    const db = await openDatabase(far.folder, database)
    const days = (await kept<Anchor>(db.local, 'anchor').all()).map(({ key }) => key)
    await db.close()
    // On that day there was no line.
    expect(days).toContain(addDays(at.running.parts.now().slice(0, 10), 10 - 31))
  })
})
