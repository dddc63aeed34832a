import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { addCode } from '../../sync-server/src/found.ts'
import { type Running, start } from '../../sync-server/src/start.ts'
import { populate, type TestWindow, testWindow } from '../harness.ts'
import { done, layCard, RESIDENT, register } from '../journeys/permit.ts'

const STATION = '330402510000'

/** A centre on this folder and port; what stands in the folder is kept. */
function openCentre(folder: string, port: string): Promise<Running> {
  const config = readConfig({ CHUANGTAI_DATA: folder, CHUANGTAI_PORT: port, CHUANGTAI_HOST: '127.0.0.1' })
  return start(config, kinds, error => console.error(error))
}

async function enrolled({ parts, address }: Running, number: string, login: string): Promise<TestWindow> {
  const window = await testWindow()
  const { code } = await addCode(parts, STATION, number)
  await window.call('session.enrol', { server: address, code, name: '测试窗口' })
  await window.signIn(login)
  return window
}

test('a centre set back to a backup: what it had accepted since is sent again, and every window ends equal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chuangtai-set-back-'))
  const at = await openCentre(folder, '0')
  await populate(at, () => new Date().toISOString())
  const { port } = new URL(at.address)
  const one = await enrolled(at, '01', 'zhangwei')
  const two = await enrolled(at, '02', 'lijing')
  await layCard(one, 0)
  const before = await register(one, '2026-01-05')
  await one.sync()
  await two.sync()

  await at.stop()
  const backup = mkdtempSync(join(tmpdir(), 'chuangtai-backup-'))
  cpSync(folder, backup, { recursive: true })
  const again = await openCentre(folder, port)
  await layCard(one, 1)
  const since = await register(one, '2026-02-03')
  await one.sync()
  await two.sync()
  expect((await two.call('cases.open', { id: since })).state).toBe('active')

  await again.stop()
  rmSync(folder, { recursive: true })
  cpSync(backup, folder, { recursive: true })
  const back = await openCentre(folder, port)
  await one.sync()
  await two.sync()
  await one.sync()
  await two.sync()
  for (const window of [one, two]) {
    for (const id of [before, since])
      expect(await window.call('cases.open', { id })).toMatchObject({ state: 'active', sending: 'sent' })
  }
  await done(one, RESIDENT, since, 'edit', { note: '补充说明' })
  await one.sync()
  await two.sync()
  expect((await two.call('cases.open', { id: since })).version).toBe(2)
  await one.close()
  await two.close()
  await back.stop()
})
