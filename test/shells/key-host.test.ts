import { fork } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import type { FileFault } from '../../desktop/src/core/file-fault.ts'
import { CHOSEN } from '../../desktop/src/core/pages/page-profile.ts'
import { pageWorkers } from '../../desktop/src/core/pages/page-workers.ts'
import { electronHost } from '../../desktop/src/shells/electron/key-host.ts'
import { electronPages } from '../../desktop/src/shells/electron/page-host.ts'
import type { Pkcs11Fault } from '../../native-bridges/src/pkcs11/pkcs11-fault.ts'
import { usbKeys } from '../../native-bridges/src/pkcs11/usb-keys.ts'

// Electron's utility process as its documentation has it: the child finds `process.parentPort`, whose messages come as
// events with `data`. Under it run the real programs in a child of Node.

const PARENT_PORT = `
  const { send } = process
  process.parentPort = {
    on: (event, hear) => process.on(event, data => hear({ data })),
    postMessage: message => send.call(process, message),
  }
  process.send = undefined`

vi.mock('electron', () => ({
  utilityProcess: {
    fork(file: string, args: string[], { env }: { env?: NodeJS.ProcessEnv } = {}) {
      const preload = `data:text/javascript,${encodeURIComponent(PARENT_PORT)}`
      const child = fork(file, args, { serialization: 'advanced', execArgv: ['--import', preload], env })
      return {
        on: (event: string, hear: (...told: unknown[]) => void) => child.on(event, hear),
        once: (event: string, hear: (...told: unknown[]) => void) => child.once(event, hear),
        postMessage: (message: object) => child.send(message),
        kill: () => child.kill(),
      }
    },
  },
}))

test('the host of USB keys answers in a utility process, and one that was ended is begun anew', async () => {
  const keys = usbKeys('/no/such/library.so', electronHost)
  const asked = () =>
    keys.tokens().then(
      () => 'tokens',
      ({ code }: Pkcs11Fault) => code,
    )
  expect(await asked()).toBe('module')
  const waiting = asked()
  keys.close()
  expect(await waiting).toBe('stuck')
  expect(await asked()).toBe('module')
  keys.close()
})

test('pages are made in a utility process; one that crashes costs its page and is begun anew', async () => {
  const program = new URL('../../desktop/src/core/pages/page-worker.fixture.ts', import.meta.url)
  const { make, close } = pageWorkers({ start: electronPages, program, processes: 1 })
  const heard = (said: string) =>
    make({ make: 'page', bytes: new TextEncoder().encode(said), profile: CHOSEN }).then(
      made => ('bytes' in made ? new TextDecoder().decode(made.bytes) : 'blank'),
      ({ code }: FileFault) => code,
    )
  expect(await Promise.all([heard('1'), heard('crash'), heard('2')])).toEqual(['1', 'unprocessed', '2'])
  await close()
})
