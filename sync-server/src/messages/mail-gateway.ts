import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { Gateway, Letter, Outcome } from './gateway.ts'
import type { ConfigOf } from './gateway-config.ts'

/** A mail server, spoken to by SMTP (RFC 5321), one connection for a message. */
export const mailGateway = (name: string, config: ConfigOf<'mail'>): Gateway => ({
  name,
  kind: config.kind,
  channel: 'mail',
  async send(letter) {
    const transport = createTransport(optionsOf(config))
    // Read when the server asks for the contents: what ends before that was not handed over.
    const begun = { at: false }
    try {
      await transport.sendMail(mailOf(config, letter, begun))
      return { is: 'sent' }
    } catch (error) {
      return failure(error, begun.at)
    } finally {
      transport.close()
    }
  },
})

function optionsOf({ host, port, security, user, password, timeout }: ConfigOf<'mail'>) {
  const ms = timeout * 1000
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: ms,
    greetingTimeout: ms,
    socketTimeout: ms,
    dnsTimeout: ms,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function mailOf({ from }: ConfigOf<'mail'>, { id, to, title, text }: Letter, begun: { at: boolean }) {
  const body = new Readable({
    read() {
      begun.at = true
      this.push(`${text}\n`)
      this.push(null)
    },
  })
  const domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    from,
    to: { name: '', address: to },
    subject: title,
    text: body,
    textEncoding: 'base64' as const,
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

function failure(error: unknown, begun: boolean): Outcome {
  const { code = '', responseCode } = error as { code?: string; responseCode?: number }
  if (responseCode === 535 || code === 'EAUTH') return { is: 'failed', why: 'login' }
  if (responseCode !== undefined && responseCode >= 400)
    return { is: 'failed', why: 'refused', detail: String(responseCode) }
  if (begun) return { is: 'uncertain', why: code === 'ETIMEDOUT' ? 'timeout' : 'broken' }
  return { is: 'failed', why: code === 'ETLS' ? 'certificate' : 'unreachable', detail: code }
}
