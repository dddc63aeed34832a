import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, '../../scripts/devices-sim.ts')

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
  expect(await (await fetch(`${origin}/`)).text()).toContain('Simulated devices')
  panel.kill()
  const [code] = await once(panel, 'exit')
  expect(code).toBe(0)
})
