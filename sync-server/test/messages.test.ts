import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { domains } from '../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import { IN_TURN } from '../../test/databases.ts'
import { type Postgres, startPostgres } from '../../test/postgres.ts'
import { centreActs } from '../src/centre-acts.ts'
import { openDatabase } from '../src/database.ts'
import { PEOPLE, UNITS } from '../src/demo/organisation.ts'
import { directoryReader } from '../src/directory.ts'
import { keptText } from '../src/kept-text.ts'
import { putAddress, shownAddresses } from '../src/messages/addresses.ts'
import { holdMessages } from '../src/messages/after-restore.ts'
import type { MessageParts } from '../src/messages/deliver.ts'
import type { Gateway, Letter, Outcome } from '../src/messages/gateway.ts'
import { isQuiet, isQuietAt, putMessageRules } from '../src/messages/message-rules.ts'
import { claim } from '../src/messages/outbox.ts'
import { queueMessage } from '../src/messages/queue.ts'
import { sendDue } from '../src/messages/sender.ts'
import { TEMPLATES } from '../src/messages/templates.ts'
import { MESSAGE_TEXTS } from '../src/messages/words.zh-CN.ts'
import { putSetting } from '../src/settings.ts'
import { openStore } from '../src/store.ts'

const ALERT = 'supervision.alert'
const STATION = '330402510000'
const DISTRICT = '330402000000'
/** The reviewer of that station, the supervisor above, the supervisor of the whole. */
const [REVIEWER, ABOVE, TOP] = ['041101', '041001', '040002'] as const
const PHONES = { [REVIEWER]: '13905710001', [ABOVE]: '13905710002', [TOP]: '13905710003' }

