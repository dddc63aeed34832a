import { z } from 'zod'

/** Seconds for one try, connecting and answering included. */
const timeout = z.number().min(0.05).max(60).default(20)

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Phone numbers and tokens are not to be read on the way: only who says so sends them unencrypted over a line of theirs. */
export const overHttps = ({ url, plain }: { url: string; plain?: boolean | undefined }) => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || plain === true || LOOPBACK.test(hostname)
}
export const PLAIN = {
  message: 'http: numbers and tokens go unencrypted; "plain": true says that the line is safe',
  path: ['url'],
}

export const http = { url: z.url({ protocol: /^https?$/ }), plain: z.boolean().optional(), timeout }
const headers = z.record(z.string().regex(/^[\w-]{1,60}$/), z.string().max(2000)).default({})
/** A place in an answer: RFC 6901. */
export const place = z.string().regex(/^(\/([^/~]|~[01])*)+$/)
/** What stands where in the answer when the message was taken. */
const success = z.strictObject({
  pointer: place,
  equals: z.union([z.string(), z.number(), z.boolean()]),
})
const unit = z.string().regex(/^[\w.:-]{1,60}$/)

const gateway = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('sms'),
      ...http,
      headers,
      /** JSON in whose texts {phone}, {text}, {id}, {template} and {holes} are filled in. */
      body: z.json(),
      success,
      /** The gateway's own names of the messages, where it holds the texts. */
      templates: z.record(z.string(), z.string().max(120)).optional(),
    })
    .refine(overHttps, PLAIN),
  z
    .strictObject({
      kind: z.literal('mail'),
      host: z.string().min(1).max(255),
      port: z.number().int().min(1).max(65_535),
      /** `none` only where the line to the mail server is safe. */
      security: z.enum(['tls', 'starttls', 'none']),
      plain: z.boolean().optional(),
      user: z.string().max(255).optional(),
      password: z.string().max(255).optional(),
      from: z.string().min(3).max(255),
      timeout,
    })
    .refine(({ security, plain, host }) => security !== 'none' || plain === true || LOOPBACK.test(host), {
      ...PLAIN,
      path: ['security'],
    }),
  z
    .strictObject({ kind: z.literal('dingtalk'), ...http, secret: z.string().min(1).max(255).optional(), unit })
    .refine(overHttps, PLAIN),
  z.strictObject({ kind: z.literal('wecom'), ...http, unit }).refine(overHttps, PLAIN),
  z
    .strictObject({
      kind: z.literal('webhook'),
      ...http,
      headers,
      /** Signs the body: HMAC-SHA-256 in hex, in the header x-signature-256. */
      secret: z.string().min(16).max(255).optional(),
      success: success.optional(),
      unit,
    })
    .refine(overHttps, PLAIN),
  /** For a demo, and for trying: a file in which each message is a line, or the server's own output. */
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1), channel: z.enum(['sms', 'mail']).default('sms') }),
  z.strictObject({ kind: z.literal('console'), channel: z.enum(['sms', 'mail']).default('sms') }),
])
export type GatewayConfig = z.infer<typeof gateway>
export type ConfigOf<K extends GatewayConfig['kind']> = Extract<GatewayConfig, { kind: K }>

/** Which gateways there are, by a name that administrators see. */
export const messagesConfig = z.strictObject({
  gateways: z.record(z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u), gateway),
})
