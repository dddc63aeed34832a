import { appendFile } from 'node:fs/promises'
import type { Gateway } from './gateway.ts'
import type { ConfigOf } from './gateway-config.ts'

/** Writes each message as a line of JSON into a file that only the server's own account reads. */
export const fileGateway = (name: string, { kind, path, channel }: ConfigOf<'file'>): Gateway => ({
  name,
  kind,
  channel,
  async send({ id, to, title, text }) {
    try {
      await appendFile(path, `${JSON.stringify({ id, to, title, text })}\n`, { mode: 0o600, flush: true })
      return { is: 'sent' }
    } catch (error) {
      return { is: 'failed', why: 'unreachable', detail: String((error as NodeJS.ErrnoException).code ?? '') }
    }
  },
})

/** Writes each message to the server's output, without the address that it is for. */
export const consoleGateway = (name: string, { kind, channel }: ConfigOf<'console'>): Gateway => ({
  name,
  kind,
  channel,
  async send({ id, title, text }) {
    process.stdout.write(`${JSON.stringify({ message: id, title: title, text })}\n`)
    return { is: 'sent' }
  },
})
