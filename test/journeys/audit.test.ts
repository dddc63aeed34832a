import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditAsk } from '../../desktop/src/api/audit.ts'
import { verifyFolder } from '../../desktop/src/core/audit-folder.ts'
import { linkHere } from '../../desktop/src/core/audit-own.ts'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets } from '../../desktop/src/core/keys/secrets.ts'
import { openConnection } from '../../desktop/src/core/store/connection.ts'
import { captureNode } from '../../scripts/run.ts'
import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import { checkExport } from '../../sync-server/src/audit-export-check.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { layCard, register, STATION } from './permit.ts'

/** From a reveal at a window to the audit officer's page, and every tampering with a window's own file. */
describe('the audit trail from the window to the audit officer', () => {
  const faults: unknown[] = []
  let at: Centre
  let clerk: TestWindow
  let officer: TestWindow
  let number = ''
  let caseId = ''

  beforeAll(async () => {
    at = await centre({ faults })
    clerk = await testWindow({ centre: at, unit: STATION })
    officer = await testWindow({ centre: at, unit: '330400000000' })
    await clerk.signIn('zhangwei')
    await clerk.sync()
    await layCard(clerk, 0)
    caseId = await register(clerk, '2025-01-10')
    const revealed = await clerk.call('cases.reveal', { id: caseId, field: 'citizenId', purpose: 'identity' })
    number = revealed.text
    await clerk.sync()
    await officer.signIn('lintao')
  })
  afterAll(async () => {
    await clerk?.close()
    await officer?.close()
    await at?.stop()
  })

  const look = async (query: AuditAsk) => (await officer.call('audit.search', { query })).lines

  test('a reveal is found by the person’s number, with who, where, when and what for', async () => {
    const lines = await look({ number, of: 'acts' })
    expect(lines).toMatchObject([{ actText: '查看完整信息', person: '张伟', unit: '桂花路派出所', subject: caseId }])
    expect(lines[0]!.what).toContain('用途: 核对本人身份')
    expect((await look({ number })).map(line => line.actText)).toContain('流动人口登记 · 登记')
    expect(JSON.stringify(await look({}))).not.toContain(number)
    expect(await look({ act: 'audit-search' })).not.toHaveLength(0)
  })

  test('days are those of the deployment', async () => {
    const today = (await officer.call('session.state', {})).today
    expect((await look({ caseId, from: today, until: today })).length).toBeGreaterThan(0)
    expect(await look({ caseId, until: '2020-01-01' })).toEqual([])
  })

  test('nobody else reads it at a window, and the try is a line itself', async () => {
    for (const name of ['audit.choices', 'audit.verify'] as const)
      await expect(clerk.call(name, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(clerk.call('audit.search', { query: {} })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(clerk.call('audit.export', { query: {}, purpose: '看看', as: 'xlsx' })).rejects.toMatchObject({
      code: 'forbidden',
      text: '审计日志只有审计管理员可以查看。',
    })
    await clerk.sync()
    const tries = await look({ act: 'refused' })
    expect(tries[0]).toMatchObject({ person: '张伟', actText: '越权被拒' })
    expect(tries.map(line => line.what).join()).toContain('audit.export')
  })

  test('is exported for a purpose: a file that proves itself, and a workbook', async () => {
    const signed = await officer.call('audit.export', { query: { of: 'acts' }, purpose: '月度检查', as: 'signed' })
    const checked = checkExport(new TextDecoder().decode(signed.bytes), at.running.parts.key.sign.publicKey)
    expect(checked).toMatchObject({ purpose: '月度检查', by: '林涛', findings: [] })
    expect(checked.rows).toBeGreaterThan(3)
    const workbook = await officer.call('audit.export', { query: { of: 'acts' }, purpose: '月度检查', as: 'xlsx' })
    expect(workbook.name).toMatch(/^审计日志-.*\.xlsx$/)
    expect(workbook.bytes.byteLength).toBeGreaterThan(2000)
    expect((await look({ act: 'audit-export' }))[0]!.what).toContain('月度检查')
  })

  test('both chains are verified with one button', async () => {
    await officer.sync()
    const { centre: log, own } = await officer.call('audit.verify', {})
    expect(log).toMatchObject({ count: 0, findings: [] })
    expect(own).toMatchObject({ count: 0, findings: [] })
    expect(own.rows).toBeGreaterThan(0)
    expect(own.anchors).toBe(1)
    expect(faults).toEqual([])
  })

  describe('a window’s file that was tampered with', () => {
    let folder = ''
    beforeAll(async () => {
      for (let i = 0; i < 6; i++)
        await clerk.call('cases.reveal', { id: caseId, field: 'citizenId', purpose: 'other', note: `第 ${i} 次` })
      await clerk.sync()
      // Said after the last word of the centre, and not sent.
      await clerk.plug(false)
      for (let i = 0; i < 2; i++)
        await clerk.call('cases.reveal', { id: caseId, field: 'citizenId', purpose: 'other', note: `断网 ${i}` })
      await clerk.close()
      folder = clerk.folder
    })

    /** Does something to a copy of the file, then verifies it. `own` are the station's events, oldest first. */
    async function tampered(change: (file: ReturnType<typeof opened>, own: StoredEvent[]) => void) {
      const copy = await mkdtemp(join(tmpdir(), 'chuangtai-audit-'))
      await cp(folder, copy, { recursive: true, filter: path => !path.includes('lock.') })
      const keys = fileKeys(copy)
      const { database } = await openSecrets(copy, keys)
      const file = opened(copy, database)
      change(file, file.own())
      file.close()
      return (await verifyFolder(copy, { keys })).findings
    }

    function opened(path: string, key: Uint8Array) {
      const { db, close } = openConnection(join(path, 'window.sqlite'), 'FULL', key)
      const all = (): StoredEvent[] =>
        db
          .prepare('select data from "events-0"')
          .pluck()
          .all()
          .map(text => JSON.parse(String(text)))
      return {
        close,
        own: () => {
          const events = all()
          const station = events.find(e => e.prev)!.station
          return events.filter(e => e.station === station).sort((a, b) => a.counter - b.counter)
        },
        put: (event: StoredEvent & { _deleted?: boolean }) =>
          db
            .prepare(
              'update "events-0" set data = ?, "f:counter" = ?, "f:station" = ?, deleted = ? where id = (select id from "events-0" where json_extract(data, \'$.id\') = ?)',
            )
            .run(JSON.stringify(event), event.counter, event.station, event._deleted ? 1 : 0, event.id),
        remove: (event: StoredEvent) =>
          db.prepare('delete from "events-0" where json_extract(data, \'$.id\') = ?').run(event.id),
        insert: (model: StoredEvent, id: string, counter: number) => {
          db.exec(`create temp table one as select * from "events-0" where json_extract(data, '$.id') = '${model.id}'`)
          db.prepare('update one set id = ?, data = ?, "f:counter" = ?').run(
            id,
            JSON.stringify({ ...model, id, counter }),
            counter,
          )
          db.exec('insert into "events-0" select * from one; drop table one')
        },
        anchor: (change: string) =>
          db
            .prepare(
              `update "local-0" set data = replace(data, '"stationLink":"', '"stationLink":"${change}') where data like '%stationLink%'`,
            )
            .run(),
      }
    }

    test('untouched it is sound, also what was never sent', async () => {
      expect(await tampered(() => {})).toEqual([])
    })

    test('altered: the event is named', async () => {
      let counter = 0
      const found = await tampered((file, own) => {
        const event = own.at(-4)!
        counter = event.counter
        file.put({ ...event, patch: { ...event.patch, purpose: '没有查看' } })
      })
      expect(found).toContainEqual({ kind: 'altered', at: counter })
    })

    test('removed: taken out of the file, or marked as deleted', async () => {
      const counters: number[] = []
      const gone = await tampered((file, own) => {
        counters.push(own.at(-2)!.counter)
        file.remove(own.at(-2)!)
      })
      expect(gone).toEqual([{ kind: 'removed', at: counters[0], to: counters[0] }])
      const marked = await tampered((file, own) => {
        counters.push(own.at(-5)!.counter)
        file.put({ ...own.at(-5)!, _deleted: true })
      })
      expect(marked).toEqual([{ kind: 'removed', at: counters[1], to: counters[1] }])
    })

    test('inserted: the event that nobody hangs on is named', async () => {
      let at = 0
      const found = await tampered((file, own) => {
        const [before, next] = [own.at(-3)!, own.at(-2)!]
        at = (before.counter + next.counter) / 2
        file.insert({ ...before, prev: linkHere(before) }, '00000000-0000-4000-8000-000000000001', at)
      })
      expect(found).toEqual([{ kind: 'inserted', at }])
    })

    test('reordered: both are named with the other’s place', async () => {
      const counters: number[] = []
      const found = await tampered((file, own) => {
        const [a, b] = [own.at(-6)!, own.at(-4)!]
        counters.push(a.counter, b.counter)
        file.put({ ...a, counter: b.counter })
        file.put({ ...b, counter: a.counter })
      })
      const named = found.filter(f => f.kind === 'reordered')
      expect(named.map(f => [f.at, f.with?.place])).toEqual([counters, [...counters].reverse()])
    })

    test('said to be of another station: it is named, with the true one', async () => {
      let at = 0
      const found = await tampered((file, own) => {
        at = own.at(-2)!.counter
        file.put({ ...own.at(-2)!, station: 'another' })
      })
      expect(found).toMatchObject([{ kind: 'station-swapped', at, with: { to: 'another' } }])
    })

    test('truncated below what the centre signed', async () => {
      const left: number[] = []
      const found = await tampered((file, own) => {
        for (const event of own.slice(-4)) file.remove(event)
        left.push(own.at(-5)!.counter, own.at(-3)!.counter)
      })
      expect(found).toEqual([{ kind: 'truncated', at: left[0]! + 1, to: left[1] }])
    })

    test('made anew as a whole: another than the centre signed', async () => {
      const found = await tampered((file, own) => {
        let prev: string | undefined
        for (const event of own.slice(-6)) {
          const changed = {
            ...event,
            ...(prev && { prev }),
            patch: event === own.at(-6) ? { purpose: '没有' } : event.patch,
          }
          file.put(changed)
          prev = linkHere(changed)
        }
      })
      expect(found).toMatchObject([{ kind: 'rewritten' }])
    })

    test('npm run audit:verify says the same of the folder, of the server with what windows kept, and of an export', async () => {
      const run = (...args: string[]) => captureNode(['scripts/audit-verify.ts', ...args])
      const key = at.running.parts.key.sign.publicKey
      const own = await run(folder, '--key', key)
      expect(own).toMatchObject({ code: 0 })
      expect(own.output).toMatch(/\d+ events to counter \d+/)
      const sound = await run(at.data, '--key', key, '--anchors', folder)
      expect(sound).toMatchObject({ code: 0 })
      const file = join(await mkdtemp(join(tmpdir(), 'chuangtai-audit-')), 'export.jsonl')
      const { bytes } = await officer.call('audit.export', { query: {}, purpose: '核验', as: 'signed' })
      await writeFile(file, new TextDecoder().decode(bytes).replace('"verdict":"accepted"', '"verdict":"refused"'))
      const changed = await run(file, '--key', key)
      expect(changed.code).toBe(1)
      expect(changed.output).toMatch(/第 \d+ 条的内容与链不符|Row \d+ is not what its link says/)
    })

    test('a sign-in that failed without the centre is a line, with no more than a name that is known', async () => {
      const lonely = await testWindow({ folder })
      try {
        await lonely.call('demo.network', { on: false })
        for (const login of ['zhangwei', '误输的密码'])
          await expect(lonely.call('session.signIn', { login, password: '不是这个密码' })).rejects.toBeDefined()
        await lonely.plug(true)
      } finally {
        await lonely.close()
      }
      const lines = (await look({ act: 'sign-in-failed' })).filter(line => line.what.includes('离线'))
      expect(lines.map(line => line.what).join()).toContain('zhangwei')
      expect(lines).toHaveLength(2)
      expect(JSON.stringify(lines)).not.toContain('误输的密码')
    })

    test('a forged anchor is named', async () => {
      expect((await tampered(file => file.anchor('0'))).map(f => f.kind)).toEqual(['anchor-forged'])
    })
  })
})
