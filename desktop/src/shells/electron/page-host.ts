import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import { ALLOCATOR, type StartPages, V8_FLAGS } from '../../core/pages/page-process.ts'

/** The process in which pages are made: a packaged Electron is no Node that could be forked (see its fuses). */
export const electronPages: StartPages = program => {
  const child = utilityProcess.fork(fileURLToPath(program), [], {
    serviceName: 'pages',
    stdio: 'ignore',
    execArgv: [...V8_FLAGS],
    env: { ...process.env, ...ALLOCATOR },
  })
  return {
    give: job => child.postMessage(job),
    listen: listener => void child.on('message', listener),
    ended: listener => void child.once('exit', () => listener()),
    // Electron's own windows say how long the program lives.
    hold: () => undefined,
    kill: () => void child.kill(),
  }
}
