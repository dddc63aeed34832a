import { createHmac } from 'node:crypto'
import type { Gateway, Letter } from './gateway.ts'
import type { ConfigOf } from './gateway-config.ts'
import { postJson } from './post-json.ts'

const textBody = ({ text }: Letter) => JSON.stringify({ msgtype: 'text', text: { content: text } })
const TAKEN = { pointer: '/errcode', equals: 0 } as const

/**
 * The robot of a DingTalk group (钉钉自定义机器人). With a secret each call is signed: HMAC-SHA-256 by the secret over the
 * time in milliseconds, a line end and the secret, in base64, as parameters of the address.
 */
export const dingtalk = (name: string, config: ConfigOf<'dingtalk'>): Gateway => ({
  ...group(name, config),
  send: letter => postJson({ url: signedUrl(config), body: textBody(letter), timeout: config.timeout, success: TAKEN }),
})

function signedUrl({ url, secret }: ConfigOf<'dingtalk'>): string {
  if (!secret) return url
  const timestamp = String(Date.now())
  const signed = new URL(url)
  signed.searchParams.set('timestamp', timestamp)
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'))
  return signed.href
}

/** The robot of a WeChat Work group (企业微信群机器人). */
export const wecom = (name: string, config: ConfigOf<'wecom'>): Gateway => ({
  ...group(name, config),
  send: letter => postJson({ url: config.url, body: textBody(letter), timeout: config.timeout, success: TAKEN }),
})

/** Any other address that takes JSON. */
export const webhook = (name: string, config: ConfigOf<'webhook'>): Gateway => ({
  ...group(name, config),
  send(letter) {
    const { url, timeout, success, secret } = config
    const { id, template, title, text, holes } = letter
    const body = JSON.stringify({ id, template, title, text, holes })
    const signature = secret && { 'x-signature-256': createHmac('sha256', secret).update(body).digest('hex') }
    return postJson({ url, headers: { ...config.headers, ...signature }, body, timeout, success })
  },
})

const group = (name: string, { kind, unit }: { kind: string; unit: string }) =>
  ({ name, kind, unit, channel: 'group' }) as const
