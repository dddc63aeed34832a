import { expect, test } from 'vitest'
import { DEVICE_FAULTS, type DeviceFacts, type DeviceKind } from './driver.ts'
import * as en from './words.en.ts'
import * as zh from './words.zh-CN.ts'

const KINDS = Object.keys(zh.DEVICE_KINDS) as DeviceKind[]
const FACTS: DeviceFacts[] = [
  {},
  { silent: 1, sheets: 0 },
  { paper: 'A5' },
  { tray: 'tray-2' },
  { http: 404 },
  { pages: 2, sheets: 1, left: 1, wanted: 3, before: 7, holder: 'print', since: '2026-03-01T00:00:00Z' },
]

test.each(KINDS)('%s has a sentence of its own for every fault, in both languages', kind => {
  for (const facts of FACTS) {
    const sentences = DEVICE_FAULTS.map(fault => [
      zh.deviceSentence(kind, fault, facts),
      en.deviceSentence(kind, fault, facts),
    ])
    for (const [chinese, english] of sentences) {
      expect(chinese).toMatch(/^[一-鿿].*。$/)
      expect(english).toMatch(/^[A-Z].*\.$/)
      expect(`${chinese}${english}`).not.toMatch(/undefined|NaN|null/)
      expect(chinese!.split('。').length, 'a cause and a next step').toBeGreaterThan(1)
    }
    expect(new Set(sentences.map(([chinese]) => chinese)).size).toBe(DEVICE_FAULTS.length)
  }
})

test('the second caller is told what holds the device and since when', () => {
  const facts = { holder: 'read-continuously', since: new Date(2026, 2, 1, 8, 5).toISOString() }
  expect(zh.deviceSentence('id-card', 'busy', facts)).toContain('（连续读卡，08:05开始）')
  expect(en.deviceSentence('id-card', 'busy', facts)).toContain('(reading cards continuously since 08:05)')
})

test('figures stand in the sentences that need them', () => {
  expect(zh.deviceSentence('card-printer', 'consumable', { left: 1, wanted: 3 })).toContain(
    '需要空白卡3张，机内只有1张',
  )
  expect(zh.deviceSentence('scanner', 'jam', { pages: 2 })).toContain('前2页已保留')
  expect(zh.deviceSentence('seal', 'uncertain', { before: 41 })).toContain('盖章前印数为41')
})

test('what the system does not let this account do is named, with how to get it', () => {
  expect(zh.deviceSentence('id-card', 'broken', { rights: 'serial' })).toMatch(/身份证阅读器的权限.*dialout/)
  expect(en.deviceSentence('scanner', 'broken', { rights: 'usb' })).toMatch(/scanner.*60-chuangtai\.rules/)
})

test('a certificate that is not the one set up is named as that, with what it shows', () => {
  expect(zh.deviceSentence('document-printer', 'auth', { fingerprint: 'AA:BB' })).toMatch(
    /证书与设置的不符.*AA:BB.*核对/,
  )
  expect(en.deviceSentence('scanner', 'auth', { certificate: 'CERT_HAS_EXPIRED' })).toMatch(
    /certificate of the scanner .* nothing was sent to it\. /,
  )
})

test('the program that holds the line is named', () => {
  expect(zh.deviceSentence('id-card', 'busy', { program: 'minicom' })).toContain('（被程序 minicom 占用）')
  expect(en.deviceSentence('id-card', 'busy', { program: 'minicom' })).toContain('(by the program minicom)')
})
