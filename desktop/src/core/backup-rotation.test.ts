import { expect, test } from 'vitest'
import { isDue } from './backup-keeper.ts'
import type { Backup } from './backup-list.ts'
import { networkPlace } from './backup-place.ts'
import { outdated } from './backup-rotation.ts'

const backup = (at: string, why: Backup['why'] = 'day'): Backup => ({
  form: 1,
  name: at,
  at,
  why,
  version: 'test',
  events: 1,
  waiting: 0,
  counter: 1,
  newest: at,
  files: 0,
  bytes: 1,
})
const DAY = 86_400_000
const before = (days: number, hour = 10) =>
  new Date(Date.parse(`2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`) - days * DAY).toISOString()

test('of a backup every day for 60 days, 7 days and 4 weeks are kept; going day by day keeps the same', () => {
  let held: Backup[] = []
  for (let day = 60; day >= 0; day--) {
    held.push(backup(before(day)))
    const gone = new Set(outdated(held, before(day)))
    held = held.filter(b => !gone.has(b))
    expect(held.length).toBeLessThanOrEqual(11)
  }
  const ages = held.map(b => (Date.parse(before(0)) - Date.parse(b.at)) / DAY)
  expect(ages).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6]))
  // Three more weeks, each with its newest backup.
  expect(ages.filter(age => age > 6).length).toBeGreaterThanOrEqual(2)
  expect(Math.max(...ages)).toBeGreaterThan(14)
  expect(Math.max(...ages)).toBeLessThanOrEqual(28)
})

test('of several a day the newest stays; one from before an upgrade stays for 4 weeks; the last one always', () => {
  const day = [8, 9, 10].map(hour => backup(before(0, hour)))
  expect(outdated(day, before(0, 11)).map(b => b.at)).toEqual([before(0, 9), before(0, 8)])
  const upgrade = backup(before(20), 'migration')
  const since = [backup(before(20, 23)), backup(before(0))]
  expect(outdated([upgrade, ...since], before(0))).toEqual([])
  expect(
    outdated([backup(before(40), 'migration'), backup(before(40, 23)), ...since], before(0)).map(b => b.why),
  ).toEqual(['migration'])
  expect(outdated([backup(before(400))], before(0))).toEqual([])
})

const local = (at: string) => ({ day: at.slice(0, 10), hour: Number(at.slice(11, 13)) })
test.each([
  ['none yet', undefined, before(0), true],
  ['one of an hour ago', before(0, 9), before(0, 10), false],
  ['one older than a day', before(1, 9), before(0, 10), true],
  ['the evening came and the last is of the morning', before(0, 9), before(0, 18), true],
  ['the evening has its own', before(0, 18), before(0, 21), false],
  ['the next morning, one of last evening', before(1, 18), before(0, 9), false],
  ['a backup of the future, by a clock that was set back', before(-30), before(0), true],
])('due: %s', (_, last, now, due) => {
  expect(isDue(last, now, local)).toBe(due)
})

test('a network disk is told by the mount table or by its address, a local one is not', () => {
  const mounts = (kind: string) => () =>
    `22 1 254:0 / / rw - ext4 /dev/vda rw\n40 22 0:30 / /mnt/office\\040share rw - nfs4 srv:/x rw\n41 22 0:31 / ${process.cwd()} rw - ${kind} srv rw`
  for (const kind of ['nfs4', 'cifs', 'smb3', 'fuse.sshfs'])
    expect(networkPlace(process.cwd(), mounts(kind))).toBe(kind)
  for (const kind of ['ext4', 'xfs', 'btrfs', 'fuseblk', 'overlay'])
    expect(networkPlace(process.cwd(), mounts(kind))).toBeUndefined()
  expect(networkPlace('\\\\server\\share\\chuangtai', mounts('ext4'))).toBe('\\\\server\\share')
  expect(networkPlace('/')).toBeUndefined()
})
