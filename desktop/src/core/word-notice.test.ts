import { rm } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { testWindow } from '../../../test/harness.ts'
import type { Notice } from '../api.ts'
import type { Client } from './core.ts'

test('a card that cannot be read is told to each screen in its own language, also after it has changed', async () => {
  const window = await testWindow()
  const english: Client = { language: 'en' }
  const heard: Notice[] = []
  const deaf = window.core.listen(notice => heard.push(notice), english)
  const faults = (notices: Notice[]) => notices.flatMap(n => (n.topic === 'card' && n.state === 'fault' ? [n] : []))
  const fail = async (times: number) => {
    await window.call('demo.fault', { device: 'id-card', fault: 'refused' })
    await window.call('demo.card', { person: 0 })
    await vi.waitFor(() => expect(faults(heard).length).toBeGreaterThanOrEqual(times), { timeout: 60_000 })
    await window.call('demo.card', { person: null })
    await window.call('demo.fault', { device: 'id-card', fault: null })
  }
  try {
    await fail(1)
    expect(faults(heard)[0]).toMatchObject({
      fault: 'auth',
      text: expect.stringMatching(/^[^\p{Script=Han}]+$/u),
    })
    expect(faults(window.notices)[0]).toMatchObject({ fault: 'auth', text: expect.stringContaining('证') })
    await window.core.call('session.language', { language: 'zh-CN' }, english)
    const before = faults(heard).length
    await fail(before + 1)
    expect(faults(heard).at(-1)!.text).toBe(faults(window.notices).at(-1)!.text)
    deaf()
  } finally {
    await window.close()
    await rm(window.folder, { recursive: true, force: true })
  }
})
