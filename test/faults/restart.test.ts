import { expect, test, vi } from 'vitest'
import { archive } from '../../shared-types/src/domains/archive/index.ts'
import { population } from '../../shared-types/src/domains/population/index.ts'
import { residencePermits } from '../../shared-types/src/domains/residence-permits/index.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { centre, testWindow } from '../harness.ts'
import { accept, done, layCard, photo, RESIDENT, register, STATION } from '../journeys/permit.ts'

test('what waited over a restart counts as unsent until it is sent; who signed in meanwhile never does', async () => {
  const at = await centre()
  const first = await testWindow({ centre: at, unit: STATION })
  await first.signIn('zhangwei')
  await first.sync()
  await first.plug(false)
  await first.signIn('zhangwei')
  const { id } = await first.call('cases.blank', { type: RESIDENT })
  await done(first, RESIDENT, id, 'edit', { name: '周晓棠' })
  expect(await first.call('status', {})).toMatchObject({ unsent: 1 })
  await first.close()

  await at.stop()
  const again = await testWindow({ folder: first.folder })
  expect(await again.call('status', {})).toMatchObject({ network: 'offline', unsent: 1 })
  await again.signIn('zhangwei')
  expect((await again.call('cases.list', { type: RESIDENT })).rows).toMatchObject([{ id, sending: 'waiting' }])
  await again.close()
})

test('a centre that comes back is found by itself: work, files and settings travel without anyone asking', async () => {
  const before = await centre()
  const window = await testWindow({ centre: before, unit: STATION })
  await window.signIn('zhangwei')
  await window.sync()
  await before.stop(true)
  const { id } = await window.call('cases.blank', { type: RESIDENT })
  await done(window, RESIDENT, id, 'edit', { name: '周晓棠' })
  const { hash } = await window.call('files.add', { name: 'a.jpg', mime: 'image/jpeg', bytes: photo() })
  await vi.waitFor(
    async () => expect(await window.call('status', {})).toMatchObject({ network: 'offline', unsent: 1 }),
    60_000,
  )

  const after = await centre({ again: before })
  const { store, blobs, now } = after.running.parts
  const parameter = { domain: 'residence-permits', name: 'makeDue', value: 12 }
  await store.transaction(turn =>
    putSetting(turn, { id: 'parameter:residence-permits.makeDue', kind: 'parameter', value: parameter }, now()),
  )
  const wait = { timeout: 20_000, interval: 100 }
  await vi.waitFor(
    async () => expect(await window.call('status', {})).toMatchObject({ network: 'online', unsent: 0 }),
    wait,
  )
  await vi.waitFor(async () => expect(await blobs.has(hash)).toBe(true), wait)
  await vi.waitFor(async () => {
    const { parameters } = await window.call('settings.read', {})
    expect(parameters.find(p => p.name === 'makeDue')).toMatchObject({ value: 12 })
  }, wait)
  expect((await store.cases.get([id])).get(id)?.data).toMatchObject({ name: '周晓棠' })
  await window.close()
  await after.stop()
})

test('a window that is online all day fetches new numbers and sends its files as it goes', async () => {
  const receipt = { ...residencePermits.series.receipt!, block: 3 }
  const domains = [archive, population, { ...residencePermits, series: { ...residencePermits.series, receipt } }]
  const at = await centre({ domains })
  const window = await testWindow({ centre: at, unit: STATION, domains })
  await window.signIn('zhangwei')
  await window.sync()
  const { today } = await window.call('session.state', {})
  const left = async () =>
    (await window.call('numbers.leases', {}))
      .filter(l => l.series === 'residence-permits.receipt')
      .reduce((sum, l) => sum + l.left, 0)
  for (const person of [0, 1, 3, 4, 7]) {
    await layCard(window, person)
    await register(window, addMonths(today, -8))
    await vi.waitFor(async () => expect(await left()).toBeGreaterThan(0), { timeout: 60_000 })
    const { answer } = await accept(window)
    expect(answer.problems.map(p => p.text)).toEqual([])
  }
  const { hash } = await window.call('files.add', { name: 'lease.jpg', mime: 'image/jpeg', bytes: photo() })
  await vi.waitFor(async () => expect(await at.running.parts.blobs.has(hash)).toBe(true), { timeout: 60_000 })
  await window.close()
  await at.stop()
})
