import { utilityProcess } from 'electron'
import type { CoreOptions } from '../../core/core.ts'

/** The process for the library of USB keys: a packaged Electron is no Node that could be forked (see its fuses). */
export const electronHost: NonNullable<CoreOptions['keyHost']> = (file, hear) => {
  const child = utilityProcess.fork(file, [], { serviceName: 'usb-key', stdio: 'ignore' })
  child.on('message', answer => hear.answer(answer))
  child.on('exit', () => hear.over())
  return {
    send: ask => child.postMessage(ask),
    kill: () => void child.kill(),
  }
}
