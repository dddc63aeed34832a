import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { type InstalledDesk, sitDown } from './desk.ts'
import { bootMachine, type Machine } from './machine.ts'
import { packages } from './packages.ts'

// One bare machine without a network, from the first package to the last word: the steps follow each other.

const UNIT = '330402510000'
const PASSWORD = 'Window-of-2026'
const RESIDENT = 'population.resident'
const made = packages()

let machine: Machine
let desk: InstalledDesk | undefined
/** What was entered, which must outlive everything. */
const entered: string[] = []

beforeAll(async () => {
  machine = await bootMachine(made.root, join(mkdtempSync(join(tmpdir(), 'chuangtai-installed-')), 'root'))
})
afterAll(async () => {
  await desk?.close().catch(() => undefined)
  await machine?.stop()
})

const centre = () => {
  machine.start('chuangtai-server serve >>/var/log/centre.log 2>&1')
  return expect
    .poll(() => machine.run('tail -n 5 /var/log/centre.log').text, { timeout: 120_000 })
    .toMatch(/listening|listens|"msg"/)
}

/** Registers somebody who lives here since that day, as typed from what they say. */
async function register(at: InstalledDesk, name: string, number: string): Promise<void> {
  const { today } = await at.call('session.state', {})
  const { id } = await at.call('cases.blank', { type: RESIDENT })
  const address = { area: '330402', street: '桂花街道', community: '模拟花园', building: '3幢', room: '501室' }
  const since = addMonths(today, -1)
  const living = {
    address,
    dwelling: 'rented',
    purpose: 'work',
    livedSince: since,
    registeredOn: today,
    source: 'window',
  }
  const person = {
    name,
    citizenId: number,
    sex: '2',
    nation: '01',
    birth: '1990-03-07',
    homeAddress: '浙江省嘉兴市南湖区桂花路1号',
  }
  const patch = { ...person, phone: '13905710001', ...living }
  const answer = await at.call('cases.act', { type: RESIDENT, id, act: 'register', patch })
  expect(answer.problems.map(problem => problem.text)).toEqual([])
  entered.push(id)
}

const kept = async (at: InstalledDesk) => {
  for (const id of entered) expect((await at.call('cases.open', { id })).id).toBe(id)
}

test('both packages install with dpkg alone, and need nothing that a bare system does not have', () => {
  const { code, text } = machine.install(made.server('0.1.0'), made.window('0.1.0'))
  expect(text).not.toMatch(/unmet|depends on/)
  expect(code).toBe(0)
  const natives = machine.must(
    `find /opt/chuangtai-window -name '*.node' -o -name node -type f -o -name '*.so*' | xargs ldd 2>&1 | grep 'not found' || true`,
  )
  expect(natives).toBe('')
})

test('the first run makes authority, administrator and codes; a second says that it was', () => {
  const setup = `chuangtai-server setup --unit ${UNIT} --unit-name 桂花路派出所 --level station --area 330402 --name 孟岩 --address 127.0.0.1`
  const text = machine.must(setup)
  expect(text).toMatch(/admin \w{4}-\w{4}-\w{4}/)
  expect(text).toMatch(/Code of window 01\n\s+[\w-]{30,}/)
  const again = machine.run(setup)
  expect(again.code).toBe(1)
  expect(again.text).toContain('set up before')
})

test('an ordinary person starts the window, enrols it, signs in and takes a registration', async () => {
  await centre()
  const code = /^([\w-]+)/.exec(machine.must(`chuangtai-server admin code --unit ${UNIT} --number 02`))![1]!
  const [, first] = /clerk (\S+)/.exec(
    machine.must(`chuangtai-server admin person --login clerk --name 张伟 --role clerk --unit ${UNIT}`),
  )!
  desk = await sitDown(machine)
  console.log(`window: ${Math.round(desk.took)} ms from the command to the address of the screen`)
  await desk.call('session.enrol', { server: 'https://127.0.0.1:4610', code, name: '一号窗口' })
  const signIn = { login: 'clerk', password: first!, newPassword: PASSWORD }
  expect((await desk.call('session.signIn', signIn)).person?.name).toBe('张伟')
  await register(desk, '周晓棠', '411523199003070064')
  await expect.poll(async () => (await desk!.call('status', {})).unsent, { timeout: 120_000 }).toBe(0)
})

