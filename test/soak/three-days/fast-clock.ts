/**
 * Loaded before a program (`--import`), lets its time run faster: the day it reads, and what it waits for long. Short
 * waits stay as they are, for disks and networks are not faster; so do the limits of requests.
 */
import type { FastClock } from './messages.ts'

const { from, start, rate } = JSON.parse(process.env.CHUANGTAI_FAST_CLOCK!) as FastClock
/** ms from which a wait is shortened. */
const LONG = 4_000
const real = Date
const simulated = () => Math.round(start + (real.now() - from) * rate)

globalThis.Date = new Proxy(real, {
  construct: (date, given) => (given.length ? Reflect.construct(date, given) : new date(simulated())),
  apply: () => new real(simulated()).toString(),
  get: (date, name) => (name === 'now' ? simulated : Reflect.get(date, name)),
})
const { setTimeout, setInterval } = globalThis
const shortened = (ms: number | undefined) => (ms !== undefined && ms >= LONG ? ms / rate : ms)
globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (timer, self, [work, ms, ...rest]) => Reflect.apply(timer, self, [work, shortened(ms), ...rest]),
})
globalThis.setInterval = new Proxy(setInterval, {
  apply: (timer, self, [work, ms, ...rest]) => Reflect.apply(timer, self, [work, shortened(ms), ...rest]),
})
