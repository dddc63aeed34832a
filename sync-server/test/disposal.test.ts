import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import Database from 'better-sqlite3-multiple-ciphers'
import { sql } from 'kysely'
import { describe, expect, test, vi } from 'vitest'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { DisposalAnswer } from '../../shared-types/src/protocol-disposal.ts'
import { IN_TURN } from '../../test/databases.ts'
import { verifyLog } from '../src/audit-verify.ts'
import { verify } from '../src/backup/verify.ts'
import { compact } from '../src/compact.ts'
import { approve } from '../src/disposal-decide.ts'
import { resumeDisposals } from '../src/disposal-run.ts'
import { backup } from '../src/operations/backup.ts'
import { restore } from '../src/operations/restore.ts'
import type { OfficerAsk } from '../src/route.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { windowOf } from './window.ts'

const LETTER = 'mail.letter'
const OLD = '2019-06-30'
const MONTH = 30 * 86_400_000

/** Planted in the case that goes, as its value, in a refused event, in a value that it once had, in what comes late. */
const PLANTED = [
  '赵某某33010119800101001X',
  '钱某某33010119800101002X',
  '孙某某33010119800101003X',
  '李某某33010119800101004X',
]

const hashOf = (content: string) => createHash('sha256').update(content).digest('hex')

