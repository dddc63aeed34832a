import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { SessionState } from '../../desktop/src/api/session.ts'
import { zhCN } from '../../desktop/src/core/words.zh-CN.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { done, RESIDENT, STATION } from '../journeys/permit.ts'

const CITY = '330400000000'
const WAIT = { timeout: 20_000, interval: 100 }

/** A clerk's window with one registration that waits to be sent, an administrator's, and what is opened besides. */
describe('a data folder that was copied, and a station that was ended', () => {
  const opened: TestWindow[] = []
  const centres: Centre[] = []
  afterEach(async () => {
    for (const window of opened.splice(0)) await window.close()
    for (const one of centres.splice(0)) await one.stop()
  })
  const open = async (...args: Parameters<typeof testWindow>) => {
    const window = await testWindow(...args)
    opened.push(window)
    return window
  }
  const close = async (window: TestWindow) => {
    opened.splice(opened.indexOf(window), 1)
    await window.close()
  }

  async function begin(): Promise<{ at: Centre; clerk: TestWindow; office: TestWindow; id: string; station: string }> {
    const at = await centre()
    centres.push(at)
    const office = await open({ centre: at, unit: CITY, machine: 'machine-o' })
    await office.signIn('guofeng')
    const clerk = await open({ centre: at, unit: STATION, machine: 'machine-a' })
    await clerk.signIn('zhangwei')
    await clerk.sync()
    await clerk.plug(false)
    const { id } = await clerk.call('cases.blank', { type: RESIDENT })
    await done(clerk, RESIDENT, id, 'edit', { name: '周晓棠' })
    const { station } = await clerk.call('session.state', {})
    return { at, clerk, office, id, station: station!.id }
  }

  const copyOf = async ({ folder }: TestWindow) => {
    const copy = await mkdtemp(join(tmpdir(), 'chuangtai-copy-'))
    await cp(folder, copy, { recursive: true })
    return copy
  }
  const faultOf = async (window: TestWindow): Promise<SessionState['stationFault']> =>
    (await window.call('session.state', {})).stationFault
  const edit = (window: TestWindow, id: string) =>
    window.call('cases.act', { type: RESIDENT, id, act: 'edit', patch: { note: 'x' } })
  const enrolAgain = async (window: TestWindow, at: Centre, office: TestWindow, station: string) => {
    const { code } = await office.call('stations.code', { station })
    await window.call('session.enrol', { server: at.address, code, name: '一号窗口' })
  }
  const sent = (window: TestWindow, at: Centre, id: string) =>
    vi.waitFor(async () => {
      expect(await window.call('status', {})).toMatchObject({ unsent: 0, network: 'online' })
      expect((await at.running.parts.store.cases.get([id])).has(id)).toBe(true)
    }, WAIT)

  test('on another machine nobody gets in; a code makes the new machine the station, and what waited is sent', async () => {
    const { at, clerk, office, id, station } = await begin()
    await close(clerk)
    const moved = await open({ folder: await copyOf(clerk), machine: 'machine-b' })
    expect(await faultOf(moved)).toMatchObject({ code: 'moved', text: zhCN['station.moved'], stopped: true })
    await expect(moved.signIn('zhangwei')).rejects.toMatchObject({ code: 'session', text: zhCN['station.moved'] })
    expect(await moved.call('status', {})).toMatchObject({ unsent: 1, networkText: zhCN['station.moved'] })
    const seen = await office.call('stations.list', {})
    expect(seen.find(one => one.id === station)).toMatchObject({ state: 'active', unitName: '桂花路派出所' })

    const { code: foreign } = await office.call('stations.code', { unit: STATION, number: '77' })
    await expect(moved.call('session.enrol', { server: at.address, code: foreign, name: 'x' })).rejects.toMatchObject({
      text: zhCN['enrol.codeOther'],
    })
    await enrolAgain(moved, at, office, station)
    expect(await faultOf(moved)).toBeUndefined()
    await moved.signIn('zhangwei')
    await sent(moved, at, id)

    // The machine that it was before is nobody now; what it holds it keeps.
    const first = await open({ folder: clerk.folder, machine: 'machine-a' })
    await vi.waitFor(async () => expect(await faultOf(first)).toMatchObject({ code: 'signature' }), WAIT)
    expect(await first.call('status', {})).toMatchObject({ unsent: 1, networkText: zhCN['server.signature'] })
  })

  test('with the machine’s id copied too, the centre stops both until the administrator has decided', async () => {
    const { at, clerk, office, id, station } = await begin()
    const twin = await open({ folder: await copyOf(clerk), machine: 'machine-a' })
    await vi.waitFor(async () => expect((await twin.call('status', {})).network).toBe('online'), WAIT)
    await new Promise(resolve => setTimeout(resolve, 2_100))
    await clerk.plug(true).catch(() => undefined)
    for (const window of [clerk, twin])
      await vi.waitFor(async () => expect(await faultOf(window)).toMatchObject({ code: 'cloned', stopped: true }), WAIT)
    const seen = await office.call('stations.list', {})
    expect(seen[0]).toMatchObject({ id: station, state: 'cloned' })
    await expect(edit(clerk, id)).rejects.toMatchObject({ code: 'forbidden', text: zhCN['server.cloned'] })
    expect((await clerk.call('status', {})).networkText).toBe(zhCN['server.cloned'])

    await enrolAgain(clerk, at, office, station)
    await sent(clerk, at, id)
    expect((await edit(clerk, id)).problems).toEqual([])
    await vi.waitFor(async () => expect(await faultOf(twin)).toMatchObject({ code: 'signature' }), WAIT)
  })

  test('an ended station says so, also without the line, keeps what waits, and sends it when it is woken', async () => {
    const { at, clerk, office, id, station } = await begin()
    const end = (reason: string) => office.call('stations.end', { station, reason })
    await expect(clerk.call('stations.list', {})).rejects.toMatchObject({ code: 'forbidden' })
    const numbers = await end('电脑送修')
    expect(numbers.length).toBeGreaterThan(0)
    for (const block of numbers) expect(block).toMatchObject({ known: 0, open: block.to - block.from + 1 })
    await expect(end('电脑送修')).rejects.toMatchObject({ code: 'server' })
    await clerk.plug(true).catch(() => undefined)
    await vi.waitFor(async () => expect(await faultOf(clerk)).toMatchObject({ code: 'ended' }), WAIT)
    await clerk.plug(false)
    await close(clerk)

    const again = await open({ folder: clerk.folder, machine: 'machine-a', demo: { logins: [], haste: 10 } })
    await again.plug(false)
    expect(await faultOf(again)).toMatchObject({ code: 'ended', text: zhCN['server.ended'] })
    await again.signIn('zhangwei')
    await expect(edit(again, id)).rejects.toMatchObject({ text: zhCN['server.ended'] })
    expect((await again.call('sync.unsent', {})).map(row => row.id)).toEqual([id])
    await again.plug(true).catch(() => undefined)
    await enrolAgain(again, at, office, station)
    await sent(again, at, id)
    expect(await again.call('numbers.leases', {})).toMatchObject(numbers.map(({ id, from, to }) => ({ id, from, to })))
  })
})
