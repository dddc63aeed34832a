import { type Fact, factOf, mayWithFacts } from '../../../shared-types/src/engine/facts.ts'
import type { FactAct } from '../../../shared-types/src/model/fact.ts'
import type { Post } from '../../../shared-types/src/model/person.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, PersonAsk } from '../route.ts'
import type { FactScope } from './fact-scope.ts'

/** Who asks about facts, by which post, and which rows that leaves. */
export interface FactRights {
  fact: Fact
  post: Post
  scope: FactScope
}

/**
 * The rights of who asks to do this with rows of a type. `unit` narrows them to a unit and what is below.
 * @throws Refusal 400 for a type that is not there, 403 for a post that is not theirs, a role that may not, or a unit of others
 */
export function factRights(
  { kinds }: Pick<Parts, 'kinds'>,
  { directory, signedIn }: Pick<PersonAsk, 'directory' | 'signedIn'>,
  asked: { type: string; post?: string | undefined; unit?: string | undefined },
  act: FactAct,
): FactRights {
  const fact = factOf(kinds, asked.type)
  if (!fact) throw new Refusal(400, 'bad-request', 'type')
  const { posts } = signedIn
  const post = asked.post === undefined ? posts[0] : posts.find(({ id }) => id === asked.post)
  if (!post || !mayWithFacts(fact, post.role, act)) throw new Refusal(403, 'forbidden')
  const own = directory.below(post.unit)
  if (asked.unit !== undefined) {
    if (!own.has(asked.unit)) throw new Refusal(403, 'forbidden')
    return { fact, post, scope: { whole: false, units: [...directory.below(asked.unit)] } }
  }
  const top = directory.units.some(({ id, parent }) => id === post.unit && parent === undefined)
  return { fact, post, scope: top ? { whole: true } : { whole: false, units: [...own] } }
}
