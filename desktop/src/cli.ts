import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import packed from '../package.json' with { type: 'json' }
import { shellText, terminalLanguage } from './shells/words.ts'

const SCREEN = fileURLToPath(new URL('../dist/renderer', import.meta.url))
const language = terminalLanguage(process.env)

/** Another program has the folder or the port; the launcher does not count it against a new version (sysexits.h: EX_TEMPFAIL). */
const TAKEN = 75

const WISHES = ['keyring', 'passphrase', 'file'] as const

interface Options {
  folder: string
  port: number
  /** How the keys of a new folder are kept; undefined: the keyring, or as whoever sits at the screen chooses. */
  wish: (typeof WISHES)[number] | undefined
}

/** The options, or a sentence about what is wrong with them. */
function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: { data: { type: 'string' }, port: { type: 'string', default: '4600' }, keys: { type: 'string' } },
    })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return `--port ${values.port}`
    const wish = WISHES.find(known => known === values.keys)
    if (values.keys !== undefined && !wish) return `--keys ${values.keys}`
    return values.data ? { folder: values.data, port, wish } : '--data'
  } catch (error) {
    return (error as Error).message
  }
}

/** A window without Electron: its core and the browser shell, on one data folder, until it is told to end. */
async function run({ folder, port, wish }: Options): Promise<void> {
  const { openWindow } = await import('./core/open-window.ts')
  const { openProtected } = await import('./core/open-protected.ts')
  const { serveWeb } = await import('./shells/web/serve.ts')
  const about = {
    folder,
    shell: 'web',
    version: packed.version,
    log: (error: unknown) => console.error(error),
  } as const
  const { outliveDisk } = await import('./shells/outlive-disk.ts')
  outliveDisk(about.log)
  const core = await openProtected(about, { wish }, openWindow)
  const shell = await serveWeb({ core, port, rendererDir: SCREEN }).catch(async error => {
    await core.close()
    throw error
  })
  const { reportUp } = await import('./shells/report-up.ts')
  const reporting = reportUp(core, async () => (await fetch(`http://127.0.0.1:${shell.port}/`)).ok)
  const announce = (url: string) => console.log(shellText(language, 'ready', { url }))
  announce(shell.url)
  console.log(shellText(language, 'another'))
  process.stdin.on('data', () => announce(shell.anotherUrl()))
  const stop = async () => {
    console.log(shellText(language, 'stopping'))
    process.stdin.destroy()
    reporting.stop()
    await shell.close()
    await core.close()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

const options = readOptions(process.argv.slice(2))
if (typeof options === 'string') {
  console.error(shellText(language, 'option.wrong', { detail: options }))
  console.error(shellText(language, 'usage'))
  process.exitCode = 2
} else {
  // The core is loaded only here, so that a wrong option is told at once; a later start takes it compiled.
  enableCompileCache()
  await run(options).catch(async error => {
    const { startFailure } = await import('./shells/start-failure.ts')
    const { text, bug, taken } = startFailure(error, options, language)
    console.error(text)
    if (bug) console.error(error)
    process.exitCode = taken ? TAKEN : 1
  })
}
