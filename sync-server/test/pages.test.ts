import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Person } from '../../shared-types/src/model/person.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { PageSearchAnswer } from '../../shared-types/src/protocol-pages.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { IN_TURN } from '../../test/databases.ts'
import { indexPages } from '../src/page-index.ts'
import { removePageText } from '../src/page-texts.ts'
import { openSession } from '../src/sessions.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { signedHead } from './signed.ts'
import { windowOf } from './window.ts'

const LEASE = '房屋租赁合同\n出租方：欧阳婉儿　身份证号 320583197907044170\n桂花街道A座101室'

describe.each(IN_TURN)('the text of pages on %s', name => {
  const open = deployments(name)

  /** A station at which somebody is signed in. */
  async function desk(d: Deployment, unit: string, person: Person) {
    const made = await d.station(unit, '01')
    const { session } = await openSession(d.parts.store.db, made.station, person.id, d.clock.now)
    const ask = async (
      method: string,
      path: string,
      body: string | Uint8Array<ArrayBuffer>,
      mime = 'application/json',
    ) => {
      const url = new URL(path, d.address)
      const head = await signedHead(made, { method, url, body, session })
      const answer = await fetch(url, { method, headers: { ...head, 'content-type': mime }, body })
      return { status: answer.status, body: JSON.parse(await answer.text()) }
    }
    const page = async (bytes: string) => {
      const file = new TextEncoder().encode(`%PDF-1.4 ${bytes} %%EOF`)
      const hash = createHash('sha256').update(file).digest('hex')
      expect((await ask('PUT', `${ROUTES.files}/${hash}`, file, 'application/pdf')).status).toBe(200)
      return hash
    }
    const read = (hash: string, text: string) => {
      const lines = text.split('\n').map(line => ({ text: line, confidence: 0.9, polygon: [[0, 0]] }))
      return ask('PUT', `${ROUTES.pages}/${hash}/text`, JSON.stringify({ lines }))
    }
    const letter = async (scan: string[]) => {
      const event = eventBy(d, made.station, person, { type: 'mail.letter', act: 'edit', patch: { scan } })
      expect((await windowOf(d, made).push(event))[0]).toMatchObject({ verdict: 'accepted' })
      return event.caseId
    }
    const search = async (text: string): Promise<PageSearchAnswer> =>
      (await ask('POST', `${ROUTES.pages}/search`, JSON.stringify({ text }))).body
    return { ask, page, read, letter, search }
  }

  test('is found by any part of it, by whom the case of the page is for, and by nobody else', async () => {
    const d = await open()
    const s1 = await desk(d, 'S1', d.people.s1clerk)
    const s2 = await desk(d, 'S2', d.people.s2clerk)
    const hash = await s1.page('lease')
    expect((await s1.read(hash, LEASE)).status).toBe(200)
    expect((await s1.search('婉儿')).hits).toEqual([])
    const caseId = await s1.letter([hash])
    for (const text of ['婉儿', '租赁合同', '320583197907044170', '桂花 座101', '欧阳婉儿身份证'])
      expect((await s1.search(text)).hits).toMatchObject([{ hash, caseId, type: 'mail.letter' }])
    expect((await s1.search('婉儿')).hits[0]!.excerpt).toContain('欧阳婉儿')
    expect((await s1.search('婉儿')).hits[0]!.excerpt).not.toContain('19790704')
    expect((await s1.search('阳儿')).hits).toEqual([])
    expect((await s2.search('婉儿')).hits).toEqual([])
    expect((await s2.read(hash, '别人写的')).status).toBe(404)
    expect(await s1.ask('POST', `${ROUTES.pages}/search`, JSON.stringify({ text: '儿' }))).toMatchObject({
      status: 400,
    })
    const log = await run<{ body: string }>(d.parts.store.db, "select body from events where act = 'search-text'")
    expect(log.length).toBeGreaterThan(5)
    expect(log.some(({ body }) => /婉儿|租赁|桂花/.test(body))).toBe(false)
    expect(d.faults).toEqual([])
  })

  test('is in the index once, whatever is read again, goes for good, and the index is made anew', async () => {
    const d = await open()
    const s1 = await desk(d, 'S1', d.people.s1clerk)
    const pages = await Promise.all(['one', 'two', 'three'].map(s1.page))
    for (const hash of pages) await s1.read(hash, '旧的文字')
    for (const hash of pages) await s1.read(hash, LEASE)
    await s1.letter(pages)
    const found = async (text: string) => (await s1.search(text)).hits.map(hit => hit.hash)
    expect(await found('旧的')).toEqual([])
    expect(await found('婉儿')).toEqual([...pages].reverse())
    const { store } = d.parts
    await store.transaction(({ db }) => removePageText(db, pages[1]!))
    expect(await found('婉儿')).toEqual([pages[2], pages[0]])

    // As a restore leaves it: the texts without their index.
    await run(
      store.db,
      name === 'postgres' ? 'delete from page_tokens' : "insert into page_tokens (page_tokens) values ('delete-all')",
    )
    expect(await found('婉儿')).toEqual([])
    expect(await indexPages(store, new AbortController().signal)).toBe(2)
    expect(await indexPages(store, new AbortController().signal)).toBe(0)
    expect(await found('婉儿')).toEqual([pages[2], pages[0]])
  })
})
