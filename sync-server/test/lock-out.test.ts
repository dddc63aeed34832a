import { describe, expect, test } from 'vitest'
import { pauseLeft, type Tries, withFailure } from '../../shared-types/src/engine/slowing.ts'
import { IN_TURN } from '../../test/databases.ts'
import { beginTry, countedFor } from '../src/lock-out.ts'
import { type Deployment, deployments } from './deployment.ts'
import { windowOf } from './window.ts'

const DAY = 86_400

/** Guesses that somebody gets in who tries whenever they may, in so many seconds of simulated time. */
function guesses(seconds: number, from: (n: number) => { station: string; login: string; usual: boolean }): number {
  const held = new Map<string, Tries>()
  const start = Date.parse('2026-03-02T00:00:00.000Z')
  let now = start
  let made = 0
  for (let n = 0; now < start + seconds * 1000; n++) {
    const { station, login, usual } = from(n)
    const counted = countedFor(station, login, usual)
    const at = () => new Date(now).toISOString()
    now += 1000 * Math.max(0, ...counted.map(({ key, rule }) => pauseLeft(held.get(key), at(), rule)))
    for (const { key, rule } of counted) held.set(key, withFailure(held.get(key), at(), rule))
    made += 1
    now += 10
  }
  return made
}

test('how often somebody can guess in a day, and in the tenth day', () => {
  const oneUsual = (days: number) => guesses(days * DAY, () => ({ station: 'a', login: 'x', usual: true }))
  expect(oneUsual(1)).toBeLessThan(2_000)
  expect(oneUsual(10) - oneUsual(9)).toBeLessThan(2_000)
  expect(guesses(DAY, () => ({ station: 'a', login: 'x', usual: false }))).toBeLessThan(120)
  // All logins at one station; one login at many stations.
  expect(guesses(DAY, n => ({ station: 'a', login: `x${n % 50}`, usual: true }))).toBeLessThan(2_000)
  expect(guesses(DAY, n => ({ station: 'a', login: `x${n}`, usual: false }))).toBeLessThan(330)
  expect(guesses(DAY, n => ({ station: `s${n % 200}`, login: 'x', usual: false }))).toBeLessThan(330)
})

describe.each(IN_TURN)('slowed guessing on %s', name => {
  const open = deployments(name)
  const later = (d: Deployment, seconds: number) => {
    d.clock.now = new Date(Date.parse(d.clock.now) + seconds * 1000).toISOString()
  }

  test('a colleague whose login others fail at everywhere gets in at once at their usual station', async () => {
    const d = await open()
    const usual = windowOf(d, await d.station('S1', '01'))
    expect((await usual.signIn(d.people.s1clerk)).status).toBe(200)
    const { db } = d.parts.store
    // Hours of guessing at the login from forty other stations, when its counter for all of them is at its longest pause.
    const until = Date.parse(d.clock.now) + 4 * 3600_000
    let made = 0
    for (let n = 0; Date.parse(d.clock.now) < until; n++) {
      const wait = await beginTry(db, countedFor(`other-${n % 40}`, d.people.s1clerk.login, false), d.clock.now)
      if (wait === 0) made += 1
      later(d, Math.max(1, wait))
    }
    expect(made).toBeGreaterThan(60)
    expect((await usual.signIn(d.people.s1clerk)).status).toBe(200)
  })

  test('and within a minute where somebody failed at their own station, at their login and at others', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    const usual = windowOf(d, made)
    await usual.signIn(d.people.s1clerk)
    const { db } = d.parts.store
    const until = Date.parse(d.clock.now) + 1800_000
    for (let n = 0; Date.parse(d.clock.now) < until; n++) {
      const [login, isUsual] = n % 2 ? [d.people.s1clerk.login, true] : [`made up ${n}`, false]
      const wait = await beginTry(db, countedFor(made.station.id, login, isUsual), d.clock.now)
      later(d, Math.min(60, Math.max(1, wait)))
    }
    const first = await usual.signIn(d.people.s1clerk)
    if (first.status !== 200) {
      expect(first).toMatchObject({ status: 429, body: { error: 'locked' } })
      expect(Number(first.body.detail)).toBeLessThanOrEqual(45)
      later(d, Number(first.body.detail))
      expect((await usual.signIn(d.people.s1clerk)).status).toBe(200)
    }
  })

  test('after the third wrong password each costs a longer pause, also of the right one', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    await s1.signIn(d.people.s1clerk)
    const pauses: number[] = []
    for (let n = 0; n < 3; n++) expect((await s1.signIn(d.people.s1clerk, 'wrong')).body.error).toBe('credentials')
    for (let n = 0; n < 7; n++) {
      expect((await s1.signIn(d.people.s1clerk, 'wrong')).body.error).toBe('credentials')
      const { body } = await s1.signIn(d.people.s1clerk)
      expect(body.error).toBe('locked')
      pauses.push(Number(body.detail))
      later(d, Number(body.detail))
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 45, 45])
    expect((await s1.signIn(d.people.s1clerk)).status).toBe(200)
    // The right one wipes the slate of the person; that of the station is forgotten in its own time.
    later(d, 1800)
    for (let n = 0; n < 3; n++) expect((await s1.signIn(d.people.s1clerk, 'wrong')).body.error).toBe('credentials')
    expect((await s1.signIn(d.people.s1clerk)).status).toBe(200)
  })

  test('of many guesses at once no more get through than of those one by one', async () => {
    const d = await open()
    const { db } = d.parts.store
    const counted = countedFor('s', 'x', true)
    const waits = await Promise.all(Array.from({ length: 40 }, () => beginTry(db, counted, d.clock.now)))
    expect(waits.filter(wait => wait === 0)).toHaveLength(4)
  })

  test('one who has a password there cannot clear what stands against others by signing in between', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    for (const person of [d.people.s1clerk, d.people.s1other]) await s1.signIn(person)
    let guessed = 0
    for (let n = 0; n < 12; n++) {
      if ((await s1.signIn(d.people.s1clerk, 'wrong')).body.error === 'credentials') guessed += 1
      await s1.signIn(d.people.s1other)
    }
    expect(guessed).toBe(4)
  })
})
