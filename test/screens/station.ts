import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Domain } from '../../shared-types/src/model/domain.ts'
import { type Centre, centre } from '../harness.ts'
import { admitPrinter, STATION } from '../journeys/permit.ts'
import { type Desk, openBrowser, openDesk, watch } from './desk.ts'

/** A centre, and two windows of one station with their pages: what the journeys at the glass are walked through. */
export interface Station {
  browser: Browser
  centre: Centre
  clerk: Desk
  other: Desk
}

interface StationOptions {
  /** Who is signed in at the windows; nobody unless told. */
  clerk?: string
  other?: string
  printer?: boolean
  domains?: readonly Domain[]
}

/** Describes journeys that share a station and a browser; at their end, neither centre nor pages may have complained. */
export function atStation(what: string, options: StationOptions, tests: (station: Station) => void): void {
  describe(what, () => {
    const station = {} as Station
    const faults: unknown[] = []
    const domains = options.domains && { domains: options.domains }
    beforeAll(async () => {
      const [browser, at] = await Promise.all([openBrowser(), centre({ faults, ...domains })])
      Object.assign(station, { browser, centre: at })
      if (options.printer) await admitPrinter(at)
      station.clerk = await openDesk(browser, { centre: at, unit: STATION, ...domains })
      station.other = await openDesk(browser, { centre: at, unit: STATION, ...domains })
      if (options.clerk) await station.clerk.window.signIn(options.clerk)
      if (options.other) await station.other.window.signIn(options.other)
    }, 240_000)
    afterAll(async () => {
      await station.clerk?.close()
      await station.other?.close()
      await station.browser?.close()
      await station.centre?.stop()
    })
    beforeEach(() => watch([station.clerk, station.other]))

    tests(station)

    test('neither the centre nor a page complained', () => {
      expect(faults).toEqual([])
      expect(station.clerk.complaints).toEqual([])
      expect(station.other.complaints).toEqual([])
    })
  })
}
