import { utilityProcess } from 'electron'
import type { HostAnswer } from '../../../../native-bridges/src/pkcs11/host.ts'
import type { StartHost } from '../../../../native-bridges/src/pkcs11/host-process.ts'

/** The process for the library of USB keys: a packaged Electron is no Node that could be forked (see its fuses). */
export const electronHost: StartHost = (file, hear) => {
  const child = utilityProcess.fork(file, [], { serviceName: 'usb-key', stdio: 'ignore' })
  child.on('message', (answer: HostAnswer) => hear.answer(answer))
  child.on('exit', () => hear.over())
  return {
    send: ask => child.postMessage(ask),
    kill: () => void child.kill(),
  }
}