describe.each(IN_TURN)('messages on %s', name => {
  const kinds = kindsOf(domains)
  const closing: (() => Promise<void>)[] = []
  let postgres: Postgres | undefined
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chuangtai-messages-'))
    if (name === 'postgres') postgres = await startPostgres()
  })
  afterAll(async () => {
    for (const close of closing) await close()
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** A centre's database with the demo's organisation, and a gateway that answers as it is told. */
  async function world() {
    const at = postgres ? await postgres.database() : join(folder, `${randomUUID()}.sqlite`)
    // 09:05 on a Monday in Shanghai.
    const clock = { now: '2026-11-23T01:05:00.000Z' }
    const sent: Letter[] = []
    const outcome: { next: Outcome } = { next: { is: 'sent' } }
    const gateway: Gateway = {
      name: 'sms',
      kind: 'sms',
      channel: 'sms',
      async send(letter) {
        await new Promise(resolve => setTimeout(resolve, 1))
        if (outcome.next.is !== 'failed') sent.push(letter)
        return outcome.next
      },
    }
    const kept = keptText(Buffer.alloc(32, 7))
    const faults: unknown[] = []
    const server = async (gateways: readonly Gateway[] = [gateway]): Promise<MessageParts> => {
      const database = await openDatabase(at)
      closing.push(() => database.close())
      return {
        store: openStore(database.db, kinds),
        kinds,
        directory: directoryReader(kinds),
        now: () => clock.now,
        key: { kept } as MessageParts['key'],
        fault: error => void faults.push(error),
        gateways,
      }
    }
    const parts = await server()
    const { store } = parts
    await store.transaction(async turn => {
      for (const unit of UNITS) await putSetting(turn, { id: `unit:${unit.id}`, kind: 'unit', value: unit }, clock.now)
      for (const person of PEOPLE)
        await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, clock.now)
      for (const [person, phone] of Object.entries(PHONES)) await putAddress(turn, kept, person, { phone }, clock.now)
    })
    const raise = (unit: string, rule = 'venue-footfall') =>
      store.transaction(async turn => {
        const id = randomUUID()
        const patch = {
          rule,
          level: 'warning',
          subject: `${id}|low`,
          subjectName: '模拟网吧',
          from: '2026-11-17',
          to: '2026-11-23',
          measure: '1',
          parameterVersion: 0,
        }
        const act = { id, caseId: id, type: ALERT, act: 'raise', unit, patch }
        await centreActs(turn, await parts.directory(turn.db), clock.now, [act])
        return id
      })
    const put = async (id: string, state: string, data: object = {}) => {
      const found = (await store.cases.get([id])).get(id)!
      await store.cases.put([{ ...found, state, data: { ...found.data, ...data } }])
    }
    const queue = (message: Partial<Parameters<typeof queueMessage>[1]> = {}) =>
      store.transaction(turn =>
        queueMessage(turn, {
          to: { person: REVIEWER },
          template: 'venue-unreceived',
          holes: { count: 1 },
          at: clock.now,
          ...message,
        }),
      )
    const rows = () => store.db.selectFrom('messages').selectAll().orderBy('queued_at').orderBy('id').execute()
    const states = async () => (await rows()).map(({ state, why }) => (why ? `${state} ${why}` : state))
    const later = (ms: number) => (clock.now = new Date(Date.parse(clock.now) + ms).toISOString())
    const round = () => sendDue(parts)
    return { parts, server, store, clock, later, sent, outcome, raise, put, queue, rows, states, round, faults, kept }
  }
  const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]

  test('whoever is in charge gets one SMS a day while a warning of scans is unreceived, and none when none is', async () => {
    const w = await world()
    w.clock.now = '2026-11-23T00:55:00.000Z'
    const alerts = [await w.raise(STATION), await w.raise(STATION)]
    await w.raise(STATION, 'turnaround')
    await w.round()
    expect(w.sent).toEqual([])
    w.later(10 * MINUTE)
    await w.round()
    await w.round()
    expect(w.sent.map(({ to, text }) => [to, text])).toEqual([
      [PHONES[REVIEWER], '你有未接收的“扫码”预警待处理，共2条，请登录系统接收。'],
    ])
    w.later(12 * HOUR)
    await w.round()
    expect(w.sent).toHaveLength(1)
    w.later(12 * HOUR)
    await w.put(alerts[0]!, 'received', { receivedOn: '2026-11-24' })
    await w.round()
    // The alert of the other rule is due to be received since that morning.
    expect(w.sent.map(({ template, text }) => `${template} ${/\d+/.exec(text)}`).sort()).toEqual([
      'alert-unreceived 1',
      'venue-unreceived 1',
      'venue-unreceived 2',
    ])
    w.later(DAY)
    await w.put(alerts[1]!, 'received', { receivedOn: '2026-11-25' })
    const before = w.sent.length
    await w.round()
    expect(w.sent.slice(before).filter(({ template }) => template === 'venue-unreceived')).toEqual([])
    expect(w.faults).toEqual([])
  })

  test('what was received before it could be sent is written to nobody, and a day’s message never joins the next one', async () => {
    const w = await world()
    const [id] = [await w.raise(STATION)]
    w.outcome.next = { is: 'failed', why: 'unreachable' }
    await w.round()
    expect(await w.states()).toEqual(['waiting unreachable'])
    await w.put(id, 'received', { receivedOn: '2026-11-23' })
    w.outcome.next = { is: 'sent' }
    w.later(MINUTE)
    await w.round()
    expect(await w.states()).toEqual(['over'])

    await w.put(id, 'open')
    w.outcome.next = { is: 'failed', why: 'unreachable' }
    w.later(DAY)
    await w.round()
    w.later(DAY)
    w.outcome.next = { is: 'sent' }
    await w.round()
    expect(await w.states()).toEqual(['over', 'over', 'sent'])
    expect(w.sent).toHaveLength(1)
  })

  test('the ladder: the unit when it is due, the unit above when its last day is over, each once', async () => {
    const w = await world()
    const [id] = [await w.raise(STATION, 'permit-volume')]
    const told = async () => {
      const from = w.sent.length
      await w.round()
      return w.sent.slice(from).map(({ to, text }) => `${to} ${text}`)
    }
    expect(await told()).toEqual([])
    w.later(DAY)
    expect(await told()).toEqual([
      `${PHONES[REVIEWER]} 你单位有1条监督预警满1天未接收，最早产生于2026-11-23，请登录系统接收。`,
    ])
    w.later(2 * DAY)
    expect(await told()).toEqual([])
    w.later(DAY)
    const name = '桂花路派出所'
    expect(await told()).toEqual([
      `${PHONES[ABOVE]} ${name}有1条监督预警超过3天未接收，最早产生于2026-11-23，请督促接收。`,
    ])
    w.later(DAY)
    expect(await told()).toEqual([])

    await w.put(id, 'received', { receivedOn: '2026-11-28' })
    w.later(5 * DAY)
    expect(await told()).toEqual([
      `${PHONES[REVIEWER]} 你单位有1条监督预警接收满5天未作说明，最早接收于2026-11-28，请登录系统填写。`,
    ])
    // Sent back for a better explanation it begins again.
    await w.put(id, 'received', { receivedOn: '2026-12-03' })
    w.later(5 * DAY)
    expect(await told()).toHaveLength(1)
    await w.put(id, 'closed')
    w.later(20 * DAY)
    expect(await told()).toEqual([])
    // Of a district itself the people there are told, then those of the city.
    await w.raise(DISTRICT, 'permit-volume')
    w.later(DAY)
    expect((await told()).map(line => line.split(' ')[0])).toEqual([PHONES[ABOVE]])
    w.later(3 * DAY)
    expect((await told()).map(line => line.split(' ')[0])).toEqual([PHONES[TOP]])
  })

  test('who may close what was explained is told when it is due, and the unit above when its last day is over', async () => {
    const w = await world()
    const id = await w.raise(STATION, 'permit-volume')
    const told = async () => {
      const from = w.sent.length
      await w.round()
      return w.sent.slice(from).map(({ to, text }) => `${to} ${text}`)
    }
    await w.put(id, 'explained', { receivedOn: '2026-11-23', explainedOn: '2026-11-23' })
    w.later(4 * DAY)
    expect(await told()).toEqual([])
    w.later(DAY)
    // Nobody at a station closes its own alerts: it is the district's to do.
    expect(await told()).toEqual([
      `${PHONES[ABOVE]} 有1条监督预警等待你单位办结，提交说明已满5天，最早说明于2026-11-23，请登录系统办结。`,
    ])
    w.later(5 * DAY)
    expect(await told()).toEqual([])
    w.later(DAY)
    expect(await told()).toEqual([
      `${PHONES[TOP]} 桂花路派出所的1条监督预警提交说明超过10天未办结，最早说明于2026-11-23，请督促办结。`,
    ])
    // Explained anew after it was sent back it begins again; closed it is over.
    await w.put(id, 'explained', { explainedOn: '2026-12-04' })
    w.later(5 * DAY)
    expect(await told()).toHaveLength(1)
    await w.put(id, 'closed')
    w.later(20 * DAY)
    expect(await told()).toEqual([])
  })

  test('a group hears of its unit beside the people, and of nobody else’s', async () => {
    const w = await world()
    const groups: string[] = []
    const group = (unit: string): Gateway => ({
      ...{ name: unit, kind: 'wecom', channel: 'group', unit },
      async send({ text }) {
        groups.push(`${unit} ${text}`)
        return { is: 'sent' }
      },
    })
    const parts = await w.server([group(STATION), group(DISTRICT), group('330411510000')])
    await w.raise(STATION, 'turnaround')
    await w.raise(STATION, 'off-hours')
    w.later(DAY)
    await sendDue(parts)
    w.later(3 * DAY)
    await sendDue(parts)
    expect(groups).toEqual([
      `${STATION} 你单位有2条监督预警满1天未接收，最早产生于2026-11-23，请登录系统接收。`,
      `${DISTRICT} 桂花路派出所有2条监督预警超过3天未接收，最早产生于2026-11-23，请督促接收。`,
    ])
    // Nobody has a way to be reached by SMS here: nothing of them is laid into the outbox.
    expect(await w.states()).toEqual(['sent', 'sent'])
  })

  test('what fails is tried again, later each time, until a person has to decide', async () => {
    const w = await world()
    const all = { quietFrom: '00:00', quietTo: '00:00', dailyAt: '23:59' }
    await w.store.transaction(turn => putMessageRules(turn, all))
    await w.raise(STATION)
    await w.queue()
    w.outcome.next = { is: 'failed', why: 'status', detail: '500' }
    const tries: number[] = []
    const began = Date.parse(w.clock.now)
    // Each try comes at its minute and not at the one before.
    for (const minutes of [0, 1, 2, 3, 12, 13, 42, 43, 162, 163, 522, 523, 700]) {
      w.clock.now = new Date(began + minutes * MINUTE).toISOString()
      const [before] = await w.rows()
      await w.round()
      const [after] = await w.rows()
      if (after!.attempts > before!.attempts) tries.push(minutes)
    }
    expect(tries).toEqual([0, 1, 3, 13, 43, 163, 523])
    expect(await w.states()).toEqual(['dead status'])

    // A test that arrives hours later tells nobody anything.
    await w.queue({ template: 'test', holes: {} })
    await w.round()
    expect((await w.states()).sort()).toEqual(['dead status', 'over status'])
  })

  test('a message of which nobody knows whether it went out is not sent again by itself', async () => {
    const w = await world()
    await w.queue()
    w.outcome.next = { is: 'uncertain', why: 'timeout' }
    // Needed: there is a warning.
    await w.raise(STATION)
    await w.round()
    w.later(HOUR)
    await w.round()
    expect((await w.states()).sort()).toEqual(['uncertain timeout', 'uncertain timeout'])

    const id = (await w.queue({ template: 'test', holes: {} }))!
    // The server ends between the claim and the answer.
    expect(await claim(w.store, id, w.clock.now)).toMatchObject({ state: 'sending', attempts: 1 })
    w.outcome.next = { is: 'sent' }
    await w.round()
    expect((await w.rows()).find(row => row.id === id)!.state).toBe('sending')
    w.later(6 * MINUTE)
    const before = w.sent.length
    await w.round()
    expect((await w.rows()).find(row => row.id === id)).toMatchObject({ state: 'uncertain', why: 'killed' })
    expect(w.sent).toHaveLength(before)
  })

  test('several servers send each message once, and lay down a day once', async () => {
    const w = await world()
    await w.raise(STATION)
    for (let i = 0; i < 30; i++) await w.queue({ template: 'test', holes: {} })
    const others = postgres ? [await w.server(), await w.server()] : [w.parts, w.parts]
    await Promise.all([w.parts, ...others].map(parts => sendDue(parts)))
    expect(w.faults).toEqual([])
    expect(w.sent).toHaveLength(31)
    expect(new Set(w.sent.map(({ id }) => id)).size).toBe(31)
    expect((await w.states()).every(state => state === 'sent')).toBe(true)
  })

  test('in the quiet hours only what is urgent goes out', async () => {
    const w = await world()
    await w.store.transaction(turn => putMessageRules(turn, { quietFrom: '21:00', quietTo: '08:00', dailyAt: '09:00' }))
    await w.raise(STATION)
    w.clock.now = '2026-11-23T13:00:00.000Z'
    await w.queue({ key: 'today' })
    await w.queue({ template: 'test', holes: {} })
    await w.round()
    expect(w.sent.map(({ template }) => template)).toEqual(['test'])
    w.clock.now = '2026-11-23T23:59:00.000Z'
    await w.round()
    expect(w.sent).toHaveLength(1)
    w.clock.now = '2026-11-24T00:00:00.000Z'
    await w.round()
    // The one that was laid down by itself was for the day before.
    expect(w.sent.map(({ template }) => template)).toEqual(['test', 'venue-unreceived'])
  })

  test('a message goes to nobody without an address or a gateway, and says so', async () => {
    const w = await world()
    await w.queue({ to: { person: '041102' }, template: 'test', holes: {} })
    await w.queue({ to: { person: 'nobody' }, template: 'test', holes: {} })
    await w.queue({ to: { unit: STATION }, template: 'test', holes: {} })
    await w.queue({ template: 'test', holes: {}, gateway: 'gone' })
    await w.round()
    expect((await w.states()).sort()).toEqual([
      'dead no-address',
      'dead no-address',
      'dead no-gateway',
      'dead no-gateway',
    ])
    expect(w.sent).toEqual([])
  })

  test('what was settled two years ago is forgotten, and where somebody is reached who has left', async () => {
    const w = await world()
    await w.queue({ template: 'test', holes: {} })
    await w.round()
    await w.store.transaction(async turn => {
      const value = { ...PEOPLE.find(({ id }) => id === ABOVE)!, ended: true } as const
      await putSetting(turn, { id: `person:${ABOVE}`, kind: 'person', value }, w.clock.now)
    })
    w.later(700 * DAY)
    await w.round()
    expect(await w.rows()).toHaveLength(1)
    const known = await w.store.db.selectFrom('message_addresses').select('person').execute()
    expect(known.map(({ person }) => person).sort()).toEqual([TOP, REVIEWER])
    w.later(60 * DAY)
    await w.round()
    expect(await w.rows()).toEqual([])
  })

  test('a restored database sends nothing that may have been sent since its backup', async () => {
    const w = await world()
    await w.raise(STATION)
    await w.queue({ template: 'test', holes: {} })
    await holdMessages(w.store.db, w.clock.now)
    await w.round()
    expect(w.sent).toEqual([])
    expect(await w.states()).toEqual(['uncertain restored'])
    w.later(DAY)
    await w.round()
    expect(w.sent.map(({ template }) => template)).toEqual(['venue-unreceived'])
  })

  test('a key is taken once; an unknown hole, a text in a hole and an unknown message are refused with all around', async () => {
    const w = await world()
    const key = 'venue-unreceived|x|2026-11-23'
    expect(await w.queue({ key })).toBeDefined()
    expect(await w.queue({ key })).toBeUndefined()
    for (const holes of [{}, { count: 1, name: '张三' }, { count: '李四 13905710001' }, { count: -1 }])
      await expect(w.queue({ holes: holes as Record<string, number> })).rejects.toThrow(/hole/)
    await expect(w.queue({ template: 'free-text' as 'test' })).rejects.toThrow('No message')
    expect(await w.rows()).toHaveLength(1)
  })

  test('where people are reached lies sealed, and is shown covered', async () => {
    const w = await world()
    await w.store.transaction(turn => putAddress(turn, w.kept, TOP, { mail: 'hubin@example.org' }, w.clock.now))
    const raw = await w.store.db.selectFrom('message_addresses').selectAll().execute()
    expect(JSON.stringify(raw)).not.toMatch(/1390571|hubin/)
    expect((await shownAddresses(w.store.db, w.kept)).get(TOP)).toMatchObject({
      phone: '139****0003',
      mail: 'h***@example.org',
    })
    // What was kept before there was a secret is sealed with the next day's work.
    const phone = '13905710009'
    await w.store.transaction(turn => putAddress(turn, keptText(undefined), '041102', { phone }, w.clock.now))
    expect(JSON.stringify(await w.store.db.selectFrom('message_addresses').selectAll().execute())).toContain(phone)
    await w.round()
    expect(JSON.stringify(await w.store.db.selectFrom('message_addresses').selectAll().execute())).not.toContain(phone)
    // Moved to another person's row it does not open.
    await w.store.db.updateTable('message_addresses').set({ person: '041103' }).where('person', '=', TOP).execute()
    await expect(shownAddresses(w.store.db, w.kept)).rejects.toThrow()
    await w.store.transaction(turn => putAddress(turn, w.kept, ABOVE, { phone: '' }, w.clock.now))
    expect(await w.store.db.selectFrom('message_addresses').selectAll().where('person', '=', ABOVE).execute()).toEqual(
      [],
    )
  })
})

