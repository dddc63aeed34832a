import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { signedHead } from './signed.ts'
import { windowOf } from './window.ts'

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text)
/** Bytes that begin as a JPEG does. */
const picture = (size: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(size - 3)])
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe.each(IN_TURN)('files on %s', name => {
  const open = deployments(name)

  async function at(d: Deployment, unit: string, number = '01') {
    const made = await d.station(unit, number)
    const file = async (
      method: string,
      hash: string,
      bytes?: Uint8Array<ArrayBuffer>,
      mime = 'image/jpeg',
      signed = isHash(hash) || !bytes ? hash : hashOf(bytes),
    ) => {
      const url = new URL(`${ROUTES.files}/${hash}`, d.address)
      const answer = await fetch(url, {
        method,
        headers: {
          ...(await signedHead(made, { method, url, ...(bytes && { hash: signed }) })),
          ...(bytes && { 'content-type': mime }),
        },
        ...(bytes && { body: bytes }),
      })
      const body = new Uint8Array(await answer.arrayBuffer())
      return { status: answer.status, type: answer.headers.get('content-type'), headers: answer.headers, body }
    }
    return { window: windowOf(d, made), file }
  }

  test('a file is stored under its hash, whole or not at all, and given to whom a case of theirs names it', async () => {
    const d = await open()
    const s1 = await at(d, 'S1')
    const s2 = await at(d, 'S2')
    const d1 = await at(d, 'D1')
    const bytes = picture(50_000)
    const hash = hashOf(bytes)
    expect((await s1.file('HEAD', hash)).status).toBe(404)
    expect((await s1.file('PUT', hash, bytes)).status).toBe(200)
    expect((await s1.file('PUT', hash, bytes)).status).toBe(200)
    expect((await s1.file('HEAD', hash)).status).toBe(200)
    // Stored, but no case names it yet.
    expect((await s1.file('GET', hash)).status).toBe(404)
    const event = eventBy(d, s1.window.station, d.people.s1clerk, {
      type: 'mail.letter',
      act: 'edit',
      patch: { scan: [hash] },
    })
    expect((await s1.window.push(event))[0]).toMatchObject({ verdict: 'accepted' })
    for (const one of [s1, d1]) {
      const got = await one.file('GET', hash)
      expect(got).toMatchObject({ status: 200, type: 'image/jpeg' })
      expect(Buffer.from(got.body).equals(bytes)).toBe(true)
      expect(got.headers.get('content-disposition')).toBe('attachment')
      expect(got.headers.get('x-content-type-options')).toBe('nosniff')
      expect((await one.file('HEAD', hash)).status).toBe(200)
    }
    expect((await s2.file('GET', hash)).status).toBe(404)
    expect((await s2.file('HEAD', hash)).status).toBe(404)
    // Sending it does not let one read it.
    expect((await s2.file('PUT', hash, bytes)).status).toBe(200)
    expect((await s2.file('GET', hash)).status).toBe(404)
    expect(d.faults).toEqual([])
  })

  test('a file in a field that nobody at the unit may see is not given out there', async () => {
    const d = await open()
    const s1 = await at(d, 'S1')
    const city = await at(d, 'C')
    const bytes = picture(100)
    const hash = hashOf(bytes)
    await city.file('PUT', hash, bytes)
    const begin = eventBy(d, s1.window.station, d.people.s1clerk, {
      type: 'mail.letter',
      act: 'edit',
      patch: { text: 'x' },
    })
    await s1.window.push(begin)
    // Only an administrator may write the field, and here none may edit: the case is made to name the file directly.
    await d.parts.store.db
      .insertInto('case_files')
      .values({ hash, case_id: begin.caseId, field: 'closedScan' })
      .execute()
    expect((await s1.file('GET', hash)).status).toBe(404)
    expect((await city.file('GET', hash)).status).toBe(200)
  })

  test('what is not what its hash says, or too large, leaves nothing behind', async () => {
    const d = await open({ fileLimit: 1000 })
    const s1 = await at(d, 'S1')
    const small = picture(10)
    const large = picture(1001)
    expect((await s1.file('PUT', hashOf(randomBytes(3)), small)).status).toBe(422)
    const other = hashOf(randomBytes(3))
    expect((await s1.file('PUT', hashOf(small), small, 'image/jpeg', other)).status).toBe(401)
    expect((await s1.file('PUT', hashOf(large), large)).status).toBe(413)
    expect((await s1.file('PUT', '../../../etc/passwd', small)).status).toBe(404)
    expect((await s1.file('PUT', 'A'.repeat(64), small)).status).toBe(400)
    expect((await s1.file('PUT', encodeURIComponent('../'.repeat(20)), small)).status).toBe(400)
    const left = await readdir(join(d.folder, 'files'), { recursive: true, withFileTypes: true })
    expect(left.filter(entry => entry.isFile())).toEqual([])
    expect(await d.parts.store.db.selectFrom('files').selectAll().execute()).toEqual([])
  })

  test('what is no picture or PDF, or not what it was said to be, is not kept', async () => {
    const d = await open()
    const s1 = await at(d, 'S1')
    const page = new TextEncoder().encode('<script>alert(1)</script>')
    const put = async (bytes: Uint8Array<ArrayBuffer>, mime: string) =>
      (await s1.file('PUT', hashOf(bytes), bytes, mime)).status
    expect(await put(page, 'text/html')).toBe(415)
    expect(await put(page, 'image/jpeg')).toBe(415)
    expect(await put(picture(5000), 'application/pdf')).toBe(415)
    expect(await put(new Uint8Array(0), 'image/png')).toBe(415)
    expect(await d.parts.store.db.selectFrom('files').selectAll().execute()).toEqual([])
    const left = await readdir(join(d.folder, 'files'), { recursive: true, withFileTypes: true })
    expect(left.filter(entry => entry.isFile())).toEqual([])
    expect(await put(picture(5000), 'application/octet-stream')).toBe(200)
    expect(await d.parts.store.db.selectFrom('files').select('mime').execute()).toEqual([{ mime: 'image/jpeg' }])
    expect(d.faults).toEqual([])
  })

  test('whoever sends too large a file hears so, however much is still to come', async () => {
    const d = await open({ fileLimit: 1000 })
    const s1 = await at(d, 'S1')
    const large = picture(30_000_000)
    expect((await s1.file('PUT', hashOf(large), large)).status).toBe(413)
  })
})
