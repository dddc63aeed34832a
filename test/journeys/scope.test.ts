import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { decrypted } from '../faults/at-rest.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { APPLICATION, accept, layCard, RESIDENT, register, STATION } from './permit.ts'

describe('what a window receives', () => {
  const here = {} as { centre: Centre; own: TestWindow; next: TestWindow; far: TestWindow }
  const ids = { resident: '', application: '', portrait: '' }
  const open = async (unit: string, login: string) => {
    const window = await testWindow({ centre: here.centre, unit })
    await window.signIn(login)
    await window.sync()
    return window
  }
  beforeAll(async () => {
    here.centre = await centre()
    here.own = await open(STATION, 'zhangwei')
    here.next = await open('330402520000', 'chenmin')
    here.far = await open('330411510000', 'zhoujie')
    await layCard(here.own, 0)
    ids.resident = await register(here.own, addMonths((await here.own.call('session.state', {})).today, -8))
    const { id, answer } = await accept(here.own)
    expect(answer.problems.map(p => p.text)).toEqual([])
    ids.application = id
    ids.portrait = (await here.own.call('files.portrait', {})).hash
    for (const window of [here.own, here.next, here.far]) await window.sync()
  })
  afterAll(async () => {
    for (const window of [here.own, here.next, here.far]) await window?.close()
    await here.centre?.stop()
  })

  test('another district: nothing, neither on the screen nor on its disk', async () => {
    const { far } = here
    for (const type of [RESIDENT, APPLICATION]) expect((await far.call('cases.list', { type })).total).toBe(0)
    expect(await far.call('cases.search', { text: '周晓棠' })).toEqual([])
    for (const id of [ids.resident, ids.application])
      await expect(far.call('cases.open', { id })).rejects.toMatchObject({ code: 'not-found' })
    const seen = far.notices.flatMap(n => (n.topic === 'cases' ? n.ids : []))
    for (const id of Object.values(ids)) expect(seen).not.toContain(id)
    expect(await disk(here.own.folder, '周晓棠')).not.toEqual([])
    expect(await disk(far.folder, '周晓棠')).toEqual([])
    for (const id of Object.values(ids)) expect(await disk(far.folder, id)).toEqual([])
  })

  test('the neighbouring station: the registration, because time there counts here, and no application', async () => {
    const { next } = here
    expect((await next.call('cases.list', { type: RESIDENT })).rows.map(r => r.id)).toEqual([ids.resident])
    expect((await next.call('cases.list', { type: APPLICATION })).total).toBe(0)
    await expect(next.call('cases.open', { id: ids.application })).rejects.toMatchObject({ code: 'not-found' })
    // Its paper, which the neighbour may use again, names it; nothing else of it is there.
    expect(await disk(here.own.folder, ids.portrait)).not.toEqual([])
    expect(await disk(next.folder, ids.portrait)).toEqual([])
    const edit = { type: RESIDENT, id: ids.resident, act: 'edit', patch: { note: '外所改的' } }
    expect((await next.call('cases.act', edit)).problems).toMatchObject([{ code: 'forbidden' }])
  })

  test('auxiliary staff at the same window see it, and take no list of it out of the house', async () => {
    const { own } = here
    await own.signIn('wangfang')
    expect((await own.call('cases.list', { type: RESIDENT })).total).toBe(1)
    const list = { query: { type: RESIDENT }, purpose: '核对名单' }
    await expect(own.call('export.list', list)).rejects.toMatchObject({ code: 'forbidden' })
    await own.signIn('zhangwei')
    expect((await own.call('export.list', list)).bytes.length).toBeGreaterThan(1000)
  })
})

/** The files below a window's folder in which these bytes stand, once nothing of it is encrypted any more. */
async function disk(folder: string, text: string): Promise<string[]> {
  const open = await mkdtemp(join(tmpdir(), 'chuangtai-decrypted-'))
  await decrypted(folder, open)
  const names = await readdir(open, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of names.filter(e => e.isFile()))
    if ((await readFile(join(entry.parentPath, entry.name))).includes(text)) found.push(entry.name)
  await rm(open, { recursive: true, force: true })
  return found
}
