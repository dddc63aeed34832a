import { blank } from '../../../../shared-types/src/engine/screen.ts'
import { isMasked } from '../../../../shared-types/src/engine/show.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { Draft } from '../../api/intake.ts'
import { type Asking, asking, kindAsked } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import type { SavedDraft } from '../drafts.ts'
import { demandFiles } from '../file-rights.ts'
import type { Handlers } from './handlers.ts'

/** A draft holds typed text and hashes of files, never files themselves. */
const MOST = 200_000

type Own = 'drafts.save' | 'drafts.drop' | 'drafts.list'

/** What is typed and not acted upon, seen by its author alone. */
export function draftCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    async 'drafts.save'({ id, type, patch }, client) {
      const who = asking(desk, client)
      const { user } = who
      const kind = kindAsked(desk, type)
      if (JSON.stringify(patch).length > MOST) throw new CallRefusal('too-large', 'draft.tooLarge')
      await demandFiles(desk, who, kind, patch)
      const savedAt = desk.clock.now()
      await desk.drafts.save({ id, type, patch: await withoutRevealed(desk, kind, id, patch), by: user.id, savedAt })
      return { savedAt }
    },
    async 'drafts.drop'({ id }, client) {
      const { user } = asking(desk, client)
      await desk.drafts.drop(user.id, id)
    },
    async 'drafts.list'({ type }, client) {
      const who = asking(desk, client)
      return (await desk.drafts.of(who.user.id, type)).map(d => shown(desk, who, d))
    },
  }
}

/** What was only uncovered in the form and not changed is covered again when the form is left. */
async function withoutRevealed(desk: Desk, kind: Kind, id: string, patch: Data): Promise<Data> {
  const c = (await desk.projection.cases.get([id])).get(id)
  const isShown = (name: string) => {
    const field = Object.hasOwn(kind.record.fields, name) ? kind.record.fields[name] : undefined
    return field && isMasked(field) && JSON.stringify(patch[name]) === JSON.stringify(c?.data[name])
  }
  return c?.type === kind.type ? Object.fromEntries(Object.entries(patch).filter(([name]) => !isShown(name))) : patch
}

/** A draft with the line that names it. */
export function shown(desk: Desk, { scope, words }: Asking, { id, type, patch, savedAt }: SavedDraft): Draft {
  const kind = kindAsked(desk, type)
  return {
    id,
    type,
    patch,
    savedAt,
    title: titleOf(kind, { ...blank(kind, id, scope, savedAt), data: patch }, words.language),
  }
}
