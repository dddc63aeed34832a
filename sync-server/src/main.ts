import { pino } from 'pino'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { readConfig } from './config.ts'
import { start } from './start.ts'

const log = pino({ name: 'chuangtai-server' })

try {
  const server = await start(readConfig(process.env), kinds, (error, about) =>
    log.error({ error: faultOf(error), about }, 'fault'),
  )
  log.info({ address: server.address }, 'listening')
  if (!server.parts.key.encrypted)
    log.warn('CHUANGTAI_SECRET is not set: the private keys of this server lie in its database unencrypted')
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping')
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  log.fatal({ error: faultOf(error) }, 'not started')
  process.exitCode = 1
}

/** A database's error text can quote what somebody entered: of those only the code is logged. */
function faultOf(error: unknown): { message: string; stack?: string | undefined } {
  if (!(error instanceof Error)) return { message: 'no error' }
  if ('code' in error && error.code !== undefined) return { message: String(error.code), stack: frames(error) }
  return { message: error.message, stack: frames(error) }
}

function frames(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter(line => line.startsWith('    at '))
    .join('\n')
}
