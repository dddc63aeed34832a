import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDriver } from '../../native-bridges/src/open-driver.ts'
import { hasPtys } from '../../native-bridges/src/ports/pty-pair.fixture.ts'

const SCRIPT = join(import.meta.dirname, '../../scripts/devices-sim.ts')

/** A driver on the other end of the simulated code reader's line hears what its buttons send. */
async function hears(machines: { name: string; where: string; actions: string[] }[], origin: string): Promise<void> {
  const at = machines.findIndex(({ name }) => name.startsWith('Code reader'))
  const { where, actions } = machines[at]!
  const driver = openDriver({ driver: 'code-reader', port: where, baudRate: 9600, paths: [where] })
  const press = (label: string) =>
    fetch(`${origin}/do?machine=${at}&action=${actions.indexOf(label)}`, { method: 'POST', headers: { origin } })
  const pieces = driver.run(where, { mode: 'continuous' }, AbortSignal.timeout(60_000))[Symbol.asyncIterator]()
  // Bytes that go out before the line is open may never have gone.
  const again = setInterval(() => void press('a code, CR LF'), 300)
  expect(await pieces.next()).toMatchObject({ value: { text: 'A0000017' } })
  clearInterval(again)
  await press('noise')
  await press('GB 18030')
  for (let piece = await pieces.next(); ; piece = await pieces.next()) {
    const { text } = piece.value as { text: string }
    if (text === '居住证') break
    expect(text).toBe('A0000017')
  }
  await pieces.return?.()
}

test('the panel of simulated machines says where each is, and only its own page makes them go wrong', async () => {
  const panel = spawn(process.execPath, [SCRIPT, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  panel.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await expect.poll(() => said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\n$/)
  const origin = /(http:\/\/127\.0\.0\.1:\d+)\/\n$/.exec(said)![1]!
  const machines = async () =>
    (await (await fetch(`${origin}/state`)).json()) as {
      name: string
      where: string
      state: string
      actions: string[]
    }[]
  const found = await machines()
  for (const { name, where } of found) expect(said).toContain(`${name}: ${where}`)
  const scanner = found.findIndex(({ name }) => name.startsWith('Scanner'))
  const empty = found[scanner]!.actions.indexOf('0 sheets')
  const press = (headers: Record<string, string>) =>
    fetch(`${origin}/do?machine=${scanner}&action=${empty}`, { method: 'POST', headers }).then(({ status }) => status)
  expect(await press({ origin: 'http://127.0.0.1:1' })).toBe(403)
  expect((await machines())[scanner]!.state).not.toMatch(/^0 sheets/)
  expect(await press({ origin })).toBe(204)
  expect((await machines())[scanner]!.state).toMatch(/^0 sheets/)
  if (hasPtys) await hears(found, origin)
  expect(await (await fetch(`${origin}/`)).text()).toContain('Simulated devices')
  panel.kill()
  const [code] = await once(panel, 'exit')
  expect(code).toBe(0)
})
