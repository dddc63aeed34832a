import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Arguments, CALLS, type CallName } from '../../desktop/src/api.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { APPLICATION, address, done, layCard, RESIDENT } from '../journeys/permit.ts'
import { ARGUMENTS, type CallWorld } from '../rights/window-calls.ts'
import { saidBy } from './said.ts'

const STATION = '330402510000'
const DISTRICT = '330402000000'
/** Invented, with valid check digits; phones of nobody. */
const HOLDER = '320583197907044170'
/** The demo's card with that number. */
const HOLDERS_CARD = INVENTED_PEOPLE.findIndex(({ key }) => key === 'rare-name')
const AGENT = '11010519491231002X'
const PHONES = ['13900001111', '13900002222', '13900003333', '13900004444']
const MARKS = [HOLDER, AGENT, ...PHONES]
/** What people write where they should not. */
const FREE = `给${HOLDER}和${PHONES[0]}办理`
const ALL_DAYS = { from: '2020-01-01', to: '2035-12-31' }

/**
 * Calls that give a number whole on purpose, and why. Whatever else says one, in whatever file or name, fails the test;
 * a call that is added is walked by the argument that the table of rights asks for.
 */
const WHOLE: Partial<Record<CallName, string>> = {
  'cases.reveal': 'for a purpose, recorded',
  'print.preview': 'the form that its holder signs, for who may uncover it; recorded',
  'intake.look': 'the form of the person at the desk begins with what is known of them; recorded',
  'card.read': 'the card lies on the reader of this desk',
  'drafts.list': 'what one has typed oneself',
  'cases.blank': 'a form that nobody has saved shows what was typed',
}
/** They end the session or the window, or take long; none of them answers with anything of a case. */
const NOT_WALKED: readonly CallName[] = [
  'session.lock',
  'session.signOut',
  'audit.verify',
  'files.scan',
  'backups.make',
  'backups.restore',
  'backups.anew',
  'sync.now',
]
const PEOPLE = { clerk: 'zhangwei', supervisor: 'majianguo', audit: 'lintao' } as const

