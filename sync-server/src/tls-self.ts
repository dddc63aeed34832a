import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { Config } from './config.ts'
import { authorityFile, readPem, serverFile } from './tls-file.ts'

/**
 * Asks the server that runs by this configuration. Its certificate is checked against the authority but not its name, as it
 * is asked by the address on which it listens. Rejects when none answers within `time` ms.
 */
export function askSelf(
  config: Config,
  path: string,
  headers: Readonly<Record<string, string>>,
  time: number,
): Promise<{ status: number; text: string }> {
  const served = !config.plainHttp && readPem(serverFile(config), 'certificates')
  const ca = [...(readPem(authorityFile(config), 'certificates')?.chain ?? [])]
  const host = ANY[config.host] ?? config.host
  const to = { host, port: config.port, path, headers, signal: AbortSignal.timeout(time) }
  return new Promise((resolve, reject) => {
    const asked = served ? tlsRequest({ ...to, ca, checkServerIdentity: () => undefined }) : plainRequest(to)
    asked.once('error', reject)
    asked.once('response', answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.once('error', reject)
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
    })
    asked.end()
  })
}

/** Who listens on every address is asked on the loopback. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
