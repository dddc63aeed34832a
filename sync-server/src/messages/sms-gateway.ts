import type { Gateway, Letter } from './gateway.ts'
import type { ConfigOf } from './gateway-config.ts'
import { postJson } from './post-json.ts'

/** A gateway that takes a message to a mobile number as JSON over HTTP, in whatever form its configuration says. */
export const smsGateway = (name: string, config: ConfigOf<'sms'>): Gateway => ({
  name,
  kind: config.kind,
  channel: 'sms',
  async send(letter) {
    const { url, headers, success, timeout, templates } = config
    const template = templates ? templates[letter.template] : letter.template
    if (template === undefined) return { is: 'failed', why: 'no-template', detail: letter.template }
    const body = JSON.stringify(filled(config.body, { ...letter, template }))
    return postJson({ url, headers, body, timeout, success })
  },
})

/**
 * The same JSON with its holes filled in, in values only and never in what was filled in. A text that is `{holes}` alone
 * becomes the object of the message's own holes, `{holes:json}` in a text their JSON.
 */
function filled(value: unknown, letter: Omit<Letter, 'template'> & { template: string }): unknown {
  if (value === '{holes}') return letter.holes
  if (typeof value === 'string') return value.replace(/\{(phone|text|id|template|holes:json)\}/g, (_, hole) => of(hole))
  if (Array.isArray(value)) return value.map(part => filled(part, letter))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, letter)]))

  function of(hole: string): string {
    if (hole === 'phone') return letter.to
    return hole === 'holes:json' ? JSON.stringify(letter.holes) : letter[hole as 'text' | 'id' | 'template']
  }
}
