import { readFileSync } from 'node:fs'
import { expect, vi } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import type { Domain } from '../../shared-types/src/model/domain.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { type Centre, type TestWindow, testWindow } from '../harness.ts'

/** What every journey of a permit does, in the calls that the screens make. */

export const APPLICATION = 'residence-permits.application'
export const RESIDENT = 'population.resident'
export const BLANK = 'residence-permits.blank'
export const PERMIT = 'residence-permits.permit'
export const STATION = '330402510000'
/** Where the simulated card printer stands. */
export const TERMINAL = { ip: '127.0.0.1', mac: '00:00:00:00:00:00' }

export const address = { area: '330402', street: '桂花街道', community: '模拟花园', building: '3幢', room: '501室' }

/** A small real JPEG, as a camera gives it. */
export const photo = () => new Uint8Array(readFileSync(new URL('../fixtures/portrait.jpg', import.meta.url)))

/** Makes a step and expects that nothing refused it. */
export async function done(
  window: TestWindow,
  type: string,
  id: string,
  act: string,
  patch: Data = {},
  more: { identity?: 'card' | { ticket: string } } = {},
) {
  const answer = await window.call('cases.act', { type, id, act, patch, ...more })
  expect(answer.problems.map(p => p.text)).toEqual([])
  return answer
}

export async function blankId(window: TestWindow, type: string): Promise<string> {
  return (await window.call('cases.blank', { type })).id
}

/** Registers the person of the card on the reader as living here since that day. */
export async function register(window: TestWindow, livedSince: string): Promise<string> {
  const card = await card_(window, RESIDENT)
  const id = await blankId(window, RESIDENT)
  await done(window, RESIDENT, id, 'register', {
    ...card.patch,
    phone: '13905710001',
    address,
    dwelling: 'rented',
    purpose: 'work',
    livedSince,
    registeredOn: livedSince,
    source: 'window',
  })
  return id
}

/** Lays a card on the simulated reader and waits until it has been read. */
export async function layCard(window: TestWindow, person: number): Promise<void> {
  const placed = () => window.notices.filter(n => n.topic === 'card' && n.state === 'placed').length
  const before = placed()
  await window.call('demo.card', { person })
  await vi.waitFor(() => expect(placed()).toBeGreaterThan(before), { timeout: 10_000 })
}

async function card_(window: TestWindow, type: string) {
  const card = await window.call('card.read', { type })
  if (!card) throw new Error('No card lies on the reader')
  return card
}

/** Accepts a first application of the person on the reader: what the clerk sees, fills in and is given. */
export async function accept(window: TestWindow, more: Data = {}) {
  const card = await card_(window, APPLICATION)
  const look = await window.call('intake.look', {
    domain: 'residence-permits',
    desk: 'intake',
    number: card.number,
    fromCard: true,
  })
  const picture = await window.call('files.portrait', {})
  const paper = await window.call('files.add', { name: 'lease.jpg', mime: 'image/jpeg', bytes: photo() })
  const id = await blankId(window, APPLICATION)
  const view = await window.call('cases.preview', { type: APPLICATION, id, patch: look.patch, act: 'accept' })
  const offers = Object.fromEntries(
    view.sections
      .flatMap(s => s.cells)
      .filter(c => c.offer !== undefined)
      .map(c => [c.name, c.offer]),
  )
  const patch = {
    ...look.patch,
    ...offers,
    photo: [picture.hash],
    evidence: [paper.hash],
    residenceProof: 'lease',
    ...more,
  } as Data
  return { id, look, answer: await window.call('cases.act', { type: APPLICATION, id, act: 'accept', patch }) }
}

/** A blank card at the window, ready to be printed on. */
export async function blankCard(window: TestWindow, serial: string): Promise<void> {
  const id = await blankId(window, BLANK)
  await done(window, BLANK, id, 'receive', {
    serial,
    batch: 'B2026-01',
    receivedOn: (await window.call('session.state', {})).today,
  })
  await done(window, BLANK, id, 'hand', { holder: '一号窗口' })
}

export async function stateOf(window: TestWindow, id: string): Promise<string> {
  return (await window.call('cases.open', { id })).state
}

/** The bureau registers the simulated card printer for the station. */
export async function admitPrinter(at: Centre, options: { now?: () => string } = {}): Promise<void> {
  const bureau = await testWindow({ ...options, centre: at, unit: '330400000000' })
  await bureau.signIn('guofeng')
  const { today } = await bureau.call('session.state', {})
  const type = 'residence-permits.terminal'
  const { id } = await bureau.call('cases.blank', { type })
  const patch = {
    deviceId: 'PRN-SIM-0001',
    name: '模拟制证机',
    ip: TERMINAL.ip,
    mac: TERMINAL.mac,
    station: STATION,
    activeFrom: today,
  }
  await done(bureau, type, id, 'register', patch)
  await bureau.sync()
  await bureau.close()
}

/** Accepts an application of the person on the reader, which the reviewer passes. Both windows know it then. */
export async function passed(clerk: TestWindow, reviewer: TestWindow, more: Data = {}): Promise<string> {
  const { id, answer } = await accept(clerk, more)
  expect(answer.problems.map(p => p.text)).toEqual([])
  await clerk.sync()
  await reviewer.sync()
  await done(reviewer, APPLICATION, id, 'pass')
  await reviewer.sync()
  await clerk.sync()
  return id
}

/** The same with the card made, not yet handed over. */
export async function made(clerk: TestWindow, reviewer: TestWindow, blankNo: string, more: Data = {}): Promise<string> {
  const id = await passed(clerk, reviewer, more)
  const print = await done(clerk, APPLICATION, id, 'make', { blankNo })
  expect(print.print).toMatchObject({ ended: 'good' })
  return id
}

/** A whole first permit of the person on the reader, registered here for eight months. Answers its case. */
export async function firstPermit(clerk: TestWindow, reviewer: TestWindow, blankNo: string): Promise<string> {
  const { today } = await clerk.call('session.state', {})
  await register(clerk, addMonths(today, -8))
  await blankCard(clerk, blankNo)
  const id = await made(clerk, reviewer, blankNo)
  await done(clerk, APPLICATION, id, 'issue', {}, { identity: 'card' })
  await clerk.sync()
  await reviewer.sync()
  const { permitNo } = await data(clerk, id)
  const { rows } = await clerk.call('cases.list', { type: PERMIT, text: String(permitNo) })
  return rows[0]!.id
}

/** The values of a case, covered ones uncovered for a purpose where the person may. */
export async function data(window: TestWindow, id: string): Promise<Data> {
  const { sections } = await window.call('cases.open', { id })
  const values: Record<string, Data[string]> = {}
  for (const cell of sections.flatMap(s => s.cells)) {
    const ask = { id, field: cell.name, purpose: 'correction' } as const
    values[cell.name] = (cell.reveal ? (await window.call('cases.reveal', ask)).value : cell.value) ?? null
  }
  return values
}

/** The district's account of every receipt number of the year, without the numbers that its own window holds. */
export async function gapAccount(at: Centre, today: string, domains?: readonly Domain[]) {
  const district = await testWindow({ centre: at, unit: '330402000000', ...(domains && { domains }) })
  await district.signIn('majianguo')
  const year = Number(today.slice(0, 4))
  const { rows } = await district.call('numbers.gaps', { series: 'residence-permits.receipt', year })
  const { station } = await district.call('session.state', {})
  await district.close()
  return rows.filter(row => row.station !== station?.id)
}
