import { expect } from 'vitest'
import type { StoredFile } from '../../../desktop/src/api/files.ts'
import type { Notice } from '../../../desktop/src/api.ts'
import type { CardReaderFault, SealControls } from '../../../native-bridges/src/controls.ts'
import type { EsclEmulator, EsclMood } from '../../../native-bridges/src/drivers/escl.emulator.ts'
import type { SimulatedCardReader } from '../../../native-bridges/src/drivers/id-card.simulator.ts'
import { INVENTED_PEOPLE } from '../../../native-bridges/src/drivers/invented-people.ts'
import type { IppFault, IppSimulator } from '../../../native-bridges/src/drivers/ipp.simulator.ts'
import { REQUEST } from '../../journeys/seals.ts'
import { tally } from '../damaged.ts'
import { type DrivenWindow, WindowRefusal } from './drive.ts'
import { numberOf, sheet } from './paper.ts'

/** What was done at a window with one device, a fault of its closed list every tenth time, and what the clerk heard. */
export type Done = ReturnType<typeof tally>

/** A device that answered later than it is waited for, on a machine that had no time for it: told as that, and no loss. */
export const LATE = 'late'

const EVERY = 10
const turn = <F>(faults: readonly F[], n: number): F | undefined =>
  n % EVERY === EVERY - 1 ? faults[Math.floor(n / EVERY) % faults.length] : undefined

/** The fault, and how many answers of the reader it spoils. */
const CARD_FAULTS: readonly (readonly [CardReaderFault, number])[] = [
  ['noise', 4],
  ['wrong-checksum', 2],
  ['partial', 2],
  ['refused', 1],
  ['pulled', 1],
  ['silent', 3],
]

/** Milliseconds in which a card must be told of; a reader that fell silent is opened anew meanwhile. */
const CARD = 60_000
/** Milliseconds after which a fault that was asked for did not come. */
const MISSED = 20_000
/** Milliseconds that a lifted card is away, longer than the reader is asked. */
const LIFTED = 600

/** Lays cards down and takes them away; each must be told of once, and its leaving once. */
export async function readCards(
  window: DrivenWindow,
  { controls }: SimulatedCardReader,
  total: number,
  tick: () => void,
): Promise<Done> {
  const done = tally()
  const heard: Extract<Notice, { topic: 'card' }>[] = []
  const stop = window.listen(notice => notice.topic === 'card' && heard.push(notice))
  const of = (state: 'placed' | 'removed' | 'fault') => heard.filter(notice => notice.state === state)
  const heardOf = async (what: () => boolean, ms: number) => {
    for (const late = performance.now() + ms; !what(); ) {
      if (performance.now() > late) return false
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    return true
  }
  const wait = async (what: () => boolean) => {
    if (!(await heardOf(what, CARD)))
      throw new Error(`heard only ${heard.map(({ state }) => state).join(', ') || 'nothing'}`)
  }
  for (let n = 0; n < total; n++) {
    const { card } = INVENTED_PEOPLE[n % INVENTED_PEOPLE.length]!
    const [fault, times] = turn(CARD_FAULTS, n) ?? []
    heard.length = 0
    controls.fault(fault, times)
    controls.put(card)
    if (fault === 'pulled' || fault === 'refused') {
      // The card left before it was read, or was refused: the clerk hears of it, no person is on the screen, and a card that
      // was refused is lifted and laid down again. An answer that comes too late is asked for again, and the next is none of
      // these: then nothing is told of a card that left, and the other one was read.
      const told = await heardOf(() => of('fault').length + of('placed').length > 0, MISSED)
      const late = of('fault').length === 0
      if (late) done.count(LATE)
      expect(of('placed')).toHaveLength(late && told && fault === 'refused' ? 1 : 0)
      controls.takeAway()
      if (of('placed').length) await wait(() => of('removed').length > 0)
      heard.length = 0
      await new Promise(resolve => setTimeout(resolve, LIFTED))
      if (fault === 'refused') controls.put(card)
    }
    if (fault !== 'pulled') {
      await wait(() => of('placed').length > 0)
      controls.takeAway()
      await wait(() => of('removed').length > 0)
      expect(of('placed').map(notice => notice.card?.name)).toEqual([card.name])
      expect(of('removed')).toHaveLength(1)
    }
    controls.fault(undefined)
    done.count(fault ?? 'read')
    tick()
  }
  stop()
  return done
}

const SCAN_FAULTS: readonly NonNullable<EsclMood['fault']>[] = [
  'jam',
  'cover',
  'hatch',
  'cut',
  'half',
  'aborted',
  'refused',
  'taken',
]
const STACK = 10

/** Scans stacks of ten numbered sheets with a fault in each; what is kept must be those sheets, each once, in their order. */
export async function scanPages(
  window: DrivenWindow,
  { mood }: EsclEmulator,
  total: number,
  tick: () => void,
): Promise<Done> {
  const done = tally()
  for (let stack = 0; stack < total / STACK; stack++) {
    const numbers = Array.from({ length: STACK }, (_, n) => (stack * STACK + n + 1) % 1024 || 1)
    const paper = await Promise.all(numbers.map(sheet))
    const whole = [...paper]
    const fault = SCAN_FAULTS[stack % SCAN_FAULTS.length]!
    Object.assign(mood, { paper, fault, afterPages: (stack * 3) % STACK })
    const files = await scanned(window, done)
    Object.assign(mood, { fault: undefined, afterPages: 0 })
    // Half a page came of a sheet that is out of the feeder already: the clerk lays it in again, first.
    if (fault === 'half' && paper.length + files.length < STACK) paper.unshift(whole[files.length]!)
    for (let tries = 0; paper.length && tries < 5; tries++) {
      if (tries) done.count(LATE)
      files.push(...(await scanned(window, done)))
    }
    const kept: number[] = []
    for (const { hash } of files) kept.push(await numberOf((await window.call('files.get', { hash })).bytes))
    expect(kept, `stack ${stack}, ${fault}`).toEqual(numbers)
    done.count(fault)
    for (const _ of kept) {
      done.count('kept')
      tick()
    }
  }
  return done
}

async function scanned(window: DrivenWindow, done: Done): Promise<StoredFile[]> {
  try {
    const files = await window.call('files.scan', {})
    if (files.at(-1)?.stopped) done.count('stopped')
    return files
  } catch (error) {
    if (!(error instanceof WindowRefusal) || error.code !== 'device') throw error
    done.count(`nothing came: ${error.text}`)
    return []
  }
}

const PRINT_FAULTS: readonly (IppFault | 'paper')[] = [
  'jam',
  'cover',
  'uncertain',
  'toner',
  'paused',
  'refuse',
  'paper',
]

/** Prints a form of a case again and again. */
export async function printForms(
  window: DrivenWindow,
  printer: IppSimulator,
  id: string,
  total: number,
  tick: () => void,
): Promise<Done> {
  const done = tally()
  for (let n = 0; n < total; n++) {
    const fault = turn(PRINT_FAULTS, n)
    const tray = printer.controls.left()
    if (fault === 'paper') printer.controls.refill(-tray)
    else printer.controls.fault(fault)
    const good = await window.call('print.form', { id, template: 'requestForm' }).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof WindowRefusal) || error.code !== 'device') throw error
        return false
      },
    )
    if (fault) expect(good, fault).toBe(false)
    if (fault === 'paper') printer.controls.refill(tray)
    printer.controls.fault(undefined)
    done.count(fault ?? (good ? 'printed' : LATE))
    tick()
  }
  return done
}

