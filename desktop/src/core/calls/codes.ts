import { may } from '../../../../shared-types/src/engine/access.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { CodeReaderView } from '../../api/devices.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

/** Codes that were scanned off a paper of ours, and the reader on a serial line. */
export function codeCalls(desk: Desk): Pick<Handlers, 'codes.find' | 'devices.codeReader' | 'devices.useCodeReader'> {
  const view = (): CodeReaderView => {
    const reader = desk.codeReader?.settings()
    return { simulated: !desk.codeReader, ...(reader && { reader }) }
  }
  return {
    'devices.codeReader'(_, client) {
      asking(desk, client)
      return view()
    },
    async 'devices.useCodeReader'({ reader }, client) {
      const { user } = asking(desk, client)
      if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
      if (!desk.codeReader) throw new CallRefusal('device', 'devices.simulated')
      await desk.audit(user, 'device', 'code-reader', { value: reader ? JSON.stringify(reader) : '' })
      await desk.codeReader.use(reader ?? undefined)
      return view()
    },
    async 'codes.find'({ text }, client) {
      const { scope } = asking(desk, client)
      const wanted = text.trim().toUpperCase()
      const found = (
        await Promise.all(
          [...desk.kinds.values()].flatMap(kind =>
            codeFields(kind).map(field => desk.projection.cases.byKeys(kind, { [field]: wanted }, 20)),
          ),
        )
      ).flat()
      const [newest] = found
        .filter(c => may(desk.kinds.get(c.type)!, 'read', c, scope))
        .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
      // What was scanned may be somebody's number: it is not said again.
      if (!wanted || !newest) throw new CallRefusal('not-found', 'code.unknown')
      return { id: newest.id }
    },
  }
}

/** The key fields that stand as a code of their own on a form of this record type. */
function codeFields({ domain, name, record }: Kind): string[] {
  const items = Object.values(domain.templates)
    .filter(template => template.record === name)
    .flatMap(({ pages }) => pages.flat())
  const codes = items.flatMap(item => (item.kind === 'qr' || item.kind === 'code128' ? [item.text] : []))
  const fields = codes.flatMap(text => /^\{(\w+)\}$/.exec(text)?.[1] ?? [])
  return [...new Set(fields)].filter(field => record.keys?.includes(field))
}
