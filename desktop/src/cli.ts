import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import packed from '../package.json' with { type: 'json' }
import { shellText, terminalLanguage } from './shells/words.ts'

const SCREEN = fileURLToPath(new URL('../dist/renderer', import.meta.url))
const language = terminalLanguage(process.env)

interface Options {
  folder: string
  port: number
}

/** The options, or a sentence about what is wrong with them. */
function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: { data: { type: 'string' }, port: { type: 'string', default: '4600' } },
    })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return `--port ${values.port}`
    return values.data ? { folder: values.data, port } : '--data'
  } catch (error) {
    return (error as Error).message
  }
}

/** A window without Electron: its core and the browser shell, on one data folder, until it is told to end. */
async function run({ folder, port }: Options): Promise<void> {
  const { openCore } = await import('./core/open.ts')
  const { serveWeb } = await import('./shells/web/serve.ts')
  const core = await openCore({ folder, shell: 'web', version: packed.version, log: error => console.error(error) })
  const shell = await serveWeb({ core, port, rendererDir: SCREEN }).catch(async error => {
    await core.close()
    throw error
  })
  const announce = (url: string) => console.log(shellText(language, 'ready', { url }))
  announce(shell.url)
  console.log(shellText(language, 'another'))
  process.stdin.on('data', () => announce(shell.anotherUrl()))
  const stop = async () => {
    console.log(shellText(language, 'stopping'))
    process.stdin.destroy()
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
    const { text, bug } = startFailure(error, options, language)
    console.error(text)
    if (bug) console.error(error)
    process.exitCode = 1
  })
}
