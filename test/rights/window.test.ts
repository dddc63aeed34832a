import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiFailure, CALLS, type CallName } from '../../desktop/src/api.ts'
import type { Role } from '../../shared-types/src/model/person.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { expected } from './expected.ts'
import { type Nearness, WINDOW } from './table.ts'
import { ARGUMENTS } from './window-calls.ts'

const DISTRICT = '330402000000'
const TYPE = 'residence-permits.application'
const CALL_NAMES = Object.keys(CALLS) as CallName[]
/** These end what the others need, and stand at the end of each round. */
const LAST: readonly CallName[] = ['session.lock', 'session.signOut']

interface Asker {
  login: string
  role: Role
  unit: string
  /** How near the cases of the test are to them. */
  cases: Readonly<Record<'clerk' | 'auxiliary' | 'elsewhere', Nearness>>
}

/** Everybody at one window of a district: all who work below it may sit there. */
const ASKERS: readonly Asker[] = [
  {
    login: 'wangfang',
    role: 'auxiliary',
    unit: '330402510000',
    cases: { clerk: 'unit', auxiliary: 'mine', elsewhere: 'beyond' },
  },
  {
    login: 'zhangwei',
    role: 'clerk',
    unit: '330402510000',
    cases: { clerk: 'mine', auxiliary: 'unit', elsewhere: 'beyond' },
  },
  {
    login: 'lijing',
    role: 'clerk',
    unit: '330402510000',
    cases: { clerk: 'unit', auxiliary: 'unit', elsewhere: 'beyond' },
  },
  {
    login: 'chenmin',
    role: 'clerk',
    unit: '330402520000',
    cases: { clerk: 'beyond', auxiliary: 'beyond', elsewhere: 'mine' },
  },
  {
    login: 'liuqiang',
    role: 'reviewer',
    unit: '330402510000',
    cases: { clerk: 'unit', auxiliary: 'unit', elsewhere: 'beyond' },
  },
  {
    login: 'majianguo',
    role: 'supervisor',
    unit: '330402000000',
    cases: { clerk: 'below', auxiliary: 'below', elsewhere: 'below' },
  },
  {
    login: 'guofeng',
    role: 'administrator',
    unit: '330400000000',
    cases: { clerk: 'below', auxiliary: 'below', elsewhere: 'below' },
  },
  {
    login: 'hejing',
    role: 'security',
    unit: '330400000000',
    cases: { clerk: 'below', auxiliary: 'below', elsewhere: 'below' },
  },
  {
    login: 'lintao',
    role: 'audit',
    unit: '330400000000',
    cases: { clerk: 'below', auxiliary: 'below', elsewhere: 'below' },
  },
]

test('every call of a window stands in the table, and nothing else does', () => {
  expect(Object.keys(WINDOW).sort()).toEqual([...CALL_NAMES].sort())
})

describe('the rights at a window', () => {
  let at: Centre
  let window: TestWindow
  const cases: Record<string, string> = {}
  /** Call → who asked for what → what they heard. */
  const heard: Partial<Record<CallName, Record<string, string>>> = {}
  const wanted: Partial<Record<CallName, Record<string, string>>> = {}

  beforeAll(async () => {
    at = await centre()
    window = await testWindow({ centre: at, unit: DISTRICT, demo: { logins: [], haste: 1000 }, log: () => undefined })
    await window.signIn('zhangwei')
    await window.sync()
    for (const [name, login] of [
      ['clerk', 'zhangwei'],
      ['auxiliary', 'wangfang'],
      ['elsewhere', 'chenmin'],
    ] as const) {
      await window.signIn(login)
      cases[name] = (await window.call('cases.blank', { type: TYPE })).id
      const patch = { citizenId: '320583197907044170', name: `标记${name}` }
      const answer = await window.call('cases.act', { type: TYPE, id: cases[name], act: 'edit', patch })
      expect(answer.problems).toEqual([])
    }
    await window.call('session.signOut', {})
    await round('nobody')
    for (const asker of ASKERS) {
      await window.signIn(asker.login)
      await round(asker.login, asker)
    }
    await window.signIn('zhangwei')
    await window.call('session.lock', {})
    await round('locked')
  }, 900_000)
  afterAll(async () => {
    await window?.close()
    await at?.stop()
  })

  async function round(who: string, asker?: Asker): Promise<void> {
    for (const name of [...CALL_NAMES.filter(n => !LAST.includes(n)), ...LAST]) {
      const row = WINDOW[name]
      for (const which of row.cases && asker ? (['clerk', 'auxiliary', 'elsewhere', 'none'] as const) : ['' as const]) {
        const cell = which ? `${who}: ${which}` : who
        const caseId = which ? (cases[which] ?? crypto.randomUUID()) : cases.clerk!
        const near = which && which !== 'none' ? asker?.cases[which] : which
        heard[name] = { ...heard[name], [cell]: await outcome(name, caseId, asker?.unit ?? DISTRICT) }
        wanted[name] = { ...wanted[name], [cell]: expected(row, who, asker, near) }
      }
    }
  }

  async function outcome(name: CallName, caseId: string, unit: string): Promise<string> {
    try {
      const args = ARGUMENTS[name]({ caseId, unit, district: DISTRICT, language: 'zh-CN' })
      const answer: unknown = await window.call(name, args as never)
      return name === 'cases.act' && (answer as { problems: unknown[] }).problems.length > 0 ? 'refused' : 'ok'
    } catch (error) {
      return (error as ApiFailure).code ?? String(error)
    }
  }

  test.each(CALL_NAMES)('%s', name => {
    expect(heard[name]).toEqual(wanted[name])
  })
})
