import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { TestWindow } from '../harness.ts'

/** What every journey of a permit does, in the calls that the screens make. */

export const APPLICATION = 'residence-permits.application'
export const RESIDENT = 'population.resident'
export const BLANK = 'residence-permits.blank'

export const address = { area: '330402', street: '桂花街道', community: '模拟花园', building: '3幢', room: '501室' }

/** A small real JPEG, as a camera gives it. */
export const photo = (): Uint8Array =>
  new Uint8Array(readFileSync(new URL('../fixtures/portrait.jpg', import.meta.url)))

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
  const before = window.notices.filter(n => n.topic === 'card' && n.state === 'placed').length
  await window.call('demo.card', { person })
  await expect
    .poll(() => window.notices.filter(n => n.topic === 'card' && n.state === 'placed').length, { timeout: 10_000 })
    .toBeGreaterThan(before)
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
