import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../native-bridges/src/driver.ts'
import { INVENTED_PEOPLE } from '../../../native-bridges/src/drivers/invented-people.ts'
import type { PrinterDriver } from '../../../native-bridges/src/drivers/printer.ts'
import { type SimulatedDesk, simulatedDesk } from '../../../native-bridges/src/simulated.ts'
import { residencePermits } from '../../../shared-types/src/domains/residence-permits/index.ts'
import { kindOf, kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Paper } from '../../../shared-types/src/model/template.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import type { Notice } from '../api.ts'
import { cardPatch, cardSummary } from './card-fields.ts'
import { journalText } from './device-journal.ts'
import { type Devices, openDevices } from './devices.ts'
import type { Form } from './form.ts'

const kinds = kindsOf([residencePermits, libraryLoans])
const application = kindOf(kinds, 'residence-permits.application')
const PDF = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

const form = (paper: Paper): Form => ({
  name: '居住证.pdf',
  mime: 'application/pdf',
  bytes: PDF,
  template: 'd.form',
  paper,
})

let folder: string
let desk: SimulatedDesk
let devices: Devices
let notices: Notice[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devices-'))
  desk = await simulatedDesk({ folder, cards: 3, sheets: 5, haste: 20 })
  notices = []
  devices = await openDevices(
    driversOf(desk),
    () => '2026-11-22',
    notice => void notices.push(notice),
  )
})

