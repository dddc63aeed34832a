import { beforeAll, expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { TestWindow } from '../harness.ts'
import { data, done, layCard, RESIDENT, register } from './permit.ts'
import { onDatabases } from './sides.ts'

const MINE = '13905710022'
const THEIRS = '13905710011'

onDatabases(['SQLite'], 'two clerks write the same field without the centre', { other: 'lijing' }, sides => {
  const ids = { theirs: '', mine: '', third: '', away: '' }
  const edit = (window: TestWindow, id: string, patch: Data) => done(window, RESIDENT, id, 'edit', patch)
  const item = async (id: string, window = sides.other) => {
    const items = (await window.call('inbox.list', {})).filter(i => i.caseId === id)
    expect(items).toHaveLength(1)
    return items[0]!
  }
  const together = async () => {
    await sides.other.sync()
    await sides.clerk.sync()
  }
  const notes = () => sides.clerk.call('inbox.overruled', {})

  beforeAll(async () => {
    const { clerk, other } = sides
    const { today } = await clerk.call('session.state', {})
    for (const [person, name] of (['theirs', 'mine', 'third', 'away'] as const).entries()) {
      await layCard(clerk, person)
      ids[name] = await register(clerk, addMonths(today, -3))
    }
    await together()
    await other.sync()
    await clerk.plug(false)
    await other.plug(false)
    for (const id of Object.values(ids)) await edit(clerk, id, { phone: THEIRS })
    for (const id of Object.values(ids)) await edit(other, id, { phone: MINE, note: '电话问过本人' })
    await clerk.plug(true)
    await other.plug(true)
  })

  test('both versions stand side by side: what was there before, who wrote what, when and where', async () => {
    const found = await item(ids.theirs)
    expect(found).toMatchObject({ own: true, by: '李静', mine: { by: '李静', papers: [] } })
    expect(found.since.map(line => [line.actText, line.by])).toEqual([['修改', '张伟']])
    const [phone, ...rest] = found.cells
    expect(phone).toMatchObject({
      name: 'phone',
      text: MINE,
      now: THEIRS,
      theirs: { text: THEIRS, before: '13905710001', by: '张伟', papers: [] },
    })
    expect(rest.map(cell => [cell.name, cell.theirs])).toEqual([['note', undefined]])
  })

  test('theirs is taken: the rest of mine goes through, and nobody is overruled', async () => {
    const { other } = sides
    const { event } = await item(ids.theirs)
    const answer = await other.call('inbox.mend', { event, patch: {}, leave: ['phone'] })
    expect(answer.problems).toEqual([])
    await together()
    expect(await data(sides.clerk, ids.theirs)).toMatchObject({ phone: THEIRS, note: '电话问过本人' })
    expect(await notes()).toEqual([])
  })

  test('mine is taken: it stands everywhere, its other author is told until they have noted it, and both stay on record', async () => {
    const { clerk, other } = sides
    const { event } = await item(ids.mine)
    await other.call('inbox.mend', { event, patch: {} })
    await together()
    expect(await data(clerk, ids.mine)).toMatchObject({ phone: MINE, note: '电话问过本人' })
    const told = await notes()
    expect(told).toMatchObject([{ caseId: ids.mine, by: '李静', fields: [{ label: '联系电话' }] }])
    expect(told[0]!.fields[0]!.mine).toMatch(/^139\*+0011$/)
    expect((await clerk.call('status', {})).overruled).toBe(1)
    await clerk.call('inbox.read', { event: told[0]!.event })
    expect(await notes()).toEqual([])
    const { history } = await other.call('cases.open', { id: ids.mine })
    expect(
      history
        .filter(line => line.act === 'edit')
        .map(line => line.verdict)
        .sort(),
    ).toEqual(['accepted', 'accepted', 'refused'])
  })

  test('a third value is written; a value that the form would not take is refused and stays to be mended', async () => {
    const { clerk, other } = sides
    const { event } = await item(ids.third)
    const wrong = await other.call('inbox.mend', { event, patch: { phone: '1390571' } })
    expect(wrong.problems).toMatchObject([{ code: 'phone', field: 'phone' }])
    await other.call('inbox.mend', { event, patch: { phone: '13905710077' } })
    await together()
    expect(await data(clerk, ids.third)).toMatchObject({ phone: '13905710077' })
    expect((await notes()).map(note => note.caseId)).toEqual([ids.third])
  })

  test('while its author is away the reviewer of the unit settles it, without seeing the covered numbers', async () => {
    const { other } = sides
    await other.signIn('liuqiang')
    const found = await item(ids.away)
    expect(found).toMatchObject({ own: false, by: '李静' })
    const phone = found.cells.find(cell => cell.name === 'phone')!
    expect(phone).toMatchObject({ masked: true, text: '139****0022', theirs: { text: '139****0011' } })
    expect(phone.value).toBeUndefined()
    await other.call('inbox.withdraw', { event: found.event, reason: '本人确认张伟所登记的号码' })
    await other.signIn('lijing')
    expect(await other.call('inbox.list', {})).toEqual([])
    expect(await other.call('status', {})).toMatchObject({ refused: 0 })
    expect(sides.faults).toEqual([])
  })
})