const SEAL_FAULTS: readonly NonNullable<Parameters<SealControls['fault']>[0]>[] = [
  'cover',
  'empty',
  'silent',
  'stuck',
  'broken',
]

/** Stamps by approved requests; where nobody knows, a person says what the counter shows. */
export async function stampPapers(
  window: DrivenWindow,
  seal: SealControls,
  request: string,
  total: number,
  tick: () => void,
): Promise<Done> {
  const done = tally()
  for (let n = 0; n < total; n++) {
    const fault = turn(SEAL_FAULTS, n)
    const before = seal.count()
    seal.fault(fault)
    const end = await window.call('cases.act', { type: REQUEST, id: request, act: 'stamp', patch: {} }).then(
      ({ print, problems }) => (problems.length ? problems.map(p => p.text).join() : (print?.ended ?? 'nothing')),
      (error: unknown) => {
        if (!(error instanceof WindowRefusal) || error.code !== 'device') throw error
        return 'refused'
      },
    )
    seal.fault(undefined)
    const late = fault === undefined && end !== 'good'
    if (!late) expect(end, fault).toBe(WHAT_IS_HEARD[fault ?? 'well'])
    if (end === 'uncertain') await settled(window, done)
    const fell = seal.count() - before
    if (late) expect(fell).toBeLessThanOrEqual(end === 'uncertain' ? 1 : 0)
    else expect(fell, fault).toBe(fault === undefined || fault === 'silent' ? 1 : 0)
    done.count(late ? LATE : (fault ?? 'stamped'))
    tick()
  }
  return done
}

const WHAT_IS_HEARD = {
  well: 'good',
  cover: 'refused',
  empty: 'refused',
  broken: 'refused',
  silent: 'uncertain',
  stuck: 'uncertain',
} as const

async function settled(window: DrivenWindow, done: Done): Promise<void> {
  const open = await window.call('seal.open', {})
  expect(open).toHaveLength(1)
  for (const { id, before } of open) {
    const now = await counted(window, id, done)
    const { problems } = await window.call('seal.settle', {
      id,
      outcome: now > before ? 'done' : 'nothing',
      note: '看过纸面',
    })
    expect(problems).toEqual([])
  }
}

/** What the machine counts; one that did not answer in time is asked again, as the clerk is told to. */
async function counted(window: DrivenWindow, id: string, done: Done): Promise<number> {
  for (let tries = 0; ; tries++) {
    try {
      return (await window.call('seal.count', { id })).now
    } catch (error) {
      if (!(error instanceof WindowRefusal) || error.code !== 'device' || tries === 9) throw error
      if (!tries) done.count(LATE)
      await new Promise(resolve => setTimeout(resolve, 1000))
    }
  }
}
