import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  anchorText,
  disposedBody,
  GENESIS,
  linkOf,
  logLine,
  proofOf,
  stationLink,
} from '../../shared-types/src/engine/audit-chain.ts'
import type { Anchor } from '../../shared-types/src/model/anchor.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Finding } from '../../shared-types/src/model/finding.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { accept } from '../src/accept.ts'
import { anchorFor } from '../src/audit-anchor.ts'
import { verifyLog } from '../src/audit-verify.ts'
import { append } from '../src/event-log.ts'
import { auditChain } from '../src/migrations/audit-chain.ts'
import { sha256 } from '../src/sha256.ts'
import type { Db } from '../src/store.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'

/** Every way to tamper with the server's database, each found and named, on both databases. */
describe.each(IN_TURN)('the audit chain on %s', name => {
  const open = deployments(name)

  /** A deployment with two stations whose windows chain their events, and an anchor kept in the middle. */
  async function written() {
    const d = await open()
    const { store, key } = d.parts
    const [{ station }, { station: other }] = [await d.station('S1', '01'), await d.station('S2', '01')]
    const last = new Map<string, string>()
    const chain = (event: CaseEvent): CaseEvent => {
      const linked = { ...event, prev: last.get(event.station) ?? GENESIS }
      last.set(event.station, stationLink(sha256, linked))
      return linked
    }
    const letter = (at: Station, n: number) =>
      chain(
        eventBy(d, at, at === station ? d.people.s1clerk : d.people.s2clerk, {
          type: 'mail.letter',
          act: 'edit',
          patch: { text: `信 ${n}` },
        }),
      )
    const send = (at: Station, ...events: CaseEvent[]) =>
      accept(
        d.parts,
        at,
        events.map(e => [e]),
      )
    for (let n = 0; n < 6; n++) await send(station, letter(station, n), letter(station, n + 100))
    await send(other, letter(other, 200), letter(other, 201))
    await anchorFor(store, key, other.id, d.clock.now)
    await send(station, letter(station, 300))
    await send(other, letter(other, 301))
    const anchor = await anchorFor(store, key, station.id, d.clock.now)
    const events = await store.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'mail.letter')
      .orderBy('seq')
      .execute()
    return { d, db: store.db, station, other, anchor, events, letter, send }
  }

  const check = async (d: Deployment, anchors: readonly Anchor[] = []): Promise<readonly Finding[]> =>
    (await verifyLog(d.parts.store.db, { key: d.parts.key.sign.publicKey, anchors })).findings

  const change = (db: Db, seq: number, set: Record<string, string | number>) =>
    db.updateTable('events').set(set).where('seq', '=', seq).execute()

  test('what was written is sound, counts every row, and is anchored', async () => {
    const { d, db, anchor } = await written()
    const verified = await verifyLog(db, { key: d.parts.key.sign.publicKey, anchors: [anchor] })
    expect(verified.findings).toEqual([])
    const { value, head } = await db.selectFrom('counter').selectAll().executeTakeFirstOrThrow()
    expect(verified).toMatchObject({ rows: value, seq: value, link: head, anchors: 2 })
    expect(anchor).toMatchObject({ seq: value, link: head })
    expect(anchor.counter).toBeGreaterThan(0)
  })

  test('an altered row is named: its content, a column, and a verdict', async () => {
    const { d, db, events } = await written()
    const [a, b, c] = [events[2]!, events[5]!, events[8]!]
    await change(db, a.seq, { body: a.body.replace('信', '假') })
    await change(db, b.seq, { received_at: '2020-01-01T00:00:00.000Z' })
    await change(db, c.seq, { verdict: 'refused' })
    expect(await check(d)).toEqual([a, b, c].map(({ seq }) => ({ kind: 'altered', at: seq })))
  })

  test('an altered row with its link made to fit is named with the row that no longer hangs on it', async () => {
    const { d, db, events, anchor } = await written()
    const row = { ...events[3]!, body: events[3]!.body.replace('信', '假') }
    const before = await db
      .selectFrom('events')
      .select('link')
      .where('seq', '=', row.seq - 1)
      .executeTakeFirstOrThrow()
    const { link: _link, person: _p, act: _a, unit: _u, ...bare } = row
    await change(db, row.seq, { body: row.body, link: linkOf(sha256, before.link, logLine(proofOf(sha256, bare))) })
    const found = await check(d, [anchor])
    expect(found[0]).toMatchObject({ kind: 'altered', at: row.seq + 1 })
  })

  test('removed rows are named, also when what follows moved up', async () => {
    const { d, db, events } = await written()
    const [a, b] = [events[2]!.seq, events[6]!.seq]
    await db.deleteFrom('events').where('seq', 'in', [a, b]).execute()
    const gone = await check(d)
    expect(gone.filter(f => f.kind === 'removed')).toEqual([a, b].map(at => ({ kind: 'removed', at, to: at })))
    const { d: second, db: closed, events: rows } = await written()
    const at = rows[4]!.seq
    await closed.deleteFrom('events').where('seq', '=', at).execute()
    for (const { seq } of rows.filter(row => row.seq > at)) await change(closed, seq, { seq: seq - 1 })
    await closed
      .updateTable('counter')
      .set(eb => ({ value: eb('value', '-', 1) }))
      .execute()
    expect(await check(second)).toContainEqual({ kind: 'removed', at, to: at })
  })

  test('an inserted row is named: between two, at the end, before the first', async () => {
    const { d, db, events } = await written()
    const at = events[4]!.seq
    for (const { seq } of [...events].reverse().filter(row => row.seq >= at)) await change(db, seq, { seq: seq + 1 })
    await db
      .updateTable('counter')
      .set(eb => ({ value: eb('value', '+', 1) }))
      .execute()
    const { value } = await db.selectFrom('counter').select('value').executeTakeFirstOrThrow()
    const model = { ...events[0]!, case_id: 'x', link: 'f'.repeat(64) }
    await db
      .insertInto('events')
      .values([
        { ...model, id: 'i1', seq: at },
        { ...model, id: 'i2', seq: value + 1 },
        { ...model, id: 'i3', seq: -1 },
      ])
      .execute()
    expect((await check(d)).filter(f => f.kind === 'inserted').map(f => f.at)).toEqual([-1, at, value + 1])
  })

  test('reordered rows are named with their own places', async () => {
    const { d, db, events } = await written()
    const [a, b] = [events[1]!.seq, events[7]!.seq]
    await change(db, a, { seq: 100_000 })
    await change(db, b, { seq: a })
    await change(db, 100_000, { seq: b })
    expect((await check(d)).filter(f => f.kind !== 'station-gap')).toEqual([
      { kind: 'reordered', at: a, with: { place: b } },
      { kind: 'reordered', at: b, with: { place: a } },
    ])
    const { d: second, db: other, events: rows } = await written()
    const [x, y] = [rows[2]!, rows[3]!]
    // Neighbours, and only what is in them: their links stay.
    const content = ({ id, case_id, body }: typeof x) => ({ id, case_id, body })
    await change(other, x.seq, { id: 'aside' })
    await change(other, y.seq, content(x))
    await change(other, x.seq, content(y))
    expect((await check(second)).map(f => [f.kind, f.at, f.with?.place])).toEqual(
      [
        ['reordered', y.seq, x.seq],
        ['reordered', x.seq, y.seq],
      ].sort((p, q) => Number(p[1]) - Number(q[1])),
    )
  })

  test('a swapped station is named, in the column and in the content', async () => {
    const { d, db, events, station, other } = await written()
    const [a, b] = [events[2]!, events[5]!]
    await change(db, a.seq, { station: other.id })
    await change(db, b.seq, { station: other.id, body: b.body.replaceAll(station.id, other.id) })
    const named = { kind: 'station-swapped', with: { from: station.id, to: other.id } }
    expect((await check(d)).filter(f => f.kind !== 'station-gap')).toEqual(
      [a, b].map(({ seq }) => ({ ...named, at: seq })),
    )
  })

  test('a truncated tail is named: by the counter, by the kept anchor, and by a window’s', async () => {
    const { d, db, events, anchor } = await written()
    const last = events.at(-1)!
    await db.deleteFrom('events').where('seq', '=', last.seq).execute()
    expect((await check(d))[0]).toEqual({ kind: 'truncated', at: last.seq, to: last.seq })
    // Whoever sets the counter back too is found out by what a window was told.
    const before = await db
      .selectFrom('events')
      .select('link')
      .where('seq', '=', last.seq - 1)
      .executeTakeFirstOrThrow()
    await db
      .updateTable('counter')
      .set({ value: last.seq - 1, head: before.link })
      .execute()
    expect(await check(d)).toEqual([])
    expect(await check(d, [anchor])).toMatchObject([{ kind: 'truncated', at: last.seq, to: last.seq }])
  })

  test('a chain made anew from some row on is found by what was signed', async () => {
    const { d, db, events, anchor } = await written()
    await change(db, events[3]!.seq, { body: events[3]!.body.replace('信', '假') })
    await relink(db)
    expect((await check(d))[0]).toMatchObject({ kind: 'rewritten' })
    expect((await check(d, [anchor])).filter(f => f.kind === 'rewritten')).toHaveLength(2)
  })

  test('a forged anchor is named', async () => {
    const { d, db, anchor } = await written()
    await db
      .updateTable('audit_anchors')
      .set({ link: 'a'.repeat(64) })
      .execute()
    expect((await check(d)).map(f => f.kind)).toEqual(['anchor-forged'])
    expect((await check(d, [{ ...anchor, counter: 99 }])).map(f => f.kind)).toEqual(['anchor-forged', 'anchor-forged'])
    expect(anchorText(anchor)).toContain(anchor.link)
  })

  test('a setting that was changed past the record is named, on record and in force', async () => {
    const { d, db } = await written()
    await db
      .updateTable('settings')
      .set({ value: '{"name":"别处","zone":"UTC"}' })
      .where('id', '=', 'deployment')
      .execute()
    expect(await check(d)).toMatchObject([{ kind: 'setting-altered', with: { id: 'deployment' } }])
    await db
      .updateTable('setting_versions')
      .set({ value: '{"name":"别处","zone":"UTC"}' })
      .where('id', '=', 'deployment')
      .execute()
    const { seq } = await db
      .selectFrom('setting_versions')
      .select('seq')
      .where('id', '=', 'deployment')
      .executeTakeFirstOrThrow()
    expect(await check(d)).toMatchObject([{ kind: 'altered', at: seq }])
  })

  test('what a station left out, or changed before it sent it, is said at once and found again', async () => {
    const { d, db, station, letter, send } = await written()
    const [, next] = [letter(station, 400), letter(station, 401)]
    const [verdict] = await send(station, next)
    const line = await db.selectFrom('events').selectAll().where('act', '=', 'chain-break').executeTakeFirstOrThrow()
    expect(line).toMatchObject({ type: 'audit', station: station.id })
    expect(await check(d)).toEqual([
      { kind: 'station-gap', at: verdict!.seq, with: { station: station.id, counter: next.counter } },
    ])
  })

  test('events of a station that come late, out of their order, are no gap', async () => {
    const { d, station, letter, send } = await written()
    const [first, second, third] = [letter(station, 1), letter(station, 2), letter(station, 3)]
    await send(station, third)
    await send(station, first, second)
    expect(await check(d)).toEqual([])
  })

  test('a content that is disposed of leaves the chain whole, and needs the line that approved it', async () => {
    const { d, db, events, station } = await written()
    const row = events[4]!
    await change(db, row.seq, { body: disposedBody(sha256, row.body) })
    expect(await check(d)).toEqual([{ kind: 'disposed', at: row.seq }])
    const line = {
      ...eventBy(d, station, d.people.s1clerk, { type: 'audit', act: 'dispose', patch: {} }),
      caseId: row.case_id,
      counter: 0,
    }
    // A station may say so: nobody has approved it.
    await accept(d.parts, station, [[line]])
    expect(await check(d)).toEqual([{ kind: 'disposed', at: row.seq }])
    const given = { event: { ...line, id: randomUUID() }, station: '', verdict: 'accepted', problems: [] } as const
    await d.parts.store.transaction(turn =>
      append(turn, { ...given, folded: false, moves: false, receivedAt: d.clock.now }),
    )
    expect(await check(d)).toEqual([])
  })

  test('a database of before is linked as it stands, in batches', async () => {
    const { d, db } = await written()
    const heads = async () => (await db.selectFrom('counter').select('head').executeTakeFirstOrThrow()).head
    const head = await heads()
    for (const table of ['station_heads', 'audit_anchors']) await sql`drop table ${sql.table(table)}`.execute(db)
    for (const index of ['events_person', 'events_station', 'events_act', 'setting_versions_seq'])
      await sql`drop index ${sql.table(index)}`.execute(db)
    for (const column of ['link', 'person', 'act', 'unit'])
      await sql`alter table events drop column ${sql.ref(column)}`.execute(db)
    await sql`alter table setting_versions drop column link`.execute(db)
    await sql`alter table counter drop column head`.execute(db)
    await auditChain.up(db)
    expect(await heads()).toBe(head)
    expect(await check(d)).toEqual([])
    const row = await db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'mail.letter')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ act: 'edit', person: d.people.s1clerk.id, unit: 'S1' })
  })
})

/** What somebody does who has the whole database: every link from the first row on, and the head. */
async function relink(db: Db): Promise<void> {
  const { linesAfter, linkAs, isEvent } = await import('../src/audit-log.ts')
  let head = GENESIS
  for (const line of await linesAfter(db, 0, 10_000)) {
    head = linkAs(head, line, line.seq)
    const table = isEvent(line.proof) ? 'events' : 'setting_versions'
    await sql`update ${sql.table(table)} set link = ${head} where seq = ${line.seq}`.execute(db)
  }
  await db.updateTable('counter').set({ head }).execute()
}
