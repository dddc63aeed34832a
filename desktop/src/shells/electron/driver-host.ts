import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { StartDriver } from '../../core/device-setup.ts'

const PROGRAM = fileURLToPath(new URL('../../../../native-bridges/src/device-process.ts', import.meta.url))

/** The process of a device's driver: a packaged Electron is no Node that could be forked (see its fuses). */
export const electronDriver: StartDriver = order => {
  const child = utilityProcess.fork(PROGRAM, [JSON.stringify(order)], { serviceName: 'device', stdio: 'ignore' })
  return {
    send: message => child.postMessage(message),
    listen: listener => void child.on('message', listener),
    ended: listener => void child.once('exit', code => listener(`process ${child.pid ?? ''} ended with ${code}`)),
    kill: () => void child.kill(),
  }
}
