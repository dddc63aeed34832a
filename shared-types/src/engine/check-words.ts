import { type Domain, LANGUAGES } from '../model/domain.ts'

/** Every text that the screen will ask for, in every language; and no text for what does not exist. */
export function checkWords(domain: Domain): string[] {
  return LANGUAGES.flatMap(language => {
    const given = flatten(domain.words[language])
    const asked = new Set(keysOf(domain))
    return [
      ...[...asked].filter(key => !given.has(key)).map(key => `${domain.name}: words ${language} lack ${key}`),
      ...[...given]
        .filter(key => !asked.has(key) && !key.includes('.hints.'))
        .map(key => `${domain.name}: words ${language} have ${key}, which nothing uses`),
    ]
  })
}

function keysOf(domain: Domain): string[] {
  const under = (prefix: string, names: Iterable<string> | undefined) =>
    [...(names ?? [])].map(name => `${prefix}.${name}`)
  const of = (o: object | undefined) => Object.keys(o ?? {})
  const records = Object.entries(domain.records).flatMap(([name, r]) => {
    const at = `records.${name}`
    return [
      `${at}.label`,
      ...under(`${at}.fields`, of(r.fields)),
      ...under(
        `${at}.columns`,
        Object.entries(r.fields).flatMap(([f, x]) => (x.kind === 'table' ? of(x.columns).map(c => `${f}.${c}`) : [])),
      ),
      ...under(
        `${at}.sections`,
        r.form.map(s => s.section),
      ),
      ...under(`${at}.states`, of(r.workflow.states)),
      ...under(`${at}.steps`, of(r.workflow.steps)),
      ...under(
        `${at}.guards`,
        Object.entries(r.workflow.steps).flatMap(([s, step]) => of(step.guards).map(g => `${s}.${g}`)),
      ),
      ...under(`${at}.checks`, of(r.checks)),
      ...under(`${at}.warns`, of(r.warns)),
      ...under(`${at}.flags`, of(r.flags)),
      ...under(`${at}.limits`, of(r.limits)),
      ...under(`${at}.lookups`, of(r.lookups)),
      ...(r.retention ? [`${at}.retention`] : []),
      ...of(r.entitlements).flatMap(e => under(`${at}.entitlements.${e}`, ['label', 'now', 'later', 'never'])),
    ]
  })
  const balances = Object.entries(domain.balances ?? {}).flatMap(([name, b]) => [
    `balances.${name}.label`,
    ...under(`balances.${name}.counts`, of(b.counts)),
    ...under(`balances.${name}.equal`, of(b.equal)),
    ...under(`balances.${name}.differences`, of(b.differences)),
  ])
  const facts = Object.entries(domain.facts ?? {}).flatMap(([name, f]) => [
    `facts.${name}.label`,
    ...under(`facts.${name}.columns`, of(f.columns)),
  ])
  return [
    'label',
    ...records,
    ...Object.entries(domain.dictionaries).flatMap(([name, codes]) => under(`dictionaries.${name}`, codes)),
    ...under('templates', of(domain.templates)),
    ...under('desks', of(domain.desks)),
    ...under('reports', of(domain.reports)),
    ...under(
      'shares',
      of(domain.reports).filter(name => domain.reports[name]!.share),
    ),
    ...under('tiles', of(domain.tiles)),
    ...balances,
    ...under('series', of(domain.series)),
    ...under('parameters', of(domain.parameters)),
    ...facts,
  ]
}

function flatten(words: object, prefix = ''): Set<string> {
  const keys = Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? (value ? [prefix + name] : []) : [...flatten(value as object, `${prefix}${name}.`)],
  )
  return new Set(keys)
}
