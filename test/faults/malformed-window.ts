import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { CALLS, type CallName } from '../../desktop/src/api.ts'
import { serveWeb, type WebShell } from '../../desktop/src/shells/web/serve.ts'
import { API_PATH, decode, encode, type Reply, SUBPROTOCOL } from '../../desktop/src/wire.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { WINDOW } from '../rights/table.ts'
import { ARGUMENTS } from '../rights/window-calls.ts'
import { changedJson, malformed, recipes } from './malformed.ts'

const DISTRICT = '330402000000'
const NOBODY = '00000000-0000-4000-8000-000000000000'
const LOGINS: Readonly<Record<string, string>> = {
  auxiliary: 'wangfang',
  clerk: 'zhangwei',
  reviewer: 'liuqiang',
  supervisor: 'majianguo',
  administrator: 'guofeng',
  security: 'hejing',
  audit: 'lintao',
}
export const CALL_NAMES = Object.keys(CALLS) as CallName[]

/** A window with its web shell, and a browser's connection to it. */
export interface Shelled {
  centre: Centre
  window: TestWindow
  shell: WebShell
  folder: string
  secret: string
  socket: WebSocket | undefined
  /** Faults of the program that the window reported. */
  faults: string[]
}

export async function shelled(): Promise<Shelled> {
  const faults: string[] = []
  const at = await centre()
  const window = await testWindow({
    centre: at,
    unit: DISTRICT,
    demo: { logins: [], haste: 1000 },
    log: error => faults.push(error instanceof Error ? String(error.stack) : String(error)),
  })
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-page-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  const shell = await serveWeb({ core: window.core, port: 0, rendererDir: folder })
  const secret = /#token=(.+)$/.exec(shell.url)![1]!
  return { centre: at, window, shell, folder, secret, socket: undefined, faults }
}

export async function closed({ centre: at, window, shell, folder, socket }: Shelled): Promise<void> {
  socket?.terminate()
  await shell.close()
  await window.close()
  await at.stop()
  await rm(folder, { recursive: true, force: true })
}

export interface CallOutcome {
  asked: number
  /** By code of the failure, `answer`, or the code with which the connection was closed. */
  heard: Record<string, number>
  wrong: string[]
}

/** Sends so many malformed frames of one call, or as many as there is time for in `time` ms. */
export async function triedCall(
  at: Shelled,
  name: CallName,
  seed: number,
  { count, time }: { count: number; time: number },
): Promise<CallOutcome> {
  const outcome: CallOutcome = { asked: 0, heard: {}, wrong: [] }
  const until = Date.now() + time
  for (let from = 0; from < count && Date.now() < until; from += 25) {
    await ready(at, name)
    const args = ARGUMENTS[name]({ caseId: NOBODY, unit: '330402510000', district: DISTRICT, language: 'zh-CN' })
    const good = encode({ id: 1, name, args })
    for (const recipe of recipes(seed + from, Math.min(25, count - from))) {
      if (Date.now() > until) break
      const frame = spoiltFrame(good, recipe)
      const heard = await said(at, frame)
      outcome.asked++
      outcome.heard[heard.what] = (outcome.heard[heard.what] ?? 0) + 1
      const wrong = [...at.faults.splice(0), ...heard.wrong]
      if (wrong.length) outcome.wrong.push(`${frame.slice(0, 400)}: ${wrong.join('; ')}`)
    }
  }
  return outcome
}

/** Mostly other arguments in a good frame, and sometimes a frame that is none. */
function spoiltFrame(good: string, recipe: ReturnType<typeof recipes>[number]): string {
  if (recipe.kind === 'bytes' || recipe.kind === 'raw') {
    const example = { method: '', path: '', headers: {}, body: Buffer.from(good) }
    return malformed(example, { ...recipe, kind: 'bytes' }).body.toString()
  }
  const { id, name, args } = JSON.parse(good) as { id: number; name: string; args: unknown }
  return `{"id":${id},"name":${JSON.stringify(name)},"args":${changedJson(JSON.stringify(args), recipe.changes)}}`
}

/** The line is plugged in, and somebody who may make the call is signed in. */
async function ready({ window }: Shelled, name: CallName): Promise<void> {
  const { who } = WINDOW[name]
  const login = LOGINS[Array.isArray(who) ? who[0]! : 'clerk']!
  await window.call('demo.network', { on: true })
  const { person, locked } = await window.call('session.state', {})
  if (person?.login === login && !locked) return
  // Wrong passwords among the frames slow down whoever signs in next, by seconds.
  await expect
    .poll(() => window.signIn(login).then(() => true, String), { timeout: 120_000, interval: 1000 })
    .toBe(true)
}

const OVER = 20_000
/** Words that only the inside of the program has. */
const INSIDE = [/\bat .{1,200}:\d+:\d+/, /node_modules/, /SQLITE|kysely/i, /\/home\/|\/tmp\/|\/dev\/shm/]

async function said(at: Shelled, frame: string): Promise<{ what: string; wrong: string[] }> {
  const socket = await connected(at)
  const heard = new Promise<Reply | number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no answer')), OVER)
    const done = (what: Reply | number) => {
      clearTimeout(late)
      socket.removeAllListeners()
      socket.on('error', () => {})
      resolve(what)
    }
    socket.on('close', done)
    socket.on('message', data => {
      const reply = decode(String(data)) as Reply
      if ('id' in reply) done(reply)
    })
  })
  socket.send(frame)
  const reply = await heard.catch((error: Error) => error.message)
  if (typeof reply === 'number')
    return { what: String(reply), wrong: [1007, 1003, 1009].includes(reply) ? [] : [`closed ${reply}`] }
  if (typeof reply === 'string' || !('id' in reply)) return { what: 'nothing', wrong: [String(reply)] }
  const text = reply.failure?.text ?? ''
  const wrong = INSIDE.filter(word => word.test(text)).map(word => `says ${word}: ${text.slice(0, 300)}`)
  if (reply.failure?.code === 'internal') wrong.push(`internal: ${text}`)
  if (text.length > 3000) wrong.push(`a long refusal of ${text.length}: ${text.slice(0, 200)}`)
  return { what: reply.failure?.code ?? 'answer', wrong }
}

async function connected(at: Shelled): Promise<WebSocket> {
  if (at.socket?.readyState === WebSocket.OPEN) return at.socket
  const origin = `http://127.0.0.1:${at.shell.port}`
  const socket = new WebSocket(`ws://127.0.0.1:${at.shell.port}${API_PATH}`, [SUBPROTOCOL, at.secret], {
    headers: { origin },
  })
  socket.on('message', data => {
    const reply = decode(String(data)) as Reply
    if ('session' in reply) at.secret = reply.session
  })
  socket.on('error', () => {})
  await once(socket, 'open')
  at.socket = socket
  return socket
}
