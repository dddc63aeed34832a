/** 监督规则: those that the centre judges every night, and the three that the ledgers of the windows call for. */
const RULES = [
  'venue-footfall',
  'unknown-venue',
  'permit-volume',
  'off-hours',
  'turnaround',
  'terminal-mismatch',
  'void-rate',
  'rejection-rate',
  'multi-place',
  'shared-address',
  'resident-date-changed',
  'employment-date-changed',
  'card-balance',
  'print-without-application',
  'number-gap',
]

export const dictionaries = {
  rules: RULES,
  /** The same codes once more: what each rule means, in one sentence. */
  meanings: RULES,
  /** 预警等级 */
  levels: ['notice', 'warning', 'serious'],
  /** 核查结论 */
  outcomes: ['justified', 'mended', 'violation', 'falseAlarm'],
} satisfies Readonly<Record<string, readonly string[]>>
