/** A window as a process of its own, worked on until the numbers that it was given have been everywhere they can come. */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import type { InventedPerson } from '../../sync-server/src/demo/invented-person.ts'
import { PASSWORD, type TestWindow, testWindow } from '../harness.ts'
import { address, RESIDENT } from '../journeys/permit.ts'
import { pageOf } from './at-rest.page.ts'

export interface AtRestOrder {
  folder: string
  server: string
  code: string
  people: InventedPerson[]
}

/** What a person's number goes through; each person takes the next of these ways. */
const WAYS = ['register', 'draft', 'ask', 'import', 'refusedImport', 'scan'] as const
type Way = (typeof WAYS)[number]

const SINCE = '2026-01-05'

const [order] = (await once(process, 'message')) as [AtRestOrder]
const window = await testWindow({ folder: order.folder })
await window.call('session.enrol', { server: order.server, code: order.code, name: '测试窗口' })
await window.call('session.signIn', { login: 'zhangwei', password: PASSWORD })
await window.sync()
const byWay = Map.groupBy(order.people, person => WAYS[order.people.indexOf(person) % WAYS.length]!)
// Half of it with the line cut: it stays unsent.
await window.plug(false)
await work(first => first)
await window.plug(true)
await work(first => !first)
process.send!('worked')
// Until it is killed: what lies on the disk is looked at meanwhile.
await once(process, 'disconnect')

async function work(half: (first: boolean) => boolean): Promise<void> {
  const those = (way: Way) => {
    const all = byWay.get(way) ?? []
    return all.filter((_, n) => half(n < all.length / 2))
  }
  for (const [n, person] of those('register').entries()) await registered(window, person, n < 2)
  for (const person of those('draft')) {
    const { id } = await window.call('cases.blank', { type: RESIDENT })
    await window.call('drafts.save', { id, type: RESIDENT, patch: patchOf(person) })
  }
  for (const person of those('ask')) await asked(window, person)
  await imported(window, those('import'), '常住人员.xlsx')
  const refused = await imported(window, those('refusedImport'), '退回人员.xlsx', { 居住事由: '游学' })
  if (those('refusedImport').length) await window.call('import.refused', { job: refused })
  for (const person of those('scan')) await scanned(window, person)
}

function patchOf(person: InventedPerson) {
  return {
    ...person,
    address,
    dwelling: 'rented',
    purpose: 'work',
    livedSince: SINCE,
    registeredOn: SINCE,
    source: 'window',
  }
}

async function registered({ call }: TestWindow, person: InventedPerson, printed: boolean): Promise<void> {
  const { id } = await call('cases.blank', { type: RESIDENT })
  await call('cases.preview', { type: RESIDENT, id, patch: patchOf(person) })
  const { problems } = await call('cases.act', { type: RESIDENT, id, act: 'register', patch: patchOf(person) })
  if (problems.length) throw new Error(problems.map(p => p.text).join())
  await call('cases.reveal', { id, field: 'citizenId', purpose: 'identity' })
  await call('cases.open', { id })
  if (!printed) return
  await call('print.preview', { id, template: 'residentSlip' })
  await call('print.form', { id, template: 'residentSlip' })
}

/** Searched, filtered by, looked up, and refused as an argument: a wrong call must not end in a log. */
async function asked({ call }: TestWindow, { citizenId }: InventedPerson): Promise<void> {
  await call('cases.search', { text: citizenId, limit: 10 })
  const where = { field: 'citizenId', is: 'equal', to: citizenId } as const
  await call('cases.list', { type: RESIDENT, where, limit: 10 } as never).catch(() => undefined)
  await call('intake.look', {
    domain: 'residence-permits',
    desk: 'intake',
    number: citizenId,
    fromCard: false,
  } as never).catch(() => undefined)
  await call('cases.open', { id: citizenId }).catch(() => undefined)
  await call('cases.search', { text: citizenId, limit: citizenId } as never).catch(() => undefined)
}

async function imported(
  { call }: TestWindow,
  people: readonly InventedPerson[],
  name: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const template = await readXlsx((await call('import.template', { type: RESIDENT })).bytes)
  const headings = template.sheets[0]!.rows[0]!.map(String)
  const rows = people.map(person => {
    const cells: Record<string, string> = {
      公民身份号码: person.citizenId,
      姓名: person.name,
      性别: person.sex === '1' ? '男' : '女',
      出生日期: person.birth,
      现居住地址·省市县: '330402',
      现居住地址·街路巷及门牌: '桂花街道',
      居住处所: '租赁房屋',
      居住事由: '务工',
      来本地居住日期: SINCE,
      登记日期: SINCE,
      登记来源: '窗口登记',
      ...more,
    }
    return headings.map(heading => cells[heading.replace('*', '')] ?? '')
  })
  const bytes = Uint8Array.from(
    await writeXlsx({ sheets: [{ name: template.sheets[0]!.name, rows: [headings, ...rows] }] }),
  )
  const { job } = await call('import.start', { type: RESIDENT, name, bytes })
  for (;;) {
    const { state, text } = await call('import.job', { job })
    if (state === 'done') break
    if (state === 'failed' || state === 'cancelled') throw new Error(text)
    await delay(50)
  }
  return job
}

/** A paper that names the person, under the person's number, as a scanner's program hands it over. */
async function scanned({ call }: TestWindow, person: InventedPerson): Promise<void> {
  const ask = { name: `${person.citizenId}.pdf`, mime: 'application/pdf', bytes: pageOf(person) }
  const { hash } = await call('files.add', ask)
  await call('files.get', { hash, thumbnail: true })
}