afterEach(async () => {
  await devices.close()
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

const driversOf = ({ cardReader, scanner, cardPrinter, documentPrinter, seal }: SimulatedDesk) => ({
  cardReader,
  scanner,
  cardPrinter,
  documentPrinter,
  seal,
})

async function until<T>(what: () => T | undefined | false): Promise<T> {
  for (const start = Date.now(); Date.now() - start < 15_000; ) {
    const found = what()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen')
}

const person = (key: string) => INVENTED_PEOPLE.findIndex(p => p.key === key)
const said = (state: string) => notices.filter(n => n.topic === 'card' && n.state === state)
const stateOf = (kind: string) => devices.states('zh-CN').find(d => d.kind === kind)!

test('a card laid down is told of, fills the form of a record, and is gone when it is taken away', async () => {
  desk.controls.cardReader.putPerson(person('rare-name'))
  await until(() => said('placed').length)
  expect(said('placed')[0]).toMatchObject({
    card: { name: '田𠮷祥', number: '320583********4170', layout: 'resident', expired: false, simulated: true },
  })
  expect(devices.card()).toEqual({ name: '田𠮷祥', number: '320583197907044170' })
  expect(devices.cardFor(application)!.patch).toEqual({
    citizenId: '320583197907044170',
    name: '田𠮷祥',
    sex: '1',
    nation: '01',
    birth: '1979-07-04',
    homeAddress: '江苏省昆山市玉山镇模拟新村21幢304室',
  })
  desk.controls.cardReader.takeAway()
  await until(() => said('removed').length)
  expect(devices.card()).toBeUndefined()
  expect(devices.cardFor(application)).toBeUndefined()
})

test('a reader whose cable is pulled does not vouch for the card that lay on it, and comes back by itself', async () => {
  desk.controls.cardReader.putPerson(person('first'))
  await until(() => devices.card())
  desk.controls.cardReader.unplug()
  await until(() => !devices.card())
  expect(said('removed')).toHaveLength(1)
  expect(['absent', 'fault']).toContain(stateOf('id-card').state)
  desk.controls.cardReader.plugIn()
  await until(() => devices.card()?.name === '周晓棠')
  expect(stateOf('id-card').state).toBe('ready')
})

test('what a card says becomes fields: new addresses, codes, foreigners, validity without end', () => {
  const card = (key: string) => INVENTED_PEOPLE[person(key)]!.card
  expect(cardPatch(application, card('new-address')).homeAddress).toBe('四川省绵阳市涪城区模拟大道200号11栋2单元9号')
  expect(cardPatch(application, card('hong-kong'))).not.toHaveProperty('nation')
  const loan = kindOf(kinds, 'library-loans.loan')
  expect(cardPatch(loan, card('foreigner-2023'))).toEqual({
    readerId: '931076198802140025',
    reader: '孟丽雅',
    sex: '2',
    birth: '1988-02-14',
  })
  const valid = { ...loan, record: { ...loan.record, card: { from: 'lentOn', to: 'dueOn' } } }
  expect(cardPatch(valid, card('long-term'))).toEqual({ lentOn: '2012-04-16' })
  expect(cardSummary(card('long-term'), '2026-11-22', true).expired).toBe(false)
  expect(cardSummary(card('expired'), '2026-11-22', true).expired).toBe(true)
  const nameless = { ...card('foreigner-2023'), name: '' }
  expect(cardSummary(nameless, '2026-11-22', true).name).toBe('MONTEIRO DE ALBUQUERQUE, MARIA FERNANDA')
})

test('a print that ends well says which device made it, and keeps its PDF', async () => {
  expect(await devices.printerId('card')).toBe('PRN-SIM-0001')
  expect(devices.printerName('card', 'd.form', 'zh-CN')).toBe('模拟制证机')
  expect(await devices.print('card', form('card'), 'zh-CN')).toEqual({ device: '模拟制证机', ended: 'good', text: '' })
  expect((await readdir(join(folder, 'card-printer'))).filter(n => n.endsWith('.pdf'))).toHaveLength(1)
  expect(stateOf('card-printer')).toMatchObject({ state: 'ready', simulated: true, text: '制证机' })
})

test('a form goes out on the paper that its template is made for', async () => {
  const papers: Paper[] = ['A4', 'A5', { width: 210, height: 140 }, { width: 150, height: 150 }]
  for (const paper of papers)
    expect(await devices.print('document', form(paper), 'zh-CN')).toMatchObject({ ended: 'good' })
  const jobs = join(folder, 'document-printer')
  const names = (await readdir(jobs)).filter(n => n.endsWith('.json')).sort()
  const asked = await Promise.all(names.map(async n => JSON.parse(await readFile(join(jobs, n), 'utf8'))))
  expect(asked.map(job => job.paper)).toEqual(['A4', 'A5', 'A5', 'A4'])
})

test('a print that does not: nothing before the card moved, void when it stuck, and nobody guesses after silence', async () => {
  const { cardPrinter } = desk.controls
  const print = () => devices.print('card', form('card'), 'zh-CN')
  cardPrinter.fault('cover')
  expect(await print()).toMatchObject({ ended: 'nothing', text: expect.stringContaining('盖板') })
  expect(stateOf('card-printer').state).toBe('fault')
  cardPrinter.fault('jam')
  expect(await print()).toMatchObject({ ended: 'void', text: expect.stringContaining('废证') })
  cardPrinter.fault('uncertain')
  expect(await print()).toMatchObject({ ended: 'uncertain' })
  cardPrinter.fault(undefined)
  expect(await print()).toMatchObject({ ended: 'good' })
  expect(await print()).toMatchObject({ ended: 'nothing', text: expect.stringContaining('空白卡') })
  expect(await devices.print('card', { ...form('card'), bytes: new Uint8Array(10) }, 'en')).toMatchObject({
    ended: 'nothing',
  })
  cardPrinter.unplug()
  expect(await print()).toMatchObject({ device: '', ended: 'nothing', text: expect.stringContaining('没有找到制证机') })
})

test('what a driver breaks off with decides: only what was surely not sent may be sent again', async () => {
  const driverOf = (error: unknown): PrinterDriver => ({
    kind: 'card-printer',
    list: async () => [{ id: 'x', name: 'x', kind: 'card-printer', simulated: false }],
    // biome-ignore lint/correctness/useYield: it fails before it yields
    async *run() {
      throw error
    },
  })
  const cases: [unknown, string][] = [
    [new DeviceError('busy', ''), 'nothing'],
    [new DeviceError('auth', ''), 'nothing'],
    [new DeviceError('jam', '', { sheets: 0 }), 'nothing'],
    [new DeviceError('broken', ''), 'uncertain'],
    [new DeviceError('broken', '', { sheets: 0 }), 'nothing'],
    [new DeviceError('broken', '', { sheets: 0, job: 'j' }), 'uncertain'],
    [new DeviceError('cancelled', '', { sheets: 0, job: 'j' }), 'uncertain'],
    [new DeviceError('consumable', '', { sheets: 0, job: 'j' }), 'nothing'],
    [new DeviceError('jam', '', { sheets: 0, job: 'j' }), 'void'],
    [new TypeError('a bug'), 'uncertain'],
  ]
  for (const [error, ended] of cases) {
    const one = await openDevices(
      { cardPrinter: driverOf(error) },
      () => '2026-11-22',
      () => undefined,
    )
    expect(await one.print('card', form('card'), 'zh-CN'), String(error)).toMatchObject({ ended })
    await one.close()
  }
})

test('scanned pages come as they are scanned; a jam keeps those before it and says so', async () => {
  desk.controls.scanner.fault('jam', 1)
  const pages: number[] = []
  const failed = await (async () => {
    for await (const page of devices.scan('zh-CN')) pages.push(page.number)
  })().catch((error: unknown) => error)
  expect(pages).toEqual([1])
  expect(failed).toMatchObject({ code: 'device', values: { text: expect.stringContaining('卡纸') } })
  desk.controls.scanner.fault(undefined)
  for await (const page of devices.scan('zh-CN')) pages.push(page.number)
  expect(pages.length).toBeGreaterThan(1)
  expect(stateOf('scanner').state).toBe('ready')
})

test('a test says how a device is and uses nothing up; what happened and when it was used last is kept', async () => {
  const [reader, scanner, printer, seal] = ['id-card', 'scanner', 'document-printer', 'seal'].map(k => stateOf(k).id)
  desk.controls.cardReader.put(INVENTED_PEOPLE[0]!.card)
  expect(await devices.test(reader!, 'zh-CN')).toEqual({ ok: true, text: '读到一张证件，阅读器正常。' })
  expect(await devices.test(scanner!, 'zh-CN')).toMatchObject({ ok: true })
  expect(await devices.test(seal!, 'en')).toMatchObject({ ok: true, text: expect.stringMatching(/count is \d+/) })
  expect(await devices.test(printer!, 'zh-CN')).toMatchObject({ ok: false })
  expect(await devices.test('nobody', 'zh-CN')).toBeUndefined()
  desk.controls.scanner.fault('jam', 0)
  expect(await devices.test(scanner!, 'zh-CN')).toMatchObject({ ok: false, text: expect.stringContaining('卡纸') })
  for (const id of [reader, scanner, seal]) expect(devices.journal.lastUse(id!), id).toMatch(/^20\d\d-/)
  expect(devices.journal.lastUse(printer!)).toBeUndefined()
})

test('the journal tells support what happened to each device, and nothing of the card that was read', async () => {
  const { card } = INVENTED_PEOPLE[0]!
  desk.controls.cardReader.put(card)
  await until(() => devices.card())
  desk.controls.cardReader.unplug()
  await until(() => stateOf('id-card').state === 'absent' || stateOf('id-card').state === 'fault')
  const told = devices.journal.of(stateOf('id-card').id)
  expect(told.at(-1)).toMatchObject({ device: { kind: 'id-card' } })
  const text = journalText(devices.journal.all())
  expect(text).toMatch(/^20\d\d-\S+Z id-card \S+ (absent|fault)/m)
  expect(text).not.toContain(card.idNumber)
  expect(text).not.toContain(card.name)
})

test('a desk without devices works, and says what is missing', async () => {
  const none = await openDevices(
    {},
    () => '2026-11-22',
    () => undefined,
  )
  expect(none.states('zh-CN')).toEqual([])
  expect(none.card()).toBeUndefined()
  expect(await none.printerId('document')).toBe('')
  expect(none.printerName('document', 'd.form', 'zh-CN')).toBe('')
  expect(await none.print('document', form('A4'), 'en')).toMatchObject({
    ended: 'nothing',
    text: expect.stringContaining('printer'),
  })
  await expect(none.scan('zh-CN')[Symbol.asyncIterator]().next()).rejects.toMatchObject({ say: 'scan.none' })
  await none.close()
})
