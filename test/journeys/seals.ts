import { expect } from 'vitest'
import type { Data } from '../../shared-types/src/model/field.ts'
import { type Centre, type TestWindow, testWindow } from '../harness.ts'
import { done, photo, STATION } from './permit.ts'

/** What every journey of a seal does, in the calls that the screens make. */

export const REQUEST = 'seal-use.request'
export const STAMP = 'seal-use.stamp'
const SEAL = 'seal-use.seal'
export const MACHINE = 'SEAL-SIM-0001'

/** The bureau registers the seal in this machine for the station. Answers its case. */
export async function admitSeal(at: Centre, deviceId = MACHINE): Promise<string> {
  const bureau = await testWindow({ centre: at, unit: '330400000000' })
  await bureau.signIn('guofeng')
  const { today } = await bureau.call('session.state', {})
  const { id } = await bureau.call('cases.blank', { type: SEAL })
  const seal = { sealCode: '3304020001', sealName: '桂花路派出所业务专用章', sealKind: 'business' }
  await done(bureau, SEAL, id, 'register', { ...seal, deviceId, counterStart: 0, station: STATION, activeFrom: today })
  await bureau.sync()
  await bureau.close()
  return id
}

/** Asks for so many stamps on a paper that nobody had before. */
export async function asked(window: TestWindow, stampsAsked = 2, more: Data = {}) {
  const { today } = await window.call('session.state', {})
  const [seal] = await window.call('cases.links', { type: SEAL, text: '业务' })
  const bytes = new Uint8Array([...photo(), ...new TextEncoder().encode(String(performance.now()))])
  const paper = await window.call('files.add', { name: 'proof.jpg', mime: 'image/jpeg', bytes })
  const { id } = await window.call('cases.blank', { type: REQUEST })
  const patch = {
    paperTitle: '居住证明',
    paperScan: [paper.hash],
    sealUsed: seal!.id,
    stampsAsked,
    useReason: '窗口出具证明',
    useUntil: today,
    ...more,
  }
  await done(window, REQUEST, id, 'ask', patch)
  return { id, hash: paper.hash }
}

/** Asked at one window and approved at the other; both know it then. */
export async function approved(clerk: TestWindow, reviewer: TestWindow, stampsAsked = 2): Promise<string> {
  const { id } = await asked(clerk, stampsAsked)
  await clerk.sync()
  await reviewer.sync()
  await done(reviewer, REQUEST, id, 'approve')
  await reviewer.sync()
  await clerk.sync()
  return id
}

export const stamp = (window: TestWindow, id: string) =>
  window.call('cases.act', { type: REQUEST, id, act: 'stamp', patch: {} })

/** The values of a case as its page shows them. */
export async function valuesOf(window: TestWindow, id: string): Promise<Data> {
  const { sections } = await window.call('cases.open', { id })
  return Object.fromEntries(sections.flatMap(s => s.cells).map(cell => [cell.name, cell.value]))
}

/** What was recorded of the stamps of a request, oldest first. */
export async function stampsOf(window: TestWindow, id: string): Promise<Data[]> {
  const { related } = await window.call('cases.open', { id })
  const rows = related.find(r => r.lookup === 'stamps')?.rows ?? []
  const all = await Promise.all(
    rows.map(async row => ({ $state: row.state, ...(await valuesOf(window, row.id)) }) as Data),
  )
  return all.sort((a, b) => (String(a.stampedAt) < String(b.stampedAt) ? -1 : 1))
}

/** Expects a refusal that says this. */
export async function refused(work: Promise<unknown>, text: RegExp): Promise<void> {
  const failure = (await work.then(
    () => ({ text: '' }),
    error => error,
  )) as { text: string }
  expect(failure.text).toMatch(text)
}
