import { verify } from 'node:crypto'
import sharp from 'sharp'
import { may } from '../../../../shared-types/src/engine/access.ts'
import { dayText, instantText } from '../../../../shared-types/src/engine/day-text.ts'
import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { type CodeVerdict, judgeCode } from '../../../../shared-types/src/engine/signed-code.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import { codeVerified } from '../../../../shared-types/src/national/code-verified.ts'
import { type Asking, asking, caseAsked } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { qrCode } from '../printing/codes.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

/** Dots of a module: 25 mm at 600 dpi for a code of version 10. */
const DOTS = 9

/** Codes that the centre signed. Nothing here needs a line: keys and what has ended came with the settings. */
export function signedCodeCalls(desk: Desk): Pick<Handlers, 'codes.verify' | 'codes.picture'> {
  return {
    async 'codes.verify'({ text }, client) {
      const who = asking(desk, client)
      const judged = judgeCode(text, {
        keys: desk.directory.codeKeys(),
        ended: desk.directory.codeEnd,
        today: who.scope.today,
        verify: codeVerified(verify),
      })
      const content = 'content' in judged ? judged.content : undefined
      const caseId = content && BELIEVED.has(judged.verdict) ? await caseOf(desk, who, content.number) : undefined
      return {
        verdict: judged.verdict,
        text: worded(desk, who, judged),
        ...(content && { content }),
        knownAt: desk.clock.seen(),
        ...(caseId && { caseId }),
      }
    },
    async 'codes.picture'({ id }, client) {
      const c = await caseAsked(desk, asking(desk, client), id)
      const { code } = kindOf(desk.kinds, c.type).record
      const [text, number] = [code && c.data[code.text], code && c.data[code.number]]
      if (typeof text !== 'string') throw new CallRefusal('not-found', 'code.none')
      const name = String(number).replace(/[^\p{L}\p{N}_-]/gu, '')
      return { name: `${name}.png`, mime: 'image/png', bytes: await pictureOf(text) }
    },
  }
}

/** What stands in a code that was signed is as the centre wrote it. */
const BELIEVED: ReadonlySet<string> = new Set(['good', 'early', 'expired', 'ended'])

/** The case that a code is about, where this window has it. */
async function caseOf(desk: Desk, { scope }: Asking, number: string): Promise<string | undefined> {
  for (const kind of desk.kinds.values()) {
    const { code } = kind.record
    if (!code || !kind.record.keys?.includes(code.number)) continue
    const found = await desk.projection.cases.byKeys(kind, { [code.number]: number }, 20)
    const readable = found.find(c => typeof c.data[code.text] === 'string' && may(kind, 'read', c, scope))
    if (readable) return readable.id
  }
  return undefined
}

function worded(desk: Desk, { words }: Asking, judged: CodeVerdict): string {
  const { language, zone } = words
  const content = 'content' in judged ? judged.content : undefined
  const day = (value: string | undefined) => (value ? dayText(value, language) : '')
  const values = { issuer: content?.issuer ?? '', from: day(content?.from), until: day(content?.until) }
  if (judged.verdict !== 'ended') return coreText(language, `code.${judged.verdict}`, values)
  const { end } = judged
  const at = instantText(end.at, language, zone)
  if (!end.state) return coreText(language, 'code.replaced', { at })
  const kind = desk.kinds.get(end.type)
  return coreText(language, 'code.ended', { at, state: kind ? label(kind, language).state(end.state) : end.state })
}

function pictureOf(text: string): Promise<Uint8Array> {
  const { width, dark } = qrCode(text, 'M')
  const grey = Buffer.alloc(width * width, 255)
  for (const { x, y, width: wide } of dark) grey.fill(0, y * width + x, y * width + x + wide)
  return sharp(grey, { raw: { width, height: width, channels: 1 } })
    .resize(width * DOTS, width * DOTS, { kernel: 'nearest' })
    .png({ colours: 2 })
    .toBuffer()
    .then(bytes => new Uint8Array(bytes))
}
