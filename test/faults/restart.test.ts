import { expect, test } from 'vitest'
import { centre, testWindow } from '../harness.ts'
import { done, RESIDENT, STATION } from '../journeys/permit.ts'

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
