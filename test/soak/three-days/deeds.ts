import { addMonths } from '../../../shared-types/src/engine/day.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { InventedPerson } from '../../../sync-server/src/demo/invented-person.ts'
import type { Random } from '../../../sync-server/src/demo/random.ts'
import type { TestWindow } from '../../harness.ts'
import { APPLICATION, address, BLANK, blankId, photo, RESIDENT } from '../../journeys/permit.ts'

export interface Desk {
  window: TestWindow
  random: Random
  invent: (ages: readonly [number, number]) => InventedPerson
  /** Registered long enough ago, and without an application yet. */
  waiting: InventedPerson[]
  /** Of the last blank card. */
  serial: number
}

/** Answers why it could not be done, or nothing. */
export type Deed = () => Promise<string | undefined>

const ADULTS = [18, 60] as const

/** What a clerk does in a day, any of it at any time. */
export function clerkDeeds(desk: Desk): Record<string, Deed> {
  const { window } = desk
  const newest = async (type: string, states?: string[]) => {
    const { rows } = await window.call('cases.list', { type, limit: 50, ...(states && { states }) })
    return rows.length ? desk.random.pick(rows) : undefined
  }
  return {
    register: () => register(desk),
    accept: () => accept(desk),
    make: async () => {
      const found = await newest(APPLICATION, ['passed'])
      return found && (await make(desk, found.id))
    },
    issue: async () => {
      const found = await newest(APPLICATION, ['made'])
      if (!found) return
      const { sections } = await window.call('cases.open', { id: found.id })
      const ticket = sections.flatMap(s => s.cells).find(c => c.name === 'receiptNo')?.value
      return acted(desk, APPLICATION, found.id, 'issue', {}, { ticket: String(ticket) })
    },
    edit: async () => {
      const found = await newest(RESIDENT)
      return (
        found && (await acted(desk, RESIDENT, found.id, 'edit', { phone: `1380000${desk.random.whole(1000, 9999)}` }))
      )
    },
    look: async () => {
      const found = await newest(RESIDENT)
      if (found) await window.call('cases.open', { id: found.id })
      return undefined
    },
    search: async () =>
      void (await window.call('cases.search', { text: desk.random.pick(['王', 'wx', '李', '4115', 'zh']) })),
    draft: async () => {
      const { id } = await window.call('cases.blank', { type: RESIDENT })
      await window.call('drafts.save', { id, type: RESIDENT, patch: { name: '草稿' } })
      if (desk.random.chance(0.9)) await window.call('drafts.drop', { id })
      return undefined
    },
    card: async () => {
      await window.call('demo.card', { person: desk.random.whole(0, 9) })
      await window.call('card.read', { type: RESIDENT }).catch(() => undefined)
      await window.call('demo.card', { person: null })
      return undefined
    },
    network: async () => {
      // Cut for a while, often over several hours.
      await window.call('demo.network', { on: desk.random.chance(0.6) })
      return undefined
    },
  }
}

export async function acted(
  { window }: Desk,
  type: string,
  id: string,
  act: string,
  patch: Data,
  identity?: { ticket: string },
): Promise<string | undefined> {
  const { problems } = await window.call('cases.act', { type, id, act, patch, ...(identity && { identity }) })
  return problems.map(p => p.code).join() || undefined
}

async function register(desk: Desk): Promise<string | undefined> {
  const person = desk.invent(ADULTS)
  const { today } = await desk.window.call('session.state', {})
  const since = addMonths(today, -8)
  const how = { dwelling: 'rented', purpose: 'work', livedSince: since, registeredOn: since, source: 'window' }
  const id = await blankId(desk.window, RESIDENT)
  const why = await acted(desk, RESIDENT, id, 'register', { ...person, address, ...how })
  if (!why) desk.waiting.push(person)
  return why
}

async function accept(desk: Desk): Promise<string | undefined> {
  const person = desk.waiting.shift()
  if (!person) return
  const { window } = desk
  const ask = { domain: 'residence-permits', desk: 'intake', number: person.citizenId, fromCard: false }
  const look = await window.call('intake.look', ask)
  const picture = await window.call('files.add', { name: 'portrait.jpg', mime: 'image/jpeg', bytes: photo() })
  const paper = await window.call('files.add', { name: 'lease.jpg', mime: 'image/jpeg', bytes: photo() })
  const id = await blankId(window, APPLICATION)
  const view = await window.call('cases.preview', { type: APPLICATION, id, patch: look.patch, act: 'accept' })
  const offered = view.sections.flatMap(s => s.cells).filter(c => c.offer !== undefined)
  const offers = Object.fromEntries(offered.map(c => [c.name, c.offer]))
  const papers = { photo: [picture.hash], evidence: [paper.hash], residenceProof: 'lease' }
  return acted(desk, APPLICATION, id, 'accept', { ...look.patch, ...offers, ...papers } as Data)
}

async function make(desk: Desk, id: string): Promise<string | undefined> {
  const { window } = desk
  const serial = `GZ27${String(++desk.serial).padStart(6, '0')}`
  const blank = await blankId(window, BLANK)
  const { today } = await window.call('session.state', {})
  const received = await acted(desk, BLANK, blank, 'receive', { serial, batch: 'B2026-01', receivedOn: today })
  if (received) return received
  await acted(desk, BLANK, blank, 'hand', { holder: '一号窗口' })
  if (desk.serial % 20 === 0)
    for (const device of ['card-printer', 'document-printer'] as const)
      await window.call('demo.refill', { device, count: 500 })
  return acted(desk, APPLICATION, id, 'make', { blankNo: serial })
}
