import { z } from 'zod'
import type { Parts } from '../route.ts'
import type { OpenCase } from './open-cases.ts'
import { openFileRoute, openRoute } from './open-route.ts'
import { casesOfPerson, personLine, personQuestion, pictureQuestion } from './person-number.ts'
import { OpenRefusal } from './problem.ts'
import { storedPages } from './stored-pages.ts'

const answer = z.object({
  images: z.array(
    z.object({ image: z.string(), mime: z.string(), size: z.number().int(), updatedAt: z.iso.datetime() }),
  ),
})

/** Which pages of somebody's identity card there are: those of the newest record that has some. */
export const cardImages = openRoute({
  path: '/v1/persons/card-images',
  name: 'card-images',
  scopes: ['card-image'],
  request: personQuestion,
  answer,
  async handle(parts, ask, asked, record) {
    const found = await casesOfPerson(parts, ask, asked, 'cardImages')
    await record(personLine(asked, found))
    const { pages, updatedAt } = await newestPages(parts, found)
    if (pages.length === 0) throw new OpenRefusal('not-found')
    return { images: pages.map(({ hash, mime, size }) => ({ image: hash, mime, size, updatedAt })) }
  },
})

/** One of these pages, byte by byte as it was taken in: nothing is drawn over it. */
export const cardImage = openFileRoute({
  path: '/v1/persons/card-image',
  name: 'card-image',
  scopes: ['card-image'],
  request: pictureQuestion,
  async handle(parts, ask, asked, record) {
    const found = await casesOfPerson(parts, ask, asked, 'cardImages')
    const line = personLine(asked, found)
    await record({ ...line, patch: { ...line.patch, file: asked.image } })
    const { pages } = await newestPages(parts, found)
    const page = pages.find(({ hash }) => hash === asked.image)
    if (!page) throw new OpenRefusal('not-found')
    return page
  },
})

async function newestPages(parts: Parts, found: readonly OpenCase[]) {
  for (const { c, kind, open } of found) {
    const field = kind.record.fields[open.cardImages ?? '']
    const hashes = field?.only ? [] : ((c.data[open.cardImages ?? ''] ?? []) as readonly string[])
    const pages = await storedPages(parts, hashes)
    if (pages.length) return { pages, updatedAt: c.updatedAt }
  }
  return { pages: [], updatedAt: '' }
}
