import { putDurably, type UpdatePlace } from './update-place.ts'

/**
 * How a start went. `waiting`: somebody must type a passphrase before the data can be opened, however long that takes.
 * `trouble`: the data cannot be read, and somebody may be mending that. `up`: they are open and the screen is served.
 */
export type Health = 'waiting' | 'trouble' | 'up'

/** Tells the launcher how this start went; only `up` makes a new version the one that stays. */
export async function tellLauncher(place: UpdatePlace | undefined, how: Health): Promise<void> {
  if (place) await putDurably(place.base, 'up.json', { start: place.start, how })
}
