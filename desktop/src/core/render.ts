import { seenBy } from '../../../shared-types/src/engine/access.ts'
import { above } from '../../../shared-types/src/engine/organisation.ts'
import { fillTemplate } from '../../../shared-types/src/engine/print.ts'
import { showValue } from '../../../shared-types/src/engine/show.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { type Asking, withLinks } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import type { Form } from './form.ts'
import { coreText } from './words.ts'

/** What a form may name besides the case's own fields. */
async function holes(desk: Desk, who: Asking, kind: Kind, c: Case): Promise<Record<string, string>> {
  const { words } = who
  const language = 'zh-CN' as const
  const day = (text: string) => showValue(kind, { kind: 'date' }, text, language)
  return {
    today: day(who.scope.today),
    now: showValue(kind, { kind: 'time' }, desk.clock.now(), language, { zone: words.zone }),
    unitName: words.unitName(c.unit),
    unit: words.unitName(c.unit),
    districtName: above(desk.directory.units(), c.unit, 'district')?.name ?? words.unitName(c.unit),
    standing: coreText(language, c.unsent ? 'standing.provisional' : 'standing.final'),
    user: words.personName(who.user.id),
    userName: words.personName(who.user.id),
    title: titleOf(kind, c, language),
    state: label(kind, language).state(c.state),
  }
}

/**
 * A form of a case as PDF, with what is masked covered where `mask` says so. Forms are Chinese documents, whatever
 * language the screen speaks.
 */
export async function renderForm(
  desk: Desk,
  who: Asking,
  kind: Kind,
  c: Case,
  name: string,
  mask = false,
): Promise<Form> {
  const template = kind.domain.templates[name]
  if (!template || template.record !== kind.name) throw new CallRefusal('not-found', 'case.missing')
  const links = await withLinks(desk, who, [c])
  const words = label(kind, 'zh-CN')
  const seen = seenBy(kind, c, who.user.role)
  const named = Object.fromEntries(namedFields(kind, seen, links))
  const sheet = fillTemplate(kind, template, {
    case: { ...seen, data: { ...seen.data, ...named } },
    language: 'zh-CN',
    zone: links.zone,
    mask,
    extra: await holes(desk, who, kind, c),
  })
  const bytes = await desk.printer.renderPdf(sheet, async hash => (await desk.files.get(hash)).bytes)
  return {
    name: `${words.template(name)}.pdf`,
    mime: 'application/pdf',
    bytes,
    template: formKey(kind, name),
    paper: template.paper,
    sheet,
  }
}

/** What a template is called among those of all domains. */
export const formKey = ({ domain }: Pick<Kind, 'domain'>, template: string): string => `${domain.name}.${template}`

/** People and units that steps wrote down, by name; links by title. */
function namedFields(kind: Kind, c: Case, words: Asking['words']): [string, string][] {
  const steps = Object.values(kind.record.workflow.steps)
  return Object.entries(kind.record.fields).flatMap(([name, field]): [string, string][] => {
    const value = c.data[name]
    if (typeof value !== 'string') return []
    if (field.kind === 'link') return [[name, words.linkTitle?.(value) ?? value]]
    if (field.kind === 'unit') return [[name, words.unitName(value)]]
    const source = steps.map(step => step.sets?.[name]).find(s => s && 'user' in s)
    if (!source || !('user' in source)) return []
    return [[name, source.user === 'id' ? words.personName(value) : words.unitName(value)]]
  })
}
