import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { APPLICATION, accept, data, layCard, register, STATION } from '../journeys/permit.ts'

const YEAR = 365 * 24 * 3_600_000

describe("the machine's clock is set back a year", () => {
  const here = {} as { centre: Centre; window: TestWindow; ids: string[] }
  const device = { behind: 0 }
  const now = () => new Date(Date.now() - device.behind).toISOString()
  beforeAll(async () => {
    here.centre = await centre()
    here.window = await testWindow({ centre: here.centre, unit: STATION, now })
    await here.window.signIn('zhangwei')
    await here.window.sync()
  })
  afterAll(async () => {
    await here.window?.close()
    await here.centre?.stop()
  })

  test('it is told; work goes on with the last day known; what is done is marked and decided with the right day', async () => {
    const { window } = here
    const { today } = await window.call('session.state', {})
    await window.plug(false)
    await layCard(window, 0)
    await register(window, addMonths(today, -8))
    expect((await window.call('status', {})).clock).toBeUndefined()

    device.behind = YEAR
    expect((await window.call('session.state', {})).today).toBe(today)
    expect((await window.call('status', {})).clock).toMatch(/时钟.*慢 52\d{4} 分钟/)
    const { id, look, answer } = await accept(window)
    expect(look.standing).toMatchObject({ now: true })
    expect(answer.problems.map(p => p.text)).toEqual([])
    expect(await data(window, id)).toMatchObject({ acceptedOn: today })
    const [line] = (await window.call('cases.open', { id })).history
    expect(line).toMatchObject({ act: 'accept', clock: true })

    await window.plug(true)
    expect(await window.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
    const held = (await here.centre.running.parts.store.cases.get([id])).get(id)
    expect(held?.data).toMatchObject({ acceptedOn: today })
    expect((await window.call('status', {})).clock).toMatch(/时钟/)
    here.ids = [id]
  })

  test('over a restart the last day known still counts, and a clock put right is silent', async () => {
    const { folder } = here.window
    const { today } = await here.window.call('session.state', {})
    await here.window.plug(false)
    await here.window.close()
    here.window = await testWindow({ folder, now })
    const { window } = here
    expect((await window.call('session.state', {})).today).toBe(today)
    expect((await window.call('status', {})).clock).toMatch(/时钟/)
    device.behind = 0
    expect((await window.call('status', {})).clock).toBeUndefined()
    await window.signIn('zhangwei')
    expect((await window.call('cases.list', { type: APPLICATION })).rows.map(r => r.id)).toEqual(here.ids)
  })

  test('what was done while it ran ahead is taken, and marked for readers, also where the window could not know', async () => {
    const { window } = here
    const { today } = await window.call('session.state', {})
    const marked = async (id: string) => (await window.call('cases.open', { id })).history.map(h => h.clock)
    await window.plug(true)
    await window.plug(false)
    await layCard(window, 2)
    const right = await register(window, addMonths(today, -8))
    // Ahead by less than what locks the window as idle.
    device.behind = -8 * 60_000
    await layCard(window, 3)
    const unknown = await register(window, addMonths(today, -8))
    expect([await marked(right), await marked(unknown)]).toEqual([[false], [false]])
    await window.plug(true)
    await expect.poll(() => marked(unknown), { timeout: 60_000 }).toEqual([true])
    expect(await marked(right)).toEqual([false])
    expect(await window.call('status', {})).toMatchObject({ refused: 0, clock: expect.stringMatching(/快 8 分钟/) })

    await window.plug(false)
    await layCard(window, 4)
    const known = await register(window, addMonths(today, -8))
    expect(await marked(known)).toEqual([true])
    device.behind = 0
    await window.plug(true)
    expect(await marked(known)).toEqual([true])
    await layCard(window, 5)
    expect(await marked(await register(window, addMonths(today, -8)))).toEqual([false])
  })
})
