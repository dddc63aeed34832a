import { describe, expect, test } from 'vitest'
import type { AuditPage, AuditQuery } from '../../shared-types/src/model/audit-query.ts'
import type { Verified } from '../../shared-types/src/model/finding.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { checkExport } from '../src/audit-export-check.ts'
import { deployments, eventBy } from './deployment.ts'
import { type Window, windowOf } from './window.ts'

describe.each(IN_TURN)('the audit log over the wire, on %s', name => {
  const open = deployments(name)

  /** Seventy letters of two stations at three times, and an audit officer at the city's window. */
  async function busy() {
    const d = await open()
    const [own, s1, s2] = [await d.station('C', '01'), await d.station('S1', '01'), await d.station('S2', '01')]
    const [city, one, two] = [windowOf(d, own), windowOf(d, s1), windowOf(d, s2)]
    const letter = (at: Window, n: number) =>
      eventBy(d, at.station, at === one ? d.people.s1clerk : d.people.s2clerk, {
        type: 'mail.letter',
        act: 'edit',
        patch: { text: `信 ${n}` },
      })
    const times = ['2026-03-02T01:00:00.000Z', '2026-03-03T01:00:00.000Z', '2026-03-04T01:00:00.000Z']
    for (const [i, time] of times.entries()) {
      d.clock.now = time
      await one.push(...Array.from({ length: 20 }, (_, n) => letter(one, i * 100 + n)))
    }
    await two.push(...Array.from({ length: 10 }, (_, n) => letter(two, n)))
    const reveal = { ...letter(one, 0), type: 'audit', act: 'reveal', patch: { field: 'text', purpose: '核对' } }
    await one.push(reveal)
    await city.signIn(d.people.audit)
    const look = async (query: AuditQuery, before?: number) =>
      (await city.ask<AuditPage>('POST', ROUTES.audit, { query, ...(before && { before }) })).body
    return { d, city, one, two, look, reveal, times }
  }

  test('is searched by person, act, station, unit, time and case, page by page', async () => {
    const { d, one, two, look, reveal, times } = await busy()
    const first = await look({ of: 'cases' })
    expect(first.lines).toHaveLength(50)
    const second = await look({ of: 'cases' }, first.before)
    expect(second.lines).toHaveLength(20)
    expect(second.before).toBeUndefined()
    const seqs = [...first.lines, ...second.lines].map(line => line.seq)
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a))
    const count = async (query: AuditQuery) => (await look({ of: 'cases', ...query })).lines.length
    expect(await count({ person: d.people.s2clerk.id })).toBe(10)
    expect(await count({ station: two.station.id })).toBe(10)
    expect(await count({ unit: 'S2' })).toBe(10)
    expect(await count({ unit: 'D2' })).toBe(0)
    expect(await count({ from: times[1]!, until: times[2]! })).toBe(20)
    expect(await count({ caseId: first.lines[0]!.caseId })).toBe(1)
    expect(await count({ number: '11010519491231002X' })).toBe(0)
    const { lines } = await look({ act: 'reveal' })
    expect(lines).toMatchObject([
      { caseId: reveal.caseId, station: one.station.id, what: { field: 'text', purpose: '核对' } },
    ])
    // Of a case's content it says which fields changed, and nothing of what stands in them.
    expect(first.lines[0]).toMatchObject({ fields: ['text'], what: {} })
    expect(JSON.stringify(first)).not.toContain('信')
    expect(d.faults).toEqual([])
  })

  test('every look is a line of it, with what was looked for and no number in clear', async () => {
    const { d, look } = await busy()
    const number = '11010519491231002X'
    await look({ number })
    const { lines } = await look({ act: 'audit-search' })
    expect(lines[1]).toMatchObject({ person: d.people.audit.id, act: 'audit-search' })
    expect(lines[1]!.what.number).toMatch(/^110.*X$/)
    expect(JSON.stringify(lines)).not.toContain(number)
  })

  test('is for the audit officer alone, at the server and whatever is asked', async () => {
    const { d, city } = await busy()
    for (const person of [
      d.people.admin,
      d.people.security,
      d.people.d1supervisor,
      d.people.s1clerk,
      d.people.d2helper,
    ]) {
      city.signOut()
      await city.signIn(person)
      for (const path of [ROUTES.audit, ROUTES.auditExport, ROUTES.auditVerify])
        expect((await city.ask('POST', path, { query: {}, purpose: '查看' })).status).toBe(403)
    }
    city.signOut()
    expect((await city.ask('POST', ROUTES.audit, { query: {} })).status).toBe(401)
  })

  test('an officer of a district sees what happened there', async () => {
    const { d, city } = await busy()
    const post = { ...d.people.audit.posts[0]!, unit: 'D2' }
    await d.put({ ...d.people.audit, posts: [post] })
    city.signOut()
    await city.signIn(d.people.audit)
    const { body } = await city.ask<AuditPage>('POST', ROUTES.audit, { query: { of: 'cases' } })
    expect(body.lines).toEqual([])
    expect((await city.ask('POST', ROUTES.auditVerify, { anchors: [] })).status).toBe(403)
  })

  test('an export is proved by the file and the public key, and shows every change to it', async () => {
    const { d, city } = await busy()
    const key = d.parts.key.sign.publicKey
    const { body } = await city.ask<{ text: string }>('POST', ROUTES.auditExport, { query: {}, purpose: '年度检查' })
    const { text } = body
    const sound = checkExport(text, key)
    expect(sound).toMatchObject({ by: 'audit', purpose: '年度检查', findings: [] })
    expect(sound.rows).toBeGreaterThan(75)
    expect(sound.joined).toBeGreaterThan(70)
    expect(text).not.toContain('信')
    const lines = text.trimEnd().split('\n')
    const kinds = (changed: string) => checkExport(changed, key).findings.map(f => f.kind)
    const without = (i: number) => lines.toSpliced(i, 1).join('\n')
    expect(kinds(text.replace('"verdict":"accepted"', '"verdict":"refused"'))).toEqual(['altered', 'rewritten'])
    expect(kinds(text.replaceAll('核对', '没有'))).toEqual(['altered', 'rewritten'])
    expect(kinds(text.replace('年度检查', '随便看看'))).toEqual(['rewritten'])
    expect(kinds(without(3))).toEqual(['rewritten'])
    expect(kinds(without(lines.length - 1))).toEqual(['truncated'])
    expect(kinds(lines.with(3, lines[4]!).with(4, lines[3]!).join('\n'))).toContain('reordered')
    expect(checkExport(text, d.parts.key.seal.publicKey).findings.map(f => f.kind)).toContain('rewritten')
    expect(() => checkExport('{"format":"other"}\n', key)).toThrow('no audit export')
  })

  test('is verified on request, with what windows kept of it', async () => {
    const { d, city } = await busy()
    const verify = async (anchors: unknown[] = []) => {
      const { body } = await city.ask<{ text: string } & { verified?: Verified }>('POST', ROUTES.auditVerify, {
        anchors,
      })
      return body.verified ?? (JSON.parse(body.text.trimEnd().split('\n').at(-1)!) as { verified: Verified }).verified
    }
    const sound = await verify()
    expect(sound).toMatchObject({ findings: [], count: 0 })
    expect(sound.anchors).toBeGreaterThan(0)
    await d.parts.store.db
      .updateTable('events')
      .set({ act: 'edit', received_at: '2020-01-01T00:00:00.000Z' })
      .where('act', '=', 'reveal')
      .execute()
    expect((await verify()).findings.map(f => f.kind)).toEqual(['altered'])
  })
})
