import type { CoreOptions } from '../../desktop/src/core/core.ts'
import { coreText } from '../../desktop/src/core/words.ts'
import type { ShellLanguage } from '../../desktop/src/shells/words.ts'
import { PEOPLE, UNITS } from '../../sync-server/src/demo/organisation.ts'

export type DemoLogin = NonNullable<CoreOptions['demo']>['logins'][number]

/** Whom one may be at a unit's window in the demo: its own people, then those above it. */
export function demoLogins(unit: string, password: string, language: ShellLanguage): DemoLogin[] {
  return [unit, ...above(unit)].flatMap(at =>
    PEOPLE.flatMap(({ login, name, posts }) =>
      posts
        .filter(post => post.unit === at)
        .map(({ role }) => ({ login, name, post: `${nameOf(at)} · ${coreText(language, `role.${role}`)}`, password })),
    ),
  )
}

function above(unit: string): string[] {
  const parent = UNITS.find(({ id }) => id === unit)?.parent
  return parent ? [parent, ...above(parent)] : []
}

const nameOf = (unit: string) => UNITS.find(({ id }) => id === unit)?.name ?? unit
