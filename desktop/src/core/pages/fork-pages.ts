import { fork } from 'node:child_process'
import { ALLOCATOR, type PageProcess, V8_FLAGS } from './page-process.ts'

/** As a child process of plain Node. Binary values cross as they are. */
export function forkPages(program: URL): PageProcess {
  const child = fork(program, [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    execArgv: [...V8_FLAGS],
    env: { ...process.env, ...ALLOCATOR },
  })
  return {
    // A message that no longer finds the child is no news: its end is.
    give: job => void child.send(job as object, () => undefined),
    listen: listener => void child.on('message', answer => listener(answer)),
    ended(listener) {
      child.once('exit', listener)
      // One that could not be started has no exit.
      child.on('error', () => child.pid === undefined && listener())
    },
    hold(wanted) {
      child[wanted ? 'ref' : 'unref']()
      child.channel?.[wanted ? 'ref' : 'unref']()
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
