import { z } from 'zod'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Directory } from '../directory.ts'
import type { Parts } from '../route.ts'
import type { OpenCase } from './open-cases.ts'
import { openFileRoute, openRoute } from './open-route.ts'
import { casesOfPerson, pageQuestion, personLine, personQuestion } from './person-number.ts'
import { OpenRefusal } from './problem.ts'
import { storedPages } from './stored-pages.ts'

const paper = z.object({
  paper: z.string(),
  kind: z.string(),
  kindText: z.string(),
  given: z.iso.date().optional(),
  until: z.iso.date().optional(),
  trust: z.string().optional(),
  state: z.string(),
  stateText: z.string(),
  unit: z.string(),
  pages: z.array(z.object({ page: z.string(), mime: z.string(), size: z.number().int() })),
})

/** Which papers of somebody there are, the one that changed last first. */
export const papers = openRoute({
  path: '/v1/persons/papers',
  name: 'papers',
  scopes: ['paper.list'],
  request: personQuestion,
  answer: z.object({ papers: z.array(paper) }),
  async handle(parts, ask, asked, record) {
    const found = await casesOfPerson(parts, ask, asked, 'papers')
    await record(personLine(asked, found))
    if (found.length === 0) throw new OpenRefusal('not-found')
    return { papers: await Promise.all(found.map(one => paperLine(parts, ask.directory, one))) }
  },
})

/** One page of one of them, byte by byte as it was taken in: nothing is drawn over it. The line stands under that paper. */
export const paperPage = openFileRoute({
  path: '/v1/persons/paper-page',
  name: 'paper-page',
  scopes: ['paper.page'],
  request: pageQuestion,
  async handle(parts, ask, asked, record) {
    const found = await casesOfPerson(parts, ask, asked, 'papers')
    const one = found.filter(({ c }) => c.id === asked.paper)
    const line = personLine(asked, one)
    await record({ ...line, patch: { ...line.patch, file: asked.page } })
    const page = one[0] && (await pagesOf(parts, one[0])).find(({ hash }) => hash === asked.page)
    if (!page) throw new OpenRefusal('not-found')
    return page
  },
})

/** Nothing of fields that are not for everybody. */
const toldOf = ({ kind, c }: OpenCase, field: string | undefined) =>
  field === undefined || kind.record.fields[field]?.only ? undefined : c.data[field]

const pagesOf = (parts: Parts, one: OpenCase) =>
  storedPages(parts, (toldOf(one, one.open.papers!.pages) ?? []) as readonly string[])

async function paperLine(parts: Parts, { units }: Directory, one: OpenCase): Promise<z.infer<typeof paper>> {
  const { c, kind, open } = one
  const { kind: sort, given, until, trust } = open.papers!
  const words = label(kind, 'zh-CN')
  const code = String(toldOf(one, sort) ?? '')
  const field = kind.record.fields[sort]
  const said = (name: string, of: string | undefined) => {
    const value = toldOf(one, of)
    return typeof value === 'string' ? { [name]: value } : {}
  }
  return {
    paper: c.id,
    kind: code,
    kindText: field?.kind === 'choice' ? words.choice(field.of, code) : code,
    ...said('given', given),
    ...said('until', until),
    ...said('trust', trust),
    state: c.state,
    stateText: words.state(c.state),
    unit: units.find(unit => unit.id === c.unit)?.name ?? c.unit,
    pages: (await pagesOf(parts, one)).map(({ hash, mime, size }) => ({ page: hash, mime, size })),
  }
}
