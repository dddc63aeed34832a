import { rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import packed from '../desktop/package.json' with { type: 'json' }
import { shellText, terminalLanguage } from '../desktop/src/shells/words.ts'
import { buildIfStale, SCREEN } from './built.ts'
import { electronBinary } from './electron-binary.ts'
import { ROOT } from './run.ts'
import { readOptions, type StartOptions } from './start/options.ts'

// `npm start`: the demo, a centre and one window of a police station on this machine, with simulated devices.
enableCompileCache()
const language = terminalLanguage(process.env)
const say = (key: Parameters<typeof shellText>[1], values?: Record<string, string | number>) =>
  console.log(shellText(language, key, values))

/** The station whose window the demo shows. */
const UNIT = '330402510000'

async function run(options: StartOptions): Promise<void> {
  const electron = electronBinary()
  if (options.shell === 'electron' && !electron) {
    say('demo.noElectron')
    process.exitCode = 1
    return
  }
  await buildIfStale(SCREEN)
  // Only now: what is needed to say no should not wait for the whole of the core and the server.
  const { startDemo } = await import('./start/start-demo.ts')
  if (options.reset) rmSync(options.data, { recursive: true, force: true })
  await startDemo({
    folder: options.data,
    port: options.port,
    unit: UNIT,
    version: packed.version,
    language,
    ...(options.shell === 'web' ? { shell: 'asked' } : electron ? { shell: 'electron', electron } : { shell: 'web' }),
    say,
  })
}

try {
  const options = readOptions(process.argv.slice(2), ROOT)
  await run(options).catch(async error => {
    const { startFailure } = await import('../desktop/src/shells/start-failure.ts')
    const about = { folder: join(options.data, 'window'), port: options.port }
    const { text, bug } = startFailure(error, about, language)
    console.error(text)
    if (bug) console.error(error)
    process.exitCode = 1
  })
} catch (error) {
  console.error(shellText(language, 'option.wrong', { detail: (error as Error).message }))
  process.exitCode = 2
}
