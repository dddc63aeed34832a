import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { PlaceDoor } from '../../desktop/src/shells/place/serve.ts'
import type { Config } from '../../sync-server/src/config.ts'
import { openTls } from '../../sync-server/src/tls.ts'
import { readPem, serverFile } from '../../sync-server/src/tls-file.ts'

/** How long the names of the certificate are known before its file is read again, ms. */
const NAMES = 60_000

/**
 * The door of the supervisors' place: by the server's own certificate, or in the clear where only this machine comes in.
 * Throws an Error with the way out when other machines should come in and there is no certificate.
 */
export function placeDoor(
  config: Config,
  { host, port }: Pick<PlaceDoor, 'host' | 'port'>,
): PlaceDoor & { shown: string } {
  // A proxy in front would make everybody one address: the place ends TLS itself.
  const own = { ...config, host, port, plainHttp: false }
  const { scheme, listener } = openTls(own, (error, about) => console.error(`${about}:`, error))
  const secure = scheme === 'https'
  const known = { at: Number.NEGATIVE_INFINITY, certificate: undefined as X509Certificate | undefined }
  const certificate = () => {
    if (performance.now() - known.at > NAMES) {
      known.at = performance.now()
      known.certificate = new X509Certificate(readPem(serverFile(own), 'certificates')!.chain[0]!)
    }
    return known.certificate!
  }
  const isNamed = (name: string) =>
    (isIP(name) ? certificate().checkIP(name) : certificate().checkHost(name)) !== undefined
  const shown = secure && ANY.has(host) ? (firstName(certificate()) ?? host) : host
  return { host, port, secure, listener, isOurs: secure ? isNamed : name => LOCAL.has(name), shown }
}

/** Whoever listens on every address is called by the first name of its certificate. */
const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

const firstName = ({ subjectAltName = '' }: X509Certificate): string | undefined =>
  /(?:DNS|IP Address):([^,\s]+)/.exec(subjectAltName)?.[1]

const LOCAL: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1'])
