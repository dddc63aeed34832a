import { pino } from 'pino'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { readConfig } from './config.ts'
import { faultOf } from './log.ts'
import { start } from './start.ts'
import { expiryWarning } from './tls-expiry.ts'

const log = pino({ name: 'chuangtai-server' })
const DAY = 86_400_000
const now = () => new Date().toISOString()

try {
  const server = await start(
    readConfig(process.env),
    kinds,
    (error, about) => log.error({ error: faultOf(error), about }, 'fault'),
    now,
    line => log.info(line, 'request'),
  )
  log.info({ address: server.address }, 'listening')
  if (!server.parts.key.encrypted)
    log.warn('CHUANGTAI_SECRET is not set: the private keys of this server lie in its database unencrypted')
  const warn = () => {
    const warning = expiryWarning(server.parts.tls.until(), now())
    if (warning) log.warn(warning)
  }
  warn()
  setInterval(warn, DAY).unref()
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
