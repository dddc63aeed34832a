import { X509Certificate } from 'node:crypto'
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Config } from './config.ts'
import { authorityFile, fingerprintOf, readPem, serverFile } from './tls-file.ts'

/** What the door shows of itself. */
export interface Tls {
  /**
   * The authority's certificate (PEM), behind it the words of authorities before it for those that followed. Empty where
   * there is none. Also behind a proxy that ends TLS, when its certificate is of this authority.
   */
  authority(): readonly string[]
  /** The authority as people compare it, as it stands in enrolment codes. */
  fingerprint(): string | undefined
  /** When the certificate ends by which this server speaks TLS, ISO 8601; undefined when it speaks plain HTTP. */
  until(): string | undefined
}

/** What the files say now; PEM for Node's TLS. */
interface Shown {
  authority: readonly string[]
  served?: { key: string; cert: string; until: string }
}

/** Where plain HTTP is nobody else's business: RFC 6890, the loopback of IPv4 and IPv6. */
const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/i.test(host)

/**
 * The server that listens: by TLS 1.2 or 1.3 where it has a certificate, else plain HTTP, which other machines reach only
 * when the configuration says so knowingly. Files that change are taken within a minute, and a fault of theirs is told.
 * Throws an Error with the way out when the files do not fit, or there are none and the host is no loopback.
 */
export function openTls(config: Config, fault: (error: unknown, about: string) => void): OpenTls {
  const now = { shown: read(config) }
  if (!now.shown.served && !config.plainHttp && !isLoopback(config.host)) throw new Error(refusal(config.host))
  return {
    tls: {
      authority: () => now.shown.authority,
      fingerprint: () => now.shown.authority[0] && fingerprintOf(now.shown.authority[0]),
      until: () => now.shown.served?.until,
    },
    scheme: now.shown.served ? 'https' : 'http',
    listener(options, app) {
      if (!now.shown.served) return createServer(options, app)
      const server = createTlsServer(
        { ...options, ...now.shown.served, minVersion: 'TLSv1.2', handshakeTimeout: GREETING },
        app,
      )
      const timer = setInterval(() => {
        try {
          const shown = read(config)
          if (shown.served && shown.served.cert !== now.shown.served?.cert) server.setSecureContext(shown.served)
          now.shown = { ...shown, served: shown.served ?? now.shown.served! }
        } catch (error) {
          fault(error, 'certificate')
        }
      }, config.tlsLook ?? LOOK).unref()
      return server.once('close', () => clearInterval(timer))
    },
  }
}

export interface OpenTls {
  tls: Tls
  scheme: 'http' | 'https'
  /** The server, which does not listen yet. */
  listener(options: ServerOptions, app: RequestListener): Server
}

/** How long whoever connects may take to agree on TLS, in ms: they hold a connection, also of a server that stops. */
const GREETING = 5_000

/** How often the files are looked at, in ms. */
const LOOK = 60_000

const refusal = (host: string) =>
  `At ${host} other machines would send personal data over plain HTTP. Make an authority and a certificate for this server (commands \`authority\` and \`certificate\`), or, when a proxy in front of it ends TLS, say so with CHUANGTAI_PLAIN_HTTP=true.`

/** The authority's key is not read: the running server needs none of it. */
function read(config: Config): Shown {
  const authority = readPem(authorityFile(config), 'certificates')?.chain ?? []
  const file = config.plainHttp ? undefined : readPem(serverFile(config), config)
  if (!file) return { authority }
  if (!file.key) throw new Error(`${serverFile(config)} holds no private key`)
  if (!authority[0])
    throw new Error(`${authorityFile(config)} is missing: windows are told there whose certificate they may trust`)
  if (!leadsTo(file.chain, authority[0]))
    throw new Error(`The certificate in ${serverFile(config)} is not of the authority in ${authorityFile(config)}`)
  const until = new Date(new X509Certificate(file.chain[0]!).validTo).toISOString()
  const key = String(file.key.export({ type: 'pkcs8', format: 'pem' }))
  return { authority, served: { key, cert: file.chain.join('\n'), until } }
}

/** Whether each certificate is signed by the next and the last by that authority. */
function leadsTo(chain: readonly string[], authority: string): boolean {
  const top = new X509Certificate(authority)
  const [leaf, ...between] = chain.map(pem => new X509Certificate(pem))
  const left = new Set(between)
  let at = leaf!
  for (;;) {
    if (isSignedBy(at, top)) return true
    const next = [...left].find(other => isSignedBy(at, other))
    if (!next) return false
    left.delete(next)
    at = next
  }
}

const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate) =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
