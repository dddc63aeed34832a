import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPdf, textOf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { LONG_RUN } from '../databases.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { FOOD, LICENCE, openType, orgCodeOf } from './licences.ts'
import { done, STATION } from './permit.ts'

/** Where a village office sits: another unit, to which nothing of the station is served. */
const VILLAGE = '330411510000'

const here = {} as { centre: Centre; station: TestWindow; village: TestWindow; type: string }
beforeAll(async () => {
  if (!LONG_RUN) return
  here.centre = await centre()
  here.type = await openType(here.centre, { ...FOOD, codeWanted: true })
  here.station = await testWindow({ centre: here.centre, unit: STATION })
  await here.station.signIn('liuqiang')
  await here.station.sync()
  here.village = await testWindow({ centre: here.centre, unit: VILLAGE })
}, 120_000)
afterAll(async () => {
  await here.station?.close()
  await here.village?.close()
  await here.centre?.stop()
})

const form = (n: number, more: Data = {}): Data => ({
  licenceType: here.type,
  licenceNo: `JY2330402${String(n).padStart(7, '0')}`,
  holderSort: 'enterprise',
  orgCode: orgCodeOf(n),
  licensee: `桂苑第${n}饮食店`,
  issuingBody: String(FOOD.issuingBody),
  issuedOn: '2026-03-10',
  holdsFrom: '2026-03-10',
  holdsUntil: '2031-03-09',
  ownItems: [
    { item: '经营范围', value: '热食' },
    { item: '主体业态', value: '餐饮服务' },
  ],
  ...more,
})

async function registered(n: number, more: Data = {}): Promise<string> {
  const { id } = await here.station.call('cases.blank', { type: LICENCE })
  await done(here.station, LICENCE, id, 'register', form(n, more))
  return id
}
/** The code as the window shows it once the centre has signed. */
async function codeOf(id: string): Promise<string> {
  await here.station.sync()
  const { sections } = await here.station.call('cases.open', { id })
  return sections.flatMap(({ cells }) => cells).find(cell => cell.name === 'licenceCode')?.text ?? ''
}
const step = async (id: string, act: string, patch: Data = {}) => {
  await done(here.station, LICENCE, id, act, patch)
  await here.station.sync()
  await here.village.sync()
}

// What stands in a code and why it is refused is asked in the short run too, beside the code itself and on the screen.
test.runIf(LONG_RUN)(
  'a village office verifies a code without a line, and hears when it has ended and why',
  {
    timeout: 120_000,
  },
  async () => {
    const { station, village } = here
    const id = await registered(1)
    const first = await codeOf(id)
    expect(first).toMatch(/^CTL1:/)
    await village.signIn('wugang')
    await village.sync()
    await village.plug(false)
    const said = async (text: string) => {
      const { verdict, text: sentence, content, caseId } = await village.call('codes.verify', { text })
      return { verdict, sentence, number: content?.number, caseId }
    }
    expect(await said(first)).toMatchObject({ verdict: 'good', number: 'JY23304020000001', caseId: undefined })
    expect((await station.call('codes.verify', { text: first })).caseId).toBe(id)
    expect(await said(`${first.slice(0, 60)}${first[60] === 'A' ? 'B' : 'A'}${first.slice(61)}`)).toMatchObject({
      verdict: 'altered',
    })
    await village.plug(true)

    await step(id, 'reissue', { reissueReason: 'lost' })
    const second = await codeOf(id)
    expect(second).not.toBe(first)
    await village.sync()
    expect((await said(first)).sentence).toContain('已换发新码')
    expect((await said(second)).verdict).toBe('good')

    await step(id, 'suspend', { suspendReason: '停业整顿' })
    expect((await said(second)).sentence).toContain('“暂扣”')
    await step(id, 'resume')
    expect((await said(second)).verdict).toBe('good')
    const sticker = await readPdf((await station.call('print.preview', { id, template: 'codeSticker' })).bytes)
    const printed = (await textOf(await sticker.getPage(1))).replace(/\s/g, '')
    for (const text of ['JY23304020000001', String(FOOD.licenceTypeName), '桂苑第1饮食店'])
      expect(printed).toContain(text)
    await step(id, 'revoke', { endGround: 'penalty', endNote: '情节严重' })
    expect((await said(second)).sentence).toContain('“吊销”')
    const picture = await station.call('codes.picture', { id })
    expect([picture.name, picture.bytes[0]]).toEqual(['JY23304020000001.png', 0x89])
  },
)

test.runIf(LONG_RUN)(
  'a code covers the name of a person, follows what changes, and is made for none that asked for none',
  async () => {
    const { station } = here
    const id = await registered(2, {
      holderSort: 'person',
      citizenId: '320583197907044170',
      licensee: '田祥',
      orgCode: null,
    })
    const code = await codeOf(id)
    const { content } = await station.call('codes.verify', { text: code })
    expect(content?.holder).toBe('田* 4170')
    await done(station, LICENCE, id, 'extend', { holdsUntil: '2036-03-09' })
    const later = await codeOf(id)
    expect((await station.call('codes.verify', { text: later })).content).toMatchObject({
      until: '2036-03-09',
      count: 2,
    })

    const plain = await openType(here.centre, {
      ...FOOD,
      licenceTypeCode: 'YP',
      licenceTypeName: '药品经营许可证',
      codeWanted: null,
    })
    await station.sync()
    const other = await registered(3, { licenceType: plain })
    expect(await codeOf(other)).toBe('')
    await done(station, LICENCE, other, 'askCode')
    expect(await codeOf(other)).toMatch(/^CTL1:/)
  },
)

test.runIf(LONG_RUN)('a list that is taken out has the items of its type and the codes', async () => {
  const { station, type } = here
  const { bytes } = await station.call('export.list', {
    query: { type: LICENCE, filters: { licenceType: type } },
    purpose: '印制标签',
  })
  const [, head, ...rows] = (await readXlsx(bytes)).sheets[0]!.rows
  expect(head).toEqual(expect.arrayContaining(['证照类型', '经营范围', '主体业态', '防伪码']))
  const at = (heading: string) => rows.map(row => row[head!.indexOf(heading)])
  expect(new Set(at('证照类型'))).toEqual(new Set([FOOD.licenceTypeName]))
  for (const code of at('防伪码')) expect(String(code)).toMatch(/^CTL1:[0-9A-Z $%*+./:-]+\.$/)
})

test.runIf(LONG_RUN)('the private key lies in the database alone, and no window is told of it', async () => {
  const [row] = await run<{ private: string; public_key: string }>(
    here.centre.running.parts.store.db,
    'select * from code_keys',
  )
  const settings = JSON.stringify(
    await run(here.centre.running.parts.store.db, "select * from settings where kind like 'code%'"),
  )
  expect(settings).toContain(row!.public_key)
  expect(settings).not.toContain(row!.private)
})