describe('planted numbers of people', () => {
  let at: Centre
  let window: TestWindow
  const faults: unknown[] = []
  const ids = { resident: '', application: '' }

  beforeAll(async () => {
    at = await centre({ faults })
    window = await testWindow({
      centre: at,
      unit: DISTRICT,
      demo: { logins: [], haste: 1000 },
      log: error => faults.push(error),
    })
    await window.signIn('zhangwei')
    await layCard(window, HOLDERS_CARD)
    const person = { citizenId: HOLDER, name: '田样本', sex: '1', birth: '1979-07-04', address }
    const since = { livedSince: '2025-01-10', registeredOn: '2025-01-10', source: 'window' }
    ids.resident = await made(RESIDENT, 'register', {
      ...person,
      ...since,
      phone: PHONES[0],
      dwelling: 'rented',
      purpose: 'work',
      landlord: '房样本',
      landlordPhone: PHONES[1],
    })
    ids.application = await made(APPLICATION, 'edit', { ...person, phone: PHONES[2], agentId: AGENT })
    // Refused by the centre: it stands in the clerk's inbox, and before their reviewer.
    await window.plug(false)
    await done(window, RESIDENT, ids.resident, 'edit', { phone: PHONES[3] })
    await window.plug(true)
  })
  afterAll(async () => {
    await window?.close()
    await at?.stop()
  })

  async function made(type: string, act: string, patch: object): Promise<string> {
    const { id } = await window.call('cases.blank', { type })
    await done(window, type, id, act, patch as never)
    return id
  }

  const leaks = (text: string) => MARKS.filter(mark => text.includes(mark))

  /** What a call says, also when it fails. */
  async function said<N extends CallName>(name: N, args: Arguments<N>): Promise<string> {
    return saidBy(await window.call(name, args).catch((error: unknown) => error))
  }

  /** Every call with good arguments; those that are about a case for each of them. */
  function* everyCall(): Generator<[CallName, object]> {
    const walked = new Set<string>()
    for (const caseId of Object.values(ids))
      for (const name of Object.keys(CALLS) as CallName[]) {
        const world: CallWorld = { caseId, unit: STATION, district: DISTRICT, language: 'zh-CN' }
        const args = ARGUMENTS[name](world)
        // Some arguments are new each time; what is about no case is asked once.
        const key = JSON.stringify(args).includes(caseId) ? `${name} ${caseId}` : name
        if (!NOT_WALKED.includes(name) && !walked.has(key)) yield [name, args]
        walked.add(key)
      }
  }

  /** The lists, searches, sheets and papers of everything there is. */
  function* everyList(): Generator<[CallName, object]> {
    for (const type of [RESIDENT, APPLICATION]) {
      for (const more of [{}, { text: HOLDER }, { filters: { citizenId: HOLDER } }])
        yield ['cases.list', { type, ...more }]
      const query = { type, text: HOLDER }
      yield ['export.list', { query, purpose: FREE }]
      yield ['print.list', { query, purpose: FREE }]
      for (const text of [HOLDER, '田样本', PHONES[0]!]) {
        yield ['cases.search', { text, type }]
        yield ['cases.links', { text, type }]
      }
      yield ['import.start', { type, name: `${HOLDER} ${PHONES[0]}.xlsx`, bytes: new Uint8Array([1, 2]) }]
    }
    const report = { domain: 'population', report: 'residents', ...ALL_DAYS }
    for (const as of ['xlsx', 'pdf']) yield ['reports.export', { query: report, as, purpose: FREE }]
    yield ['print.preview', { id: ids.resident, template: 'residentSlip' }]
  }

  async function walk(role: string, calls: Iterable<[CallName, object]>): Promise<string[]> {
    const found: string[] = []
    for (const [name, args] of calls) {
      const open = leaks(await said(name, args as never))
      if (open.length && !(name in WHOLE)) found.push(`${role} ${name} ${JSON.stringify(args)}: ${open}`)
    }
    return found
  }

  test.each(Object.entries(PEOPLE))(
    'are covered in every answer to a %s',
    async (role, login) => {
      await window.signIn(login)
      expect(await walk(role, everyCall())).toEqual([])
      await window.signIn(login)
      expect(await walk(role, everyList())).toEqual([])
    },
    120_000,
  )

  test('are covered in English as well', async () => {
    await window.signIn('zhangwei')
    await window.call('session.language', { language: 'en' })
    expect(await walk('clerk', everyList())).toEqual([])
    for (const id of Object.values(ids)) expect(leaks(await said('cases.open', { id }))).toEqual([])
    await window.call('session.language', { language: 'zh-CN' })
  })

  test('are in no notice that any screen hears', () => {
    expect(window.notices.some(notice => notice.topic === 'card')).toBe(true)
    expect(leaks(JSON.stringify(window.notices))).toEqual([])
  })

  test('are in no fault that goes to a log', () => {
    const texts = faults.map(fault =>
      fault instanceof Error ? `${fault.message} ${fault.stack}` : JSON.stringify(fault),
    )
    expect(leaks(texts.join('\n'))).toEqual([])
  })

  test('are uncovered by a reveal alone, one value for one purpose', async () => {
    await window.signIn('zhangwei')
    for (const [id, field, mark] of [
      [ids.resident, 'citizenId', HOLDER],
      [ids.resident, 'landlordPhone', PHONES[1]],
      [ids.application, 'phone', PHONES[2]],
    ] as const) {
      expect(leaks(await said('cases.open', { id }))).toEqual([])
      expect(leaks(await said('cases.reveal', { id, field, purpose: 'identity' }))).toEqual([mark])
    }
    const ask = { id: ids.resident, field: 'citizenId', purpose: 'other' } as const
    await expect(window.call('cases.reveal', ask)).rejects.toMatchObject({ code: 'arguments' })
    await expect(window.call('cases.reveal', { ...ask, purpose: '好奇' as never })).rejects.toMatchObject({
      code: 'arguments',
    })
  })

  test('leave the house whole only by a post that may, asks for it and says what for', async () => {
    const query = { type: RESIDENT }
    const whole = { query, purpose: '上级抽查', whole: true }
    await window.signIn('zhangwei')
    await expect(window.call('export.list', whole)).rejects.toMatchObject({ code: 'forbidden' })
    await window.signIn('majianguo')
    expect(leaks(await said('export.list', { query, purpose: '上级抽查' }))).toEqual([])
    const text = await said('export.list', whole)
    expect(leaks(text)).toContain(HOLDER)
    expect(text).toMatch(/马建国.*导出.*用途：上级抽查.*含完整/)
  })

  test('are in no line of the audit, whatever people wrote', async () => {
    await window.sync()
    await window.signIn('lintao')
    let before: number | undefined
    let lines = 0
    do {
      const page = await window.call('audit.search', { query: {}, ...(before !== undefined && { before }) })
      expect(leaks(JSON.stringify(page))).toEqual([])
      lines += page.lines.length
      before = page.before
    } while (before !== undefined)
    expect(lines).toBeGreaterThan(100)
    const query = { of: 'acts', act: 'export' } as const
    const exports = (await window.call('audit.search', { query })).lines
    expect(exports.some(line => line.what.includes('320583********4170'))).toBe(true)
  })

  test('a supervisor hands the person the record of who looked, which stands in the next one', async () => {
    await window.signIn('zhangwei')
    await expect(window.call('person.accessLog', { purpose: 'inquiry' })).rejects.toMatchObject({ code: 'forbidden' })
    await window.signIn('majianguo')
    const first = await window.call('person.accessLog', { number: HOLDER, purpose: 'inquiry', note: '窗口申请' })
    expect(first).toMatchObject({ number: '320583********4170', cases: 2, more: false })
    const acts = first.lines.map(line => line.act)
    expect(acts).toEqual(expect.arrayContaining(['登记', '查看完整信息', '按号码查询', '预览打印表单']))
    // The lists in which they stood, saved and printed, are among it: who took them, when and what for.
    const [list, ...more] = first.lines.filter(line => line.act === '导出名单')
    expect(more.length).toBeGreaterThan(0)
    expect(list).toMatchObject({ person: expect.any(String), what: expect.stringMatching(/用途：.*条数：\d+/) })
    expect(acts).toContain('打印名单')
    expect(first.lines.find(line => line.act === '查看完整信息')).toMatchObject({
      person: '张伟',
      what: expect.stringContaining('用途：核对本人身份'),
    })
    const page = await saidBy(first.file)
    for (const text of ['320583********4170', '马建国', '当事人本人查询', '窗口申请', '张伟'])
      expect(page).toContain(text)
    expect(leaks(page + JSON.stringify(first))).toEqual([])
    await layCard(window, HOLDERS_CARD)
    const again = await window.call('person.accessLog', { purpose: 'inquiry' })
    // Its own line comes first.
    expect(again.lines.filter(line => line.act === '出具查阅记录')[1]).toMatchObject({
      person: '马建国',
      what: expect.stringContaining('窗口申请'),
    })
  })

  test('the record of access says what to do without a card, with a wrong number, and without a line', async () => {
    const cards = () => window.notices.filter(notice => notice.topic === 'card')
    await window.call('demo.card', { person: null })
    const ask = { purpose: 'inquiry' } as const
    await vi.waitFor(() => expect(cards().at(-1)).toMatchObject({ state: 'removed' }), 60_000)
    await expect(window.call('person.accessLog', ask)).rejects.toMatchObject({ code: 'device' })
    await expect(window.call('person.accessLog', { ...ask, number: '320583197907044171' })).rejects.toMatchObject({
      text: expect.stringContaining('校验'),
    })
    await window.plug(false)
    await expect(window.call('person.accessLog', { ...ask, number: HOLDER })).rejects.toMatchObject({
      code: 'offline',
      text: expect.stringContaining('联网后再办'),
    })
    await window.plug(true)
  })
})
