/** A window as a process of its own, so that its memory is its own: it makes the calls that it is told, and says what it hears. */

import type { Arguments, CallName } from '../../../desktop/src/api.ts'
import { openCore } from '../../../desktop/src/core/open.ts'
import type { FromWindow, ToWindow } from './messages.ts'

const say = (message: FromWindow) => void process.send!(message)
const core = await openCore({
  folder: process.argv[2]!,
  shell: 'web',
  version: 'test',
  log: error => say({ say: 'log', text: String(error) }),
})
const client = { language: 'zh-CN' } as const

process.on('message', async (message: ToWindow) => {
  const { number } = message
  if (message.ask === 'close') {
    await core.close()
    process.exit()
  }
  if (message.ask === 'measure') {
    // Twice: what the first leaves to finalizers is gone with the second.
    for (let times = 0; times < 2; times++) globalThis.gc!()
    return say({ say: 'measured', number, memory: process.memoryUsage() })
  }
  try {
    const answer = await core.call(message.name as CallName, message.args as Arguments<CallName>, client)
    say({ say: 'answer', number, answer })
  } catch (error) {
    const { code = '', text = '' } = error as { code?: string; text?: string }
    say({ say: 'refused', number, failure: { code, text } })
  }
})
core.listen(notice => say({ say: 'notice', notice }), client)
say({ say: 'ready' })
