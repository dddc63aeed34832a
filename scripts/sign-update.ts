import { parseArgs } from 'node:util'
import { layProgram, makeKey, makeUpdate, showUpdate } from './sign-update/commands.ts'

// Makes, signs and looks into update packages; docs/updates.md says what they are. The release key never lies here.
const USAGE = `node scripts/sign-update.ts COMMAND
  key --out FILE            a new release key, kept in FILE; prints the public part for release-keys.ts
  make --from FOLDER --run FILE --version X.Y.Z --key FILE --out FILE
       [--platform linux-x64|win32-x64|…|any] [--shell web|electron] [--over X.Y.Z …]
                            packs a program's folder and signs it; --over: it may take the place of these newer ones
  show FILE [--public KEY]  what a package says of itself, whether it is whole and, with a key, who signed it
  lay FILE --base FOLDER --public KEY
                            lays a program for the first time: launcher and first version`

const COMMANDS = { key: makeKey, make: makeUpdate, show: showUpdate, lay: layProgram } as const

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      from: { type: 'string' },
      run: { type: 'string' },
      version: { type: 'string' },
      key: { type: 'string' },
      platform: { type: 'string' },
      shell: { type: 'string' },
      over: { type: 'string', multiple: true },
      public: { type: 'string' },
      base: { type: 'string' },
    },
  })
  const [name = '', file] = positionals
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined
  if (command) console.log(await command({ ...values, ...(file && { file }) }))
  else {
    console.error(USAGE)
    process.exitCode = 2
  }
} catch (error) {
  console.error(`sign-update: ${(error as Error).message}`)
  process.exitCode = 1
}
