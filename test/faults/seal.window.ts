/** A window as a process of its own, which stamps until it is killed; or says how things stand, and settles. */

import type { AnswerOf, Arguments, CallName } from '../../desktop/src/api.ts'
import { openCore } from '../../desktop/src/core/open.ts'
import { REQUEST, STAMP } from '../journeys/seals.ts'
import type { SealOrder, SealStanding } from './seal.messages.ts'

const order = JSON.parse(process.argv[2]!) as SealOrder
const core = await openCore({
  folder: order.folder,
  shell: 'web',
  version: 'test',
  log: error => console.error(error),
})
const call = async <N extends CallName>(name: N, args: Arguments<N>) =>
  (await core.call(name, args, { language: 'zh-CN' })) as AnswerOf<N>

await call('session.signIn', { login: 'zhangwei', password: 'Chuangtai-2026' })
process.send!({ say: 'ready' })
if (order.task === 'stamp') {
  await call('cases.act', { type: REQUEST, id: order.id, act: 'stamp', patch: {} }).catch(() => undefined)
  process.send!({ say: 'stamped' })
} else process.send!({ say: 'standing', ...(await standing()) })

/** What a clerk finds after the window came back, and makes of it by what the counter says. */
async function standing(): Promise<SealStanding> {
  const open = await call('seal.open', {})
  for (const { id, before } of open) {
    const { now } = await counted(id)
    const { problems } = await call('seal.settle', { id, outcome: now > before ? 'done' : 'nothing', note: '看过纸面' })
    if (problems.length) throw new Error(problems.map(p => p.text).join())
  }
  const { rows } = await call('cases.list', { type: STAMP, limit: 500 })
  return { open: open.length, states: rows.map(row => row.state) }
}

/** The machine's program may still be starting. */
async function counted(id: string): Promise<{ now: number }> {
  for (let tries = 0; ; tries++) {
    try {
      return await call('seal.count', { id })
    } catch (error) {
      if (tries > 50) throw error
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}
