import * as crypto from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { UpdateManifest } from '../model/update.ts'
import {
  compareVersions,
  isReleased,
  isUpdatePath,
  makeUpdateHead,
  updateHead,
  updateHeadSize,
  whyNot,
} from './update-package.ts'

const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519')
const KEY = publicKey.export({ format: 'jwk' }).x!
const sign = (bytes: Uint8Array) => crypto.sign(null, bytes, privateKey)
const sha256 = '0'.repeat(64)
const MANIFEST: UpdateManifest = {
  format: 1,
  version: '0.2.0',
  platform: 'any',
  shell: 'web',
  made: '2026-11-22T08:00:00.000Z',
  run: 'bin/start.mjs',
  files: [
    { path: 'bin/start.mjs', size: 3, sha256 },
    { path: 'a b/窗台.txt', size: 0, sha256 },
  ],
  payload: { size: 20, sha256 },
}
const readBack = (manifest: object) => updateHead(makeUpdateHead(manifest as UpdateManifest, sign))

describe('the head of a package', () => {
  test('it is read as it was made, and its signature is the release key’s', () => {
    const bytes = makeUpdateHead(MANIFEST, sign)
    expect(updateHeadSize(bytes.subarray(0, 12))).toBe(bytes.length)
    const head = updateHead(Buffer.concat([bytes, Buffer.from('the payload')]))!
    expect(head.manifest).toEqual(MANIFEST)
    expect(isReleased(crypto, [KEY], head)).toBe(true)
    expect(isReleased(crypto, [], head)).toBe(false)
    const other = crypto.generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x!
    expect(isReleased(crypto, [other, 'no key'], head)).toBe(false)
    expect(isReleased(crypto, [other, KEY], head)).toBe(true)
  })

  test('a changed byte anywhere in it is no head any more, or one that nobody signed', () => {
    const bytes = makeUpdateHead(MANIFEST, sign)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at]! ^= 1
      const head = updateHead(changed)
      expect(head === undefined || !isReleased(crypto, [KEY], head), `byte ${at}`).toBe(true)
    }
  })

  test('the same words signed for another purpose are not signed here', () => {
    const text = Buffer.from(JSON.stringify(MANIFEST))
    const bytes = makeUpdateHead(MANIFEST, () => sign(text))
    expect(isReleased(crypto, [KEY], updateHead(bytes)!)).toBe(false)
  })

  test('less than a head, another file, and a manifest without end are none', () => {
    const bytes = makeUpdateHead(MANIFEST, sign)
    for (const length of [0, 5, 12, bytes.length - 1]) expect(updateHead(bytes.subarray(0, length))).toBeUndefined()
    expect(updateHead(Buffer.alloc(200, 1))).toBeUndefined()
    expect(updateHeadSize(Buffer.concat([Buffer.from('CTUPDAT1'), Buffer.alloc(4, 255)]))).toBeUndefined()
  })

  test.each<[string, object]>([
    ['a later format', { format: 2 }],
    ['a version of words', { version: '0.2.0-rc.1' }],
    ['a version with a nought before', { version: '0.02.0' }],
    ['a run that is no file of it', { run: 'bin/other.mjs' }],
    ['no files', { files: [], run: '' }],
    ['a file outside', { files: [...MANIFEST.files, { path: '../evil', size: 1, sha256 }] }],
    ['a file twice', { files: [...MANIFEST.files, { path: 'BIN/START.mjs', size: 1, sha256 }] }],
    ['a file below a file', { files: [...MANIFEST.files, { path: 'bin/start.mjs/x', size: 1, sha256 }] }],
    ['a size that is none', { files: [{ path: 'bin/start.mjs', size: -1, sha256 }] }],
    ['no payload', { payload: undefined }],
    ['a shell that is none', { shell: 'desktop' }],
  ])('%s is refused', (_, change) => {
    expect(readBack(MANIFEST)).toBeDefined()
    expect(readBack({ ...MANIFEST, ...change })).toBeUndefined()
  })

  test('a path stays within its folder on every system', () => {
    const good = ['a', 'a/b.js', '.bin/x', '@scope/name', 'a b', '窗台.txt', '..a/b']
    expect(good.filter(isUpdatePath)).toEqual(good)
    const bad = [
      '',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      '../a',
      'a\\b',
      'C:/a',
      'a:b',
      'a/nul',
      'CON.txt',
      'a.',
      'a ',
      'a\0b',
      'a\nb',
      'a\u202eb',
      'x'.repeat(401),
      3,
      undefined,
    ]
    expect(bad.filter(isUpdatePath)).toEqual([])
  })
})

test('versions are compared by their numbers, and an older one needs to be signed as a way back', () => {
  const sorted = ['0.1.9', '0.1.10', '0.2.0', '1.0.0', '10.0.0']
  expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted)
  expect(whyNot({ version: '0.2.0' }, '0.1.0')).toBeUndefined()
  expect(whyNot({ version: '0.2.0' }, '0.2.0')).toBe('same')
  expect(whyNot({ version: '0.2.0' }, '0.10.0')).toBe('older')
  expect(whyNot({ version: '0.2.0', over: ['0.3.0'] }, '0.10.0')).toBe('older')
  expect(whyNot({ version: '0.2.0', over: ['0.3.0', '0.10.0'] }, '0.10.0')).toBeUndefined()
})
