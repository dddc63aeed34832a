import { may, mayEver } from '../../../../shared-types/src/engine/access.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import type { JoinedImage } from '../../api/image-batch.ts'
import { type Asking, asking, readableKind } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { FileFault } from '../file-fault.ts'
import { performed } from '../perform.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Images = NonNullable<NonNullable<RecordType['imports']>['images']>

/** Existing stock: pictures named by number, one call for each, so that a batch can be stopped and goes on at any time. */
export function imageBatchCalls(desk: Desk): Pick<Handlers, 'import.image'> {
  return {
    'import.image': async ({ type, name, bytes }, client) => {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      const images = kind.record.imports?.images
      if (!images || !mayEver(kind, 'create', who.user.role))
        throw new CallRefusal('forbidden', 'import.forbidden', { label: label(kind, client.language).record })
      return joined(desk, who, kind, images, name, bytes)
    },
  }
}

async function joined(
  desk: Desk,
  who: Asking,
  kind: Kind,
  images: Images,
  name: string,
  bytes: Uint8Array,
): Promise<JoinedImage> {
  const { language } = who.words
  const refused = (key: string, title = '', values = {}): JoinedImage => ({
    ...{ outcome: 'refused', title },
    text: coreText(language, `image.${key}`, values),
  })
  const found = await namedBy(desk, who, kind, images, name)
  const [one] = found
  if (!one) return refused('none')
  if (found.length > 1) return refused('several', '', { count: found.length })
  const title = titleOf(kind, one, language)
  const stored = await desk.files.add(bytes, who.user.id).catch((error: unknown) => {
    if (error instanceof FileFault) return coreText(language, `file.${error.code}`, error.facts)
    throw error
  })
  if (typeof stored === 'string') return { outcome: 'refused', title, text: stored }
  const has = Array.isArray(one.data[images.field]) ? (one.data[images.field] as readonly string[]) : []
  if (has.includes(stored.hash)) return { outcome: 'same', title, text: '' }
  const patch = { [images.field]: [...has, stored.hash] }
  const { problems } = await performed(desk, who, kind, { id: one.id, act: images.step, patch })
  const text = problems.map(problem => problem.text).join('')
  return { outcome: problems.length ? 'refused' : 'joined', title, text }
}

/** The cases of that number that a picture can still be put to; the whole name first, then without the number of a page. */
async function namedBy(desk: Desk, { scope }: Asking, kind: Kind, images: Images, name: string): Promise<Case[]> {
  const { states } = kind.record.workflow
  const whole = name.replace(/\.[^.]*$/, '').trim()
  const first = whole.replace(/\s*(?:[-_]\d{1,3}|[(（]\d{1,3}[)）])$/, '')
  for (const number of new Set([whole, first])) {
    const found = number ? await desk.projection.cases.byKeys(kind, { [images.by]: number }, 20) : []
    const open = found.filter(c => !states[c.state]?.final && may(kind, 'read', c, scope))
    if (open.length) return open
  }
  return []
}
