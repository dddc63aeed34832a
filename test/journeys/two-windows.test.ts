import { beforeAll, expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { TestWindow } from '../harness.ts'
import { data, done, layCard, RESIDENT, register } from './permit.ts'
import { onDatabases, type Sides } from './sides.ts'

onDatabases(['SQLite', 'PostgreSQL'], 'two windows edit the same registrations offline', { other: 'lijing' }, sides => {
  const ids = { phone: '', withdrawn: '', ended: '' }
  const edit = (window: TestWindow, id: string, patch: Data) => done(window, RESIDENT, id, 'edit', patch)
  const refusedOf = async (id: string) => {
    const items = (await sides.other.call('inbox.list', {})).filter(i => i.caseId === id)
    expect(items).toHaveLength(1)
    return items[0]!
  }

  /** Both plugs out, both work on all three registrations; the clerk's line is back first. */
  beforeAll(async () => {
    const { clerk, other } = sides
    const { today } = await clerk.call('session.state', {})
    for (const [person, name] of (['phone', 'withdrawn', 'ended'] as const).entries()) {
      await layCard(clerk, person)
      ids[name] = await register(clerk, addMonths(today, -3))
    }
    await clerk.sync()
    await other.sync()
    await clerk.plug(false)
    await other.plug(false)
    await edit(clerk, ids.phone, { phone: '13905710011', officer: '甲警官' })
    await edit(clerk, ids.withdrawn, { phone: '13905710033' })
    await done(clerk, RESIDENT, ids.ended, 'leave', { leftOn: today, leftReason: 'moved' })
    await edit(other, ids.phone, { note: '二号窗口记的' })
    await edit(other, ids.phone, { phone: '13905710022' })
    await edit(other, ids.withdrawn, { phone: '13905710044' })
    await edit(other, ids.ended, { note: '改到一半' })
    expect(await other.call('status', {})).toMatchObject({ network: 'offline', unsent: 4 })
    await clerk.plug(true)
    await other.plug(true)
    expect(await other.call('status', {})).toMatchObject({ network: 'online', unsent: 0, refused: 3 })
    expect(await clerk.call('inbox.list', {})).toEqual([])
  })

  test('what only one side changed merges; of what both changed the later is refused, told with both values, and mended', async () => {
    const { other } = sides
    expect((await other.call('cases.open', { id: ids.phone })).sending).toBe('refused')
    expect(await data(other, ids.phone)).toMatchObject({
      phone: '13905710011',
      officer: '甲警官',
      note: '二号窗口记的',
    })

    const item = await refusedOf(ids.phone)
    expect(item).toMatchObject({ act: 'edit', by: '李静', problems: [{ code: 'stale', field: 'phone' }] })
    expect(item.problems[0]!.text).toContain('电话')
    expect(item.cells).toMatchObject([{ name: 'phone', text: '13905710022', now: '13905710011' }])
    const mended = await other.call('inbox.mend', { event: item.event, patch: { phone: '13905710022' } })
    expect(mended.problems).toEqual([])

    await bothEndsEqual(sides, ids.phone, { phone: '13905710022', officer: '甲警官', note: '二号窗口记的' })
    const { history, sending } = await other.call('cases.open', { id: ids.phone })
    expect(sending).toBe('sent')
    const edits = history.filter(h => h.act === 'edit').map(h => h.verdict)
    expect(edits.sort()).toEqual(['accepted', 'accepted', 'accepted', 'refused'])
  })

  test('what is withdrawn with a reason asks for nothing more', async () => {
    const { other } = sides
    const { event } = await refusedOf(ids.withdrawn)
    await expect(other.call('inbox.withdraw', { event, reason: '' })).rejects.toMatchObject({ code: 'arguments' })
    await other.call('inbox.withdraw', { event, reason: '对方登记的号码正确' })
    await expect(other.call('inbox.withdraw', { event, reason: '又一次' })).rejects.toMatchObject({ code: 'not-found' })
    await bothEndsEqual(sides, ids.withdrawn, { phone: '13905710033' })
    expect((await other.call('cases.open', { id: ids.withdrawn })).sending).toBe('sent')
  })

  test('an edit of what the other window has ended is refused with the state, and what was typed stands in the inbox', async () => {
    const { clerk, other } = sides
    const item = await refusedOf(ids.ended)
    expect(item.problems).toMatchObject([{ code: 'state' }])
    expect(item.cells).toMatchObject([{ name: 'note', text: '改到一半', now: '' }])
    const again = await other.call('inbox.mend', { event: item.event, patch: {} })
    expect(again.problems).toMatchObject([{ code: 'state' }])
    expect(await refusedOf(ids.ended)).toMatchObject({ event: item.event })

    await done(clerk, RESIDENT, ids.ended, 'comeBack', { note: '又回来了', leftOn: null, leftReason: null })
    await clerk.sync()
    await other.sync()
    await other.call('inbox.mend', { event: item.event, patch: {} })
    await bothEndsEqual(sides, ids.ended, { note: '改到一半' })
  })

  test('at the end nothing waits, nothing stands refused, and the centre had no fault', async () => {
    const { clerk, other } = sides
    for (const window of [clerk, other])
      expect(await window.call('status', {})).toMatchObject({ network: 'online', unsent: 0, refused: 0 })
    expect(await other.call('inbox.list', {})).toEqual([])
    expect(sides.faults).toEqual([])
  })
})

/** Both windows and the centre hold the same case, with these values in it. */
async function bothEndsEqual({ centre, clerk, other }: Sides, id: string, values: Data): Promise<void> {
  await other.sync()
  await clerk.sync()
  const [here, there] = [await data(clerk, id), await data(other, id)]
  expect(here).toEqual(there)
  expect(here).toMatchObject(values)
  const held = (await centre.running.parts.store.cases.get([id])).get(id)
  expect(held?.data).toMatchObject(values)
}
