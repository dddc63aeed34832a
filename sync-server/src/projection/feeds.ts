import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Feeds } from '../../../shared-types/src/model/feed.ts'

type FeedName = keyof Feeds

/** A record type that rules read, as its domain says. */
export type Fed = { [N in FeedName]: { name: N; kind: Kind; feed: Required<Feeds>[N] } }[FeedName]

/** Every feed of every domain, by the full name of the record type that it reads. */
export function feedsOf(kinds: Kinds): ReadonlyMap<string, readonly Fed[]> {
  const fed = [...kinds.values()].flatMap(kind =>
    Object.entries(kind.domain.feeds ?? {})
      .filter(([, feed]) => feed.record === kind.name)
      .map(([name, feed]) => ({ name, kind, feed }) as Fed),
  )
  return Map.groupBy(fed, ({ kind }) => kind.type)
}
