import { fork } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { electronHost } from '../../desktop/src/shells/electron/key-host.ts'
import type { Pkcs11Fault } from '../../native-bridges/src/pkcs11/pkcs11-fault.ts'
import { usbKeys } from '../../native-bridges/src/pkcs11/usb-keys.ts'

// Electron's utility process as its documentation has it: the child finds `process.parentPort`, whose messages come as
// events with `data`. Under it runs the real host in a child of Node.

const PARENT_PORT = `
  const { send } = process
  process.parentPort = {
    on: (event, hear) => process.on(event, data => hear({ data })),
    postMessage: message => send.call(process, message),
  }
  process.send = undefined`

vi.mock('electron', () => ({
  utilityProcess: {
    fork(file: string, args: string[]) {
      const preload = `data:text/javascript,${encodeURIComponent(PARENT_PORT)}`
      const child = fork(file, args, { serialization: 'advanced', execArgv: ['--import', preload] })
      return {
        on: (event: string, hear: (...told: unknown[]) => void) => child.on(event, hear),
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