test('while a window runs another version is not laid over it, and the sentence says so', () => {
  const { code, text } = machine.install(made.window('0.2.0'))
  expect(code).not.toBe(0)
  expect(text).toContain('窗台正在运行')
})

test('the next version takes over with all that was entered; the one before stays to go back to', async () => {
  await desk!.close()
  expect(machine.install(made.window('0.2.0')).code).toBe(0)
  desk = await sitDown(machine)
  const state = await desk.call('session.signIn', { login: 'clerk', password: PASSWORD })
  expect(state.version).toBe('0.2.0')
  await kept(desk)
  // Only a version that has stayed up for some seconds is the one to go back to.
  const settled = () => machine.run('cat /var/lib/chuangtai/window/clerk/program/state.json').text
  await expect.poll(settled).toContain('"current":"0.2.0"')
  expect(machine.must('ls /opt/chuangtai-window/kept')).toContain('0.1.0')
})

test('a version that does not come up goes back by itself, and work goes on', async () => {
  await desk!.close()
  expect(machine.install(made.broken('0.3.0')).code).toBe(0)
  desk = await sitDown(machine)
  const state = await desk.call('session.signIn', { login: 'clerk', password: PASSWORD })
  expect(state.version).toBe('0.2.0')
  await kept(desk)
  await register(desk, '沈若岚', '411523199003070080')
  await desk.close()
})

test('killed at any moment of an upgrade, dpkg leaves a version that starts', async () => {
  for (const after of [0.2, 0.5, 1, 2, 4, 7]) {
    machine.run(`timeout -s KILL ${after} dpkg -i /packages/chuangtai-window_0.4.0_*.deb`)
    desk = await sitDown(machine)
    await desk.call('session.signIn', { login: 'clerk', password: PASSWORD })
    await kept(desk)
    await desk.close()
  }
  expect(machine.install(made.window('0.4.0')).code).toBe(0)
  desk = await sitDown(machine)
  expect((await desk.call('session.signIn', { login: 'clerk', password: PASSWORD })).version).toBe('0.4.0')
  await kept(desk)
  await desk.close()
})

test('the centre is backed up before another version of it is laid', async () => {
  const { code, text } = machine.install(made.server('0.2.0'))
  expect(code, text).toBe(0)
  const lain = machine.must('ls /var/lib/chuangtai/server/backups/before-upgrade')
  expect(lain).toMatch(/^0\.1\.0-\d{8}-\d{6}/m)
  machine.run('pkill -f sync-server/src/cli.ts')
  await sleep(1000)
  await centre()
  expect(machine.must('chuangtai-server verify')).toMatch(/whole|ok|no/i)
  expect(machine.must('/opt/chuangtai-server/nightly-backup', 'chuangtai')).toContain('cases')
})

test('removed, the data stays; purged, nothing does', () => {
  machine.must('dpkg -r chuangtai-window chuangtai-server')
  expect(machine.run('ls /opt/chuangtai-window /opt/chuangtai-server').code).not.toBe(0)
  expect(machine.must('ls /var/lib/chuangtai/window')).toContain('clerk')
  expect(machine.must('ls /var/lib/chuangtai/server')).toContain('server.sqlite')
  machine.run('pkill -f sync-server/src/cli.ts')
  machine.must('dpkg -P chuangtai-window chuangtai-server')
  expect(machine.must('find / -xdev -iname "*chuangtai*" -not -path "/proc/*" -not -path "/packages/*"')).toBe('')
})
