import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import packed from '../desktop/package.json' with { type: 'json' }
import { shellText, terminalLanguage } from '../desktop/src/shells/words.ts'
import { readConfig } from '../sync-server/src/config.ts'
import { buildIfStale, SCREEN } from './built.ts'

// `npm run server -- place`: the supervisors' place, beside the server or on another machine of the office.
enableCompileCache()
const language = terminalLanguage(process.env)
const config = readConfig(process.env)

/** Throws an Error that says what is wrong with the options. */
function readOptions(args: string[]) {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      port: { ...text, default: '4620' },
      host: { ...text, default: config.host },
      data: { ...text, default: join(config.data, 'place') },
      server: text,
      code: text,
      name: { ...text, default: shellText('zh-CN', 'place.name') },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port}`)
  const { server, code, name } = values
  if ((server === undefined) !== (code === undefined)) throw new Error('--server, --code')
  return { ...values, port, ...(server !== undefined && code !== undefined && { enrol: { server, code, name } }) }
}

async function run({ port, host, data, enrol }: ReturnType<typeof readOptions>): Promise<void> {
  await buildIfStale(SCREEN)
  const { openPlace } = await import('../desktop/src/core/open-place.ts')
  const { servePlace } = await import('../desktop/src/shells/place/serve.ts')
  const { outliveDisk } = await import('../desktop/src/shells/outlive-disk.ts')
  const { placeDoor } = await import('./start/place-door.ts')
  const log = (error: unknown) => console.error(error)
  outliveDisk(log)
  const door = placeDoor(config, { host, port })
  const place = await openPlace({ folder: data, version: packed.version, log })
  try {
    if (enrol && !place.isEnrolled()) await place.enrol(enrol)
    if (!place.isEnrolled()) throw new Error(shellText(language, 'place.noCode'))
    const shell = await servePlace({ place, door, rendererDir: SCREEN.folder })
    console.log(
      shellText(language, 'place.ready', { url: `${door.secure ? 'https' : 'http'}://${door.shown}:${shell.port}/` }),
    )
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    console.log(shellText(language, 'stopping'))
    await shell.close()
  } finally {
    await place.close()
  }
}

try {
  const options = readOptions(process.argv.slice(2))
  await run(options).catch(async error => {
    const { startFailure } = await import('../desktop/src/shells/start-failure.ts')
    const { isFailure } = await import('../desktop/src/shells/is-failure.ts')
    const { text, bug } = startFailure(error, { folder: options.data, port: options.port }, language)
    console.error(isFailure(error) || !bug ? text : (error as Error).message)
    process.exitCode = 1
  })
} catch (error) {
  console.error(shellText(language, 'option.wrong', { detail: (error as Error).message }))
  process.exitCode = 2
}
