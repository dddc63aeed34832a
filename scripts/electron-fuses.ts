import { existsSync } from 'node:fs'
import { flipFuses } from '@electron/fuses'
import { ELECTRON_FUSES } from './electron-fuses.config.ts'

// `node scripts/electron-fuses.ts EXECUTABLE`: sets the fuses of a packaged Electron, before it is signed.
const [executable] = process.argv.slice(2)
if (!executable || !existsSync(executable)) {
  console.error('electron-fuses: name the executable of a packaged Electron (on macOS its .app).')
  process.exitCode = 2
} else {
  const places = await flipFuses(executable, ELECTRON_FUSES)
  console.log(`electron-fuses: set in ${places} place(s) of ${executable}`)
}
