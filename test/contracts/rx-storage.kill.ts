/** Kills a writing window at random moments, loses requests and answers on the way, and then compares what is left. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Master, openMaster } from './rx-storage.fixture.ts'
import type { FromWindow, ToWindow, WindowOrder } from './rx-storage.messages.ts'
import type { Note } from './rx-storage.notes.ts'
import { type Random, randomOf } from './rx-storage.random.ts'

/** The mistakes the controls make, each of which the comparison has to notice. */
export type Mistake = 'none' | 'window says saved before it is' | 'master answers before it has stored'

export interface Findings {
  kills: number
  saved: number
  lostAnswers: number
  /** Notes said to be saved that are gone or older. */
  lost: string[]
  /** Notes accepted twice by the master. */
  doubled: string[]
  /** Notes that are not the same at window and master. */
  different: string[]
  sound: boolean
}

const WINDOW = join(import.meta.dirname, 'rx-storage.window.ts')

/** `kills` lives of one window on the same folder, each killed with SIGKILL, then a quiet one to settle. */
export async function killAndCompare(dir: string, seed: number, kills: number, mistake: Mistake): Promise<Findings> {
  const random = randomOf(seed)
  const master = await openMaster()
  const saved = new Map<string, number>()
  const findings: Findings = { kills, saved: 0, lostAnswers: 0, lost: [], doubled: [], different: [], sound: false }
  const early = mistake === 'window says saved before it is'
  const accepted = watchAccepted(master)
  for (let life = 0; life < kills; life++) {
    const window = start({ dir, seed: seed + life, task: 'work', early })
    const { promise: goodMoment, resolve: kill } = Promise.withResolvers<void>()
    // One in five dies while it starts, the others right after the pipe brought that many notes.
    let left = 20 + random.below(80)
    if (random.chance(0.2)) setTimeout(kill, random.below(1000))
    window.on('message', (message: FromWindow) => {
      if (message.kind === 'saved') {
        saved.set(message.id, Math.max(message.version, saved.get(message.id) ?? 0))
        if (--left === 0) kill()
      } else answer(master, random, mistake, message, reply => window.connected && window.send(reply), findings)
    })
    await goodMoment
    window.kill('SIGKILL')
    await once(window, 'exit')
  }
  const { notes, sound } = await settle(dir, seed, master)
  compare(findings, saved, notes, await masterNotes(master), accepted)
  await master.close()
  return { ...findings, sound, saved: saved.size }
}

function start(order: WindowOrder) {
  return fork(WINDOW, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

async function settle(dir: string, seed: number, master: Master): Promise<{ notes: Note[]; sound: boolean }> {
  const window = start({ dir, seed, task: 'settle', early: false })
  const { promise, resolve, reject } = Promise.withResolvers<{ notes: Note[]; sound: boolean }>()
  window.on('exit', code => reject(new Error(`the window ended with ${code} before it was in sync`)))
  window.on('message', async (message: FromWindow) => {
    if (message.kind === 'settled') resolve(message)
    else if (message.kind !== 'saved') window.send({ call: message.call, result: await served(master, message) })
  })
  return promise
}

type Request = Extract<FromWindow, { kind: 'pull' | 'push' }>

function served(master: Master, message: Request): Promise<unknown> {
  return message.kind === 'pull' ? master.pull(message.checkpoint, message.size) : master.push(message.rows)
}

/** One request on a bad line: a fifth never arrives, and of a fifth the answer never comes back. */
async function answer(
  master: Master,
  random: Random,
  mistake: Mistake,
  message: FromWindow,
  reply: (message: ToWindow) => void,
  findings: Findings,
): Promise<void> {
  if (message.kind !== 'pull' && message.kind !== 'push') return
  const fate = random.next()
  if (fate < 0.2) return
  if (mistake === 'master answers before it has stored' && message.kind === 'push' && fate < 0.7) {
    reply({ call: message.call, result: [] })
    return
  }
  const result = await served(master, message)
  if (fate < 0.4) findings.lostAnswers++
  else reply({ call: message.call, result })
}

/** Counts how often each version of each note became the master's state. */
function watchAccepted(master: Master): Map<string, number> {
  const accepted = new Map<string, number>()
  master.notes.$.subscribe(({ documentData }) => {
    const key = `${documentData.id} v${documentData.at} ${documentData.text}`
    accepted.set(key, (accepted.get(key) ?? 0) + 1)
  })
  return accepted
}

async function masterNotes(master: Master): Promise<Note[]> {
  return (await master.notes.find().exec()).map(n => n.toMutableJSON() as Note)
}

function compare(
  findings: Findings,
  saved: ReadonlyMap<string, number>,
  window: readonly Note[],
  master: readonly Note[],
  accepted: ReadonlyMap<string, number>,
): void {
  const [here, there] = [window, master].map(notes => new Map(notes.map(n => [n.id, n] as const))) as [
    Map<string, Note>,
    Map<string, Note>,
  ]
  for (const [id, version] of saved) if ((here.get(id)?.at ?? 0) < version) findings.lost.push(`${id} v${version}`)
  for (const [key, times] of accepted) if (times > 1) findings.doubled.push(`${key} ×${times}`)
  for (const id of new Set([...here.keys(), ...there.keys()])) {
    if (JSON.stringify(here.get(id)) !== JSON.stringify(there.get(id))) findings.different.push(id)
  }
  // Several notes of one write are there together or not at all.
  for (const { id } of window) {
    const [seed, n, i] = id.split('-')
    if (i !== '0' && [1, 2, 3, 4, 5].some(k => !here.has(`${seed}-${n}-${k}`)))
      findings.lost.push(`a part of ${seed}-${n}`)
  }
}
