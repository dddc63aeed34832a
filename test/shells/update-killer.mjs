// Preloaded: ends this process with SIGKILL before its n-th step that changes the disk.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const at = Number(process.env.KILL_AT)
let steps = 0
const step = () => {
  steps += 1
  if (steps === at) process.kill(process.pid, 'SIGKILL')
}
const counted =
  work =>
  async (...args) => {
    step()
    return work(...args)
  }
const { open } = fs.promises
for (const name of ['mkdir', 'rename', 'rm']) fs.promises[name] = counted(fs.promises[name])
fs.promises.open = async (path, flags, ...rest) => {
  const handle = await open(path, flags, ...rest)
  if (!/w/.test(String(flags))) return handle
  step()
  handle.writeFile = counted(handle.writeFile.bind(handle))
  return handle
}
// The launcher writes without waiting.
const { openSync } = fs
fs.openSync = (path, flags, ...rest) => {
  if (/w/.test(String(flags))) step()
  return openSync(path, flags, ...rest)
}
for (const name of ['writeSync', 'renameSync', 'rmSync']) {
  const work = fs[name]
  fs[name] = (...args) => {
    step()
    return work(...args)
  }
}
syncBuiltinESMExports()
