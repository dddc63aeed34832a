import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { orgCodeOf } from './licences.ts'
import { done, STATION } from './permit.ts'

const HOLDER = 'licences.holder'
const FILLS = kinds.get(HOLDER)!.record.register!.fills

/** The partner: what it says of the enterprises that it knows. */
const said: Record<string, { name: string; legal: string; place: string }> = {}
const partner = createServer((req, res) => {
  const parts: Buffer[] = []
  req.on('data', part => parts.push(part))
  req.on('end', () => {
    const { uscc } = JSON.parse(Buffer.concat(parts).toString()) as { uscc: string }
    res.writeHead(said[uscc] ? 200 : 404).end(JSON.stringify(said[uscc] ?? {}))
  })
})
const here = {} as { centre: Centre; clerk: TestWindow; id: string }

beforeAll(async () => {
  await new Promise<void>(listening => partner.listen(0, '127.0.0.1', listening))
  const register = {
    name: '市场监管',
    url: `http://127.0.0.1:${(partner.address() as AddressInfo).port}/`,
    headers: {},
    body: { uscc: '{code}' },
    items: { name: '/name', representative: '/legal', address: '/place' },
    timeout: 5,
    tries: 1,
  }
  here.centre = await centre({ config: { CHUANGTAI_REGISTER: JSON.stringify(register) } })
  here.clerk = await testWindow({ centre: here.centre, unit: STATION })
  await here.clerk.signIn('zhangwei')
  here.id = (await here.clerk.call('cases.blank', { type: HOLDER })).id
  const known = {
    holderSort: 'enterprise',
    [FILLS.name!]: '云江旧名有限公司',
    [FILLS.representative!]: '周文武',
    holderPhone: '13900007777',
  }
  await done(here.clerk, HOLDER, here.id, 'enter', { ...known, orgCode: orgCodeOf(7) })
}, 60_000)
afterAll(async () => {
  await here.clerk?.close()
  await here.centre?.stop()
  partner.close()
})

describe('an enterprise is compared with the register', () => {
  test('what differs is shown covered where it is covered, and what is taken over is an edit of whoever took it', async () => {
    const { clerk, id } = here
    const there = { name: '云江新名有限公司', legal: '吴晓梅', place: '云江市桂花路 8 号' }
    said[orgCodeOf(7)] = there
    const look = await clerk.call('register.look', { id })
    expect(look.register).toBe('市场监管')
    expect(look.rows.map(({ here: ours, there: theirs, same }) => [ours, theirs, same])).toEqual([
      ['云江旧名有限公司', there.name, false],
      ['周*武', '吴*梅', false],
      ['', there.place, false],
    ])
    expect(JSON.stringify(look)).not.toContain(there.legal)
    const fields = look.rows.map(row => row.field).slice(0, 2)
    const answer = await clerk.call('register.take', { id, fields, seen: look.seen })
    expect(answer.problems).toEqual([])
    await clerk.sync()
    const row = await here.centre.running.parts.store.cases.get([id])
    expect(row.get(id)?.data).toMatchObject({ [FILLS.name!]: there.name, [FILLS.representative!]: there.legal })
    expect(row.get(id)?.data[FILLS.address!]).toBeUndefined()
    const again = await clerk.call('register.look', { id })
    expect(again.rows.map(({ same }) => same)).toEqual([true, true, false])
  })

  test('what changed since it was shown is not taken over, and what is not known is said so', async () => {
    const { clerk, id } = here
    const { seen, rows } = await clerk.call('register.look', { id })
    said[orgCodeOf(7)] = { ...said[orgCodeOf(7)]!, place: '别处 1 号' }
    const take = clerk.call('register.take', { id, fields: [rows[2]!.field], seen })
    await expect(take).rejects.toMatchObject({ code: 'problems', text: expect.stringContaining('重新核对') })
    delete said[orgCodeOf(7)]
    await expect(clerk.call('register.look', { id })).rejects.toMatchObject({ code: 'not-found' })
  })
})