describe.each(IN_TURN)('disposal on %s', name => {
  const open = deployments(name)

  async function world() {
    const d = await open()
    const made = await d.station('S1', '01')
    const [s1, away, beside] = [made, await d.station('S1', '02'), await d.station('S3', '01')].map(m => windowOf(d, m))
    const [security, audit] = [windowOf(d, await d.station('C', '01')), windowOf(d, await d.station('C', '02'))]
    await security.signIn(d.people.security)
    await audit.signIn(d.people.audit)
    const letter = (patch: Data, given: Partial<CaseEvent> = {}) =>
      eventBy(d, made.station, d.people.s1clerk, { type: LETTER, act: 'edit', patch, ...given })
    const list = async (at = security) => (await at.ask<DisposalAnswer>('GET', ROUTES.disposal)).body
    const verified = async () => {
      const found = await verifyLog(d.parts.store.db, { key: d.parts.key.sign.publicKey })
      return found.findings
    }
    return { d, made, s1: s1!, away: away!, beside: beside!, security, audit, letter, list, verified }
  }
  type World = Awaited<ReturnType<typeof world>>

  const said = ({ status, body }: { status: number; body: { error?: string; detail?: string } }) =>
    status === 200 ? 'ok' : [body.error, body.detail].filter(Boolean).join(' ')

  /** A letter that goes, one that is held, one that is too young; a page of the first alone and one of two. */
  async function filled({ d, made, s1, letter }: World) {
    const pages = ['only page', 'shared page']
    for (const page of pages) await d.parts.blobs.put(hashOf(page), Readable.from([Buffer.from(page)]))
    for (const page of pages) {
      const file = { hash: hashOf(page), mime: 'image/png', size: page.length, stored_at: d.clock.now }
      await d.parts.store.db.insertInto('files').values(file).execute()
      await d.parts.store.db.insertInto('file_stations').values({ hash: file.hash, station: made.station.id }).execute()
    }
    const [goes, held, young] = [
      letter({ text: PLANTED[1], openOn: OLD, scan: pages.map(hashOf) }),
      letter({ text: 'HELD-0001', openOn: OLD }),
      letter({ text: 'young', openOn: '2025-01-01', scan: [hashOf('shared page')] }),
    ] as const
    expect((await s1.push(goes, held, young)).map(v => v.verdict)).toEqual(Array(3).fill('accepted'))
    const alert = {
      rule: 'multi-place',
      from_day: OLD,
      to_day: OLD,
      measure: '2',
      unit: 'S1',
      version: 0,
      raised_at: OLD,
    }
    await d.parts.store.db
      .insertInto('rule_alerts')
      .values({ ...alert, id: goes.id, subject: PLANTED[1]! })
      .execute()
    const over = {
      unit: 'C',
      from_day: OLD,
      to_day: OLD,
      set_by: 'x',
      set_at: OLD,
      ended_on: '',
      ended_by: '',
      end_reason: '',
    }
    const exempt = [
      { ...over, id: 'over', rule: 'multi-place', subject: PLANTED[1]!, reason: PLANTED[1]! },
      { ...over, id: 'address', rule: 'shared-address', subject: PLANTED[1]!, reason: '' },
      { ...over, id: 'case', rule: 'turnaround', subject: goes.caseId, reason: PLANTED[1]! },
      {
        ...over,
        id: 'ended',
        rule: 'multi-place',
        subject: PLANTED[1]!,
        reason: '',
        to_day: '9999-12-31',
        ended_on: OLD,
      },
      { ...over, id: 'holds', rule: 'shared-address', subject: 'A|B', reason: '', to_day: '9999-12-31' },
      { ...over, id: 'unit', rule: 'multi-place', subject: 'C', reason: '' },
    ]
    await d.parts.store.db.insertInto('rule_exemptions').values(exempt).execute()
    const tried = { person: 'x', asked: '{}', state: 'done', days: 1, done: 1, began_at: OLD, seen_at: OLD } as const
    await d.parts.store.db
      .insertInto('rehearsals')
      .values({ ...tried, id: 'tried', result: PLANTED[1]! })
      .execute()
    const again = (patch: Data) => letter(patch, { caseId: goes.caseId, base: 1_000_000 })
    const [changed, refused] = await s1.push(again({ text: PLANTED[0] }), again({ text: PLANTED[2]!.repeat(20) }))
    expect([changed!.verdict, refused!.verdict]).toEqual(['accepted', 'refused'])
    return { goes, held, young, pages }
  }

  /** Every byte of the SQLite database, or every row of a PostgreSQL, as text. */
  async function everything(d: Deployment): Promise<string> {
    if (name === 'sqlite')
      return ['', '-wal', '-shm']
        .map(end => d.database + end)
        .map(file => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
        .join('')
    const { db } = d.parts.store
    const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = 'public'`.execute(db)
    const texts = tables.rows.map(async ({ name: table }) => {
      const { rows } = await sql<{
        t: string
      }>`select cast(row.* as text) as t from ${sql.table(table)} as row`.execute(db)
      return rows.map(row => row.t).join('\n')
    })
    return (await Promise.all(texts)).join('\n')
  }
  const plantedIn = (text: string) => PLANTED.filter(value => text.includes(value))

  test('what two officers agreed on is nowhere any more; the chain holds, what is held or young stays', async () => {
    const w = await world()
    const { audit, away, beside, d, letter, list, s1, security, verified } = w
    const { goes, held, young, pages } = await filled(w)
    for (const window of [s1, away, beside]) await window.pull()
    expect(plantedIn(JSON.stringify([...away.held.values()]))).toEqual(PLANTED.slice(0, 2))
    expect(plantedIn(await everything(d))).toEqual(PLANTED.slice(0, 3))

    expect((await list()).due).toEqual([{ type: LETTER, years: 5, count: 2, held: 0, proposed: 0, oldest: OLD }])
    const hold = { number: 'HELD-0001', reason: '法院调取' }
    expect(said(await security.ask('POST', ROUTES.holds, { ...hold, number: 'nobody' }))).toBe('not-found number')
    const { body: made } = await security.ask<{ id: string }>('POST', ROUTES.holds, hold)
    expect((await list()).due[0]).toMatchObject({ count: 1, held: 1 })
    expect((await list(audit)).holds).toMatchObject([{ id: made.id, cases: 1, reason: '法院调取' }])

    const ask = { type: LETTER, note: '2019 年到期' }
    expect(said(await audit.ask('POST', ROUTES.disposal, ask))).toBe('forbidden')
    const { body: first } = await security.ask<{ id: string; cases: number }>('POST', ROUTES.disposal, ask)
    expect(first.cases).toBe(1)
    expect(said(await security.ask('POST', ROUTES.disposal, ask))).toBe('bad-request nothing')
    const approval = `${ROUTES.disposal}/${first.id}/approve`
    expect(said(await security.ask('POST', approval))).toBe('forbidden')
    expect((await list()).due[0]).toMatchObject({ count: 0, held: 1, proposed: 1 })
    expect(said(await audit.ask('POST', approval))).toBe('ok')
    expect(said(await audit.ask('POST', approval))).toBe('bad-request done')

    expect(plantedIn(await everything(d))).toEqual([])
    const left = await d.parts.store.db.selectFrom('rule_exemptions').select('id').orderBy('id').execute()
    expect(left.map(({ id }) => id)).toEqual(['holds', 'unit'])
    expect(await verified()).toEqual([])
    expect((await list()).disposals[0]).toMatchObject({ state: 'done', cases: 1, erased: 1, kept: 0, oldest: OLD })
    expect(await d.parts.store.cases.get([goes.caseId, held.caseId, young.caseId])).toHaveLength(2)
    expect(await Promise.all(pages.map(page => d.parts.blobs.has(hashOf(page))))).toEqual([false, true])
    expect((await verify({ database: d.database, files: join(d.folder, 'files') }, d.parts.kinds)).problems).toEqual([])

    // The sender hears at once, a window that was away for 30 days when it comes back; a new one hears of nothing.
    await s1.pull()
    d.clock.now = new Date(Date.parse(d.clock.now) + MONTH).toISOString()
    await away.pull()
    const fresh = windowOf(d, await d.station('S1', '03'))
    await fresh.pull()
    for (const window of [s1, away, fresh]) {
      const ids = new Set([...window.held.values()].map(e => e.caseId))
      expect(ids).toEqual(new Set([held.caseId, young.caseId]))
    }

    // What comes too late is refused, and not kept either.
    const late = letter({ text: PLANTED[3] }, { caseId: goes.caseId, base: 1_000_000 })
    const [verdict] = await s1.push(late)
    expect(verdict).toMatchObject({ verdict: 'refused', problems: [{ code: 'unknown', with: { why: 'erased' } }] })
    expect(plantedIn(await everything(d))).toEqual([])
    await s1.pull()
    expect(s1.held.has(late.id)).toBe(false)
    expect(await verified()).toEqual([])
    expect(d.faults).toEqual([])
  })

  test('a backup from before brings nothing back: what the list beside it says is erased again before anybody is served', async () => {
    const w = await world()
    const { audit, d, letter, made, s1, security } = w
    const { goes, held, young } = await filled(w)
    const from = join(d.folder, 'kept', 'monday')
    await backup.run(['--to', from], d.config)
    const after = letter({ text: PLANTED[3], openOn: OLD })
    await s1.push(after)
    const { body } = await security.ask<{ id: string }>('POST', ROUTES.disposal, { type: LETTER, note: '到期' })
    expect(said(await audit.ask('POST', `${ROUTES.disposal}/${body.id}/approve`))).toBe('ok')
    const list = readFileSync(d.parts.disposedList, 'utf8')
    expect([goes, held, after, young].map(e => list.includes(e.caseId))).toEqual([true, true, true, false])
    expect(plantedIn(list)).toEqual([])
    // The next backup carries the list; what somebody else wrote into it counts for nothing.
    await backup.run(['--to', join(d.folder, 'kept', 'tuesday')], d.config)
    const forged = list.trim().replace(goes.caseId, young.caseId)
    appendFileSync(join(d.folder, 'kept', 'disposed.ndjson'), `${forged}\n{"half\n`)

    const data = join(d.folder, 'new')
    const database = join(data, 'server.sqlite')
    const to = { ...d.config, data, database, files: join(data, 'files') }
    const { text } = await restore.run(['--from', from], to)
    expect(text).toContain('tells of 1 disposals')
    d.faults.length = 0
    const back = await d.again(to)
    await vi.waitFor(
      async () =>
        expect(await back.parts.store.db.selectFrom('disposals').select(['id', 'state']).execute()).toEqual([
          { id: body.id, state: 'done' },
        ]),
      { timeout: 60_000 },
    )
    expect(d.faults).toEqual([expect.stringContaining('2 lines of disposed.ndjson')])
    expect(await back.parts.store.cases.get([goes.caseId, held.caseId, after.caseId, young.caseId])).toEqual(
      new Map([[young.caseId, expect.anything()]]),
    )
    expect(plantedIn(['', '-wal'].map(end => readFileSync(database + end, 'utf8')).join(''))).toEqual([])
    expect(await back.parts.blobs.has(hashOf('only page'))).toBe(false)
    expect((await verify(to, d.parts.kinds)).problems).toEqual([])
    // A window that had not heard of it hears now; one that says it again, also what the backup never had, is refused.
    const window = windowOf(back, made)
    await window.pull()
    expect(new Set([...window.held.values()].map(e => e.caseId))).toEqual(new Set([young.caseId]))
    const [verdict] = await window.push(after)
    expect(verdict).toMatchObject({ verdict: 'refused', problems: [{ code: 'unknown', with: { why: 'erased' } }] })
    const acts = back.parts.store.db.selectFrom('events').select('act').where('act', 'like', 'dispose%').orderBy('seq')
    expect((await acts.execute()).map(row => row.act)).toEqual([
      ...Array(3).fill('dispose'),
      'dispose-again',
      'dispose-done',
    ])
  })

  test.runIf(name === 'sqlite')('while its file is written anew everybody is heard; who writes waits', async () => {
    const { d, letter, s1 } = await world()
    // Whoever has the file keeps the writing from being over: here a command beside the server.
    const beside = new Database(d.database)
    beside.exec('begin immediate')
    const told: string[] = []
    const work = [
      compact(d.parts.store).then(() => told.push('written anew')),
      s1.push(letter({ text: 'meanwhile' })).then(([verdict]) => told.push(verdict!.verdict)),
    ]
    for (let i = 0; i < 5; i++) {
      expect((await fetch(new URL(ROUTES.health, d.address))).status).toBe(200)
      expect((await d.parts.store.read(db => db.selectFrom('counter').select('value').execute())).length).toBe(1)
    }
    expect(told).toEqual([])
    beside.exec('commit')
    beside.close()
    await Promise.all(work)
    expect(told).toEqual(['written anew', 'accepted'])
    expect(d.faults).toEqual([])
  })

  test('a window on its way between scopes, and one beside, hear of just what they held', async () => {
    const w = await world()
    const { audit, away, beside, d, security } = w
    const { goes } = await filled(w)
    for (const window of [away, beside]) await window.pull()
    const before = beside.at
    const { body } = await security.ask<{ id: string }>('POST', ROUTES.disposal, { type: LETTER, note: '到期' })
    expect(said(await audit.ask('POST', `${ROUTES.disposal}/${body.id}/approve`))).toBe('ok')
    // Nobody at the station reads letters any more: its scope is another when it comes back.
    for (const clerk of [d.people.s1clerk, d.people.s1other]) await d.put({ ...clerk, ended: true, posts: [] })
    await away.pull()
    expect([...away.held.values()].filter(e => e.caseId === goes.caseId)).toEqual([])
    const heard = await beside.pullOnce()
    expect(beside.at).toEqual(before)
    expect(plantedIn(JSON.stringify(heard))).toEqual([])
  })

  test('who proposed does not approve in another office; who declines leaves all as it was', async () => {
    const w = await world()
    const { audit, d, list, security, verified } = w
    await filled(w)
    const propose = async () => {
      d.clock.now = new Date(Date.parse(d.clock.now) + 1000).toISOString()
      return (await security.ask<{ id: string }>('POST', ROUTES.disposal, { type: LETTER, note: '到期' })).body.id
    }
    const id = await propose()
    const self = d.people.security
    const own = { signedIn: { person: self, posts: self.posts }, office: 'audit', whole: true } as unknown as OfficerAsk
    const approval = (ask: OfficerAsk, of: string) =>
      d.parts.store.transaction(turn => approve(turn, ask, of, d.clock.now))
    await expect(approval(own, id)).rejects.toMatchObject({ status: 403, answer: { detail: 'own' } })
    expect(said(await audit.ask('POST', `${ROUTES.disposal}/${id}/decline`, { reason: '' }))).toBe('bad-request reason')
    expect(said(await audit.ask('POST', `${ROUTES.disposal}/${id}/decline`, { reason: '待查' }))).toBe('ok')
    expect((await list()).disposals[0]).toMatchObject({ state: 'refused', reason: '待查', erased: 0 })
    expect(said(await audit.ask('POST', `${ROUTES.disposal}/${id}/approve`))).toBe('bad-request refused')

    // A type is held after it was approved and before it was erased: it stays. The hold is lifted: the server goes on.
    const second = await propose()
    const { signedIn, ...rest } = { ...own, signedIn: { person: d.people.audit, posts: d.people.audit.posts } }
    await approval({ ...rest, signedIn, station: w.made.station } as unknown as OfficerAsk, second)
    const { body } = await security.ask<{ id: string }>('POST', ROUTES.holds, { type: LETTER, reason: '复议' })
    await resumeDisposals(d.parts)
    expect((await list()).disposals[0]).toMatchObject({ id: second, state: 'done', erased: 0, kept: 2 })
    expect(said(await security.ask('POST', `${ROUTES.holds}/${body.id}/lift`, { reason: '已结案' }))).toBe('ok')
    expect(said(await security.ask('POST', `${ROUTES.holds}/${body.id}/lift`, { reason: '已结案' }))).toBe(
      'bad-request lifted',
    )
    const third = await propose()
    await approval({ ...rest, signedIn, station: w.made.station } as unknown as OfficerAsk, third)
    await resumeDisposals(d.parts)
    expect((await list()).disposals[0]).toMatchObject({ id: third, state: 'done', erased: 2, kept: 0 })
    expect(plantedIn(await everything(d))).toEqual([])
    expect(await verified()).toEqual([])

    const acts = await d.parts.store.db
      .selectFrom('events')
      .select(['act', 'person'])
      .where('act', 'in', [
        'dispose',
        'dispose-propose',
        'dispose-approve',
        'dispose-refuse',
        'dispose-done',
        'hold',
        'hold-lift',
      ])
      .orderBy('seq')
      .execute()
    const by = new Map([
      [self.id, '安全'],
      [d.people.audit.id, '审计'],
    ])
    expect(acts.map(a => `${a.act} ${by.get(a.person)}`)).toEqual([
      'dispose-propose 安全',
      'dispose-refuse 审计',
      'dispose-propose 安全',
      'dispose-approve 审计',
      'hold 安全',
      'dispose-done 审计',
      'hold-lift 安全',
      'dispose-propose 安全',
      'dispose-approve 审计',
      'dispose 审计',
      'dispose 审计',
      'dispose-done 审计',
    ])
  })
})