test('quiet hours: over midnight, by day, none, and by the clock of the zone', () => {
  const night = { quietFrom: '21:00', quietTo: '08:00', dailyAt: '09:00' }
  const at = (clock: string) => isQuietAt(night, clock)
  expect(['20:59', '21:00', '23:59', '00:00', '07:59', '08:00', '12:00'].map(at)).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ])
  const noon = { ...night, quietFrom: '12:00', quietTo: '13:30' }
  expect(['11:59', '12:00', '13:29', '13:30', '00:00'].map(clock => isQuietAt(noon, clock))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ])
  expect(isQuietAt({ ...night, quietFrom: '08:00' }, '08:00')).toBe(false)
  expect(isQuiet(night, '2026-11-23T00:30:00.000Z', 'Asia/Shanghai')).toBe(false)
  expect(isQuiet(night, '2026-11-23T00:30:00.000Z', 'Asia/Urumqi')).toBe(true)
})

test('every message says exactly the holes that are declared, and its title none', () => {
  const holesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole!).sort()
  for (const [name, { holes }] of Object.entries(TEMPLATES)) {
    const { title, text } = MESSAGE_TEXTS[name as keyof typeof TEMPLATES]
    expect([name, holesIn(text)]).toEqual([name, Object.keys(holes).sort()])
    expect(holesIn(title)).toEqual([])
  }
})
